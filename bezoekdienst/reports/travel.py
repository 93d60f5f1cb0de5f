"""How far each volunteer went in a quarter: what she is paid back by (B1). Withdrawn visits and phone calls apart."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from bezoekdienst.lib import calendar
from bezoekdienst.visiting.models import Visit
from bezoekdienst.visiting.states import VisitKind

NAMES = ("trajectory__volunteer__name", "trajectory__volunteer")


@dataclass(frozen=True, slots=True)
class Line:
    """One volunteer: her visits, the kilometres she wrote down, and how many visits say nothing of kilometres."""

    volunteer: str
    pk: int
    visits: int
    kilometres: int
    unsaid: int


def of(quarter_on: date) -> list[Line]:
    """The quarter that begins on `quarter_on`, by name; one query. Who went nowhere isn't in it."""
    within = Visit.objects.filter(on__gte=quarter_on, on__lt=calendar.next_quarter_start(quarter_on), withdrawn_at=None)
    rows = within.exclude(kind=VisitKind.PHONE).order_by(*NAMES).values(*NAMES)
    added = {"many": Count("pk"), "far": Sum("kilometres", default=0), "unsaid": Count("pk", filter=Q(kilometres=None))}
    return [Line(*row) for row in rows.annotate(**added).values_list(*NAMES, *added)]
