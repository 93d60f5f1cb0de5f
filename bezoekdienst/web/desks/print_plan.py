"""When the boxes of a released round go to the printer, as its page tells it and as its forms ask it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from bezoekdienst.lib import wording
from bezoekdienst.web.forms import rounds as asked
from letters import last_check
from letters.models import Round
from letters.printing import hours
from letters.states import BoxState, RoundState

_LEAVE = "U kunt deze pagina gerust verlaten."


def told(subject: Round, at: datetime) -> tuple[str, str]:
    """A heading, and a sentence or two: what goes by itself, and what must be done again before the post."""
    print_at, title = subject.print_at if settings.PRINTER_URL else None, "De brieven worden gedrukt"
    if print_at is None:
        by_hand = "De drukkerij stuurt elke doos zelf naar de printer. " if settings.PRINTER_URL else ""
        return title, f"{by_hand}{_LEAVE}"
    if print_at <= at:
        return title, f"De dozen gaan vanzelf naar de printer, zodra ze gemaakt zijn. {_LEAVE}"
    on = timezone.localdate(print_at)
    title = f"Het printen begint op {wording.day(on)} om {timezone.localtime(print_at):%H.%M} uur"
    late = "De laatste controle is dan te oud voor de post: doe er daarna nog een. "
    return title, f"Dat gaat vanzelf. {late if last_check.too_old(subject, on) else ''}{_LEAVE}"


def is_open(subject: Round) -> bool:
    """Whether it can still be said: a box waits that never left us, and there is a printer."""
    if subject.state != RoundState.RELEASED or not settings.PRINTER_URL:
        return False
    return subject.boxes.filter(state__in=(BoxState.QUEUED, BoxState.MADE), handed_over_at=None).exists()


def given(subject: Round, at: datetime) -> dict[str, Any]:
    """What `forms.rounds.PrintHour` needs to know: as it is now, or as it is usual."""
    print_at = subject.print_at if subject.print_at and subject.print_at > at else None
    when = asked.BY_HAND if subject.state == RoundState.RELEASED and subject.print_at is None else asked.READY
    return {
        "printer": bool(settings.PRINTER_URL),
        "when": asked.PLANNED if print_at else when,
        "moment": print_at or hours.usual(timezone.localdate(at)),
    }


def chosen(filled: dict[str, Any], at: datetime) -> datetime | None:
    """What was chosen; None: the print room sends the boxes, or takes the files along."""
    return {asked.READY: at, asked.PLANNED: filled.get("moment")}.get(filled.get("when", ""))
