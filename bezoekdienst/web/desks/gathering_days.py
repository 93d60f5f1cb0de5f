"""What is worth knowing of a day before a gathering is planned on it, in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from bezoekdienst.lib import blocked_weeks, calendar
from bezoekdienst.policy import versions
from volunteers.models import Gathering


@dataclass(frozen=True, slots=True)
class Days:
    """What is known of the days of a series: which weeks the policy spares (L11), and what is planned already."""

    spared: frozenset[str] = frozenset()
    taken: dict[date, str] = field(default_factory=dict)

    def remarks(self, on: date) -> list[str]:
        """Why one might choose another day; nothing for most days."""
        found = [f"{calendar.holiday(on)}."] if calendar.holiday(on) else []
        found += [f"In de week van {name.capitalize()}." for name in blocked_weeks.names(on, self.spared)]
        return found + ([f"Er is dan al een {self.taken[on]}."] if on in self.taken else [])

    def left_out(self, days: Iterable[date]) -> list[date]:
        """Which of these we would leave out: public holidays, and what is taken."""
        return [on for on in days if calendar.holiday(on) or on in self.taken]


def read(at: datetime) -> Days:
    """What is known at this moment: two queries."""
    ahead = Gathering.objects.filter(starts_at__gt=at, cancelled_at=None)
    taken = {timezone.localdate(one.starts_at): str(one.get_kind_display()) for one in ahead}
    chosen = versions.current(timezone.localdate(at)).blocked_weeks
    return Days(frozenset(chosen), taken)
