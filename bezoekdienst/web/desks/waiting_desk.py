"""The waiting list as its page tells it: who waits, how long, how urgently, and what stands in the way. Reads only."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from bezoekdienst.lib import wording
from bezoekdienst.visiting import waiting
from bezoekdienst.visiting.models import Trajectory
from bezoekdienst.visiting.waiting import URGENCIES
from bezoekdienst.web import phrases
from bezoekdienst.web.desks import matching_desk, matching_person

BACK = timedelta(days=365)
# (words, from how many days on): how long somebody waits or waited
STEPS = (("tot 2 weken", 0), ("2 tot 4 weken", 14), ("4 tot 8 weken", 28), ("8 tot 12 weken", 56), ("langer", 84))
WHICH = {"alle": "Iedereen", "dringend": "Dringend", "voorstel": "Met voorstel", "zonder": "Zonder voorstel"}
SORTS = {"volgorde": "wie eerst aan de beurt is", "dagen": "langst wachtend", "naam": "naam"}


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who waits. `limits` says why nobody is proposed; `gets` who is, "" for nobody."""

    pk: int
    name: str
    days: int
    since_on: date
    left_on: date | None
    urgency: int
    reason: str
    gets: str
    limits: tuple[str, ...]

    @property
    def said(self) -> str:
        """How urgent, in a word; nothing when it isn't."""
        return URGENCIES[self.urgency] if self.urgency else ""


def lines(on: date) -> list[Line]:
    """Everybody who waits, first in turn first, as matching goes down the list; a fixed number of queries."""
    desk = matching_desk.lay_out(on)
    told = {one["id"]: one for one in matching_person.people(desk)}
    order = sorted(desk.board.residents, key=lambda one: one.priority)
    return [_line(desk, one.id, told.get(one.id)) for one in order]


def _line(desk: matching_desk.Desk, pk: int, told: dict[str, Any] | None) -> Line:
    intake = desk.now.intakes[pk]
    since_on = waiting.since(intake)
    limits = told["still_waits"] if told else ["Wordt nu buiten de voorstellen gehouden."]
    return Line(
        pk, phrases.start(intake.resident.name), (desk.now.on - since_on).days, since_on, intake.left_on,
        intake.urgency,
        intake.urgency_reason, told["gets"] if told else "", tuple(limits),
    )  # fmt: skip


def chosen(found: Iterable[Line], which: str, order: str, q: str) -> list[Line]:
    """Of `lines` those asked for by chip, sort and search words; an unknown word is the first of its kind."""
    kept = [line for line in found if _is_asked(line, which) and q.casefold() in line.name.casefold()]
    keys = {"dagen": lambda line: (-line.days, line.pk), "naam": lambda line: (line.name.casefold(), line.pk)}
    return sorted(kept, key=keys[order]) if order in keys else kept


def _is_asked(line: Line, which: str) -> bool:
    return {"dringend": line.urgency > 0, "voorstel": bool(line.gets), "zonder": not line.gets}.get(which, True)


def counted(found: Iterable[Line]) -> dict[str, int]:
    """How many each chip shows."""
    listed = list(found)
    return {which: sum(_is_asked(line, which) for line in listed) for which in WHICH}


def picture(found: Iterable[Line], on: date) -> dict[str, Any]:
    """How long people wait now, and how long they waited who met a volunteer in the last twelve months: by steps."""
    before, now = waited(on - BACK + timedelta(days=1), on), [line.days for line in found]
    counts = [(within(now, number), within(before, number)) for number in range(len(STEPS))]
    rows = [{"words": words, "now": here, "before": was} for (words, _), (here, was) in zip(STEPS, counts, strict=True)]
    most = max(map(max, counts))
    return {"rows": rows, "most": most, "half": half(before), "waited": len(before)}


def half(days: list[int]) -> str:
    """De helft wachtte hooguit 12 dagen; nothing when nobody waited."""
    if not days:
        return ""
    middle = int(statistics.median_low(days))
    return f"De helft wachtte hooguit {'1 dag' if middle == 1 else f'{middle} dagen'}."


def waited(from_on: date, to_on: date) -> list[int]:
    """Days from the outcome of the talk to the first match, of each loss that was matched first in these days.

    Of who came back and waited once more only that is known.
    """
    since = F("bereavement__intake__waiting_since")
    rows = Trajectory.objects.filter(matched_on__gte=since, bereavement__same_as=None)
    matched = rows.order_by("matched_on").values_list("bereavement", "matched_on", "bereavement__intake__waiting_since")
    first: dict[int, tuple[date, date]] = {}
    for bereavement, matched_on, since_on in matched:
        assert since_on is not None  # no day comes after none
        first.setdefault(bereavement, (matched_on, since_on))
    found = first.values()
    return [(matched_on - since_on).days for matched_on, since_on in found if from_on <= matched_on <= to_on]


def within(days: list[int], number: int) -> int:
    """How many of these fall in the step with this number."""
    least = STEPS[number][1]
    most = STEPS[number + 1][1] if number + 1 < len(STEPS) else None
    return sum(least <= one and (most is None or one < most) for one in days)


def lead(found: list[Line]) -> str:
    """In a sentence how many wait, and how many of them urgently."""
    if not found:
        return "Niemand wacht op een vrijwilliger."
    many = "1 bezoeker wacht" if len(found) == 1 else f"{len(found)} bezoekers wachten"
    urgent = sum(line.urgency > 0 for line in found)
    since = wording.day(min(line.since_on for line in found))
    return f"{many} op een vrijwilliger{f', van wie {urgent} dringend' if urgent else ''}. De eerste sinds {since}."
