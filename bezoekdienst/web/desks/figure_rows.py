"""From a number of the year to the rows it counts: the link, and on the list that it leads to what was asked for.

The list takes its rows from `reports.figures.rows`, of which the number is the sum. Only a number that is told can be
asked for: one that is hidden (E2), or that nobody knows, leaves the list as it was.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from bezoekdienst.reports import figures
from bezoekdienst.retention import tallies
from bezoekdienst.visiting.states import EndReason, SignalKind, Source, VisitKind
from bezoekdienst.web import searching
from letters.states import ReplyKind

YEARS_BACK = 3
OPEN_TO_ALL = "rounds"  # who sees the figures sees this list: it holds no people
NAMES = ("jaar", "telt", "deel")  # in the address: which number
# By what is counted: the list, what stands on it in words, and how many there are in one and in several words when a
# row of the list may count more than once.
LISTS: dict[str, tuple[str, str, tuple[str, str] | None]] = {
    "letter": ("rounds", "rondes met brieven die in {} op de post gingen", ("brief", "brieven")),
    "reply": ("rounds", "rondes met antwoorden van {}", ("antwoord", "antwoorden")),
    "resident": ("residents", "wie zich in {} aanmeldde", None),
    "came_visited": ("residents", "wie zich in {} aanmeldde en een intakegesprek had", None),
    "came_suitable": ("residents", "wie zich in {} aanmeldde en bij ons past", None),
    "came_matched": ("residents", "wie zich in {} aanmeldde en een vrijwilliger kreeg", None),
    "pointer": ("residents", "wie in {} op een activiteit gewezen is", ("keer", "keer")),
    "talk": ("intakes", "intakegesprekken van {}", None),
    "match": ("trajectories", "koppelingen van {}", None),
    "trajectory_end": ("trajectories", "trajecten die in {} eindigden", None),
    "visit": ("trajectories", "trajecten met bezoeken in {}", ("bezoek", "bezoeken")),
    "evaluation": ("trajectories", "trajecten met een formulier van {}", None),
    "signal": ("signals", "signalen van {}", None),
}
FORM = {"sent": "verstuurd", "received": "terug"}
PARTS: dict[str, Mapping[str, Any]] = {
    **{name: dict(Source.choices) for name in figures.STEPS},
    "reply": dict(ReplyKind.choices),
    "visit": dict(VisitKind.choices),
    "trajectory_end": dict(EndReason.choices),
    "evaluation": FORM,
    "signal": dict(SignalKind.choices),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One number on its list. `address`: what names it there; `rows`: which rows it counts and how often each."""

    address: dict[str, str]
    rows: Counter[Any]
    many: int

    @property
    def words(self) -> str:
        """Trajecten die in 2026 eindigden: doel bereikt."""
        name, part = self.address["telt"], self.address["deel"]
        words = LISTS[name][1].format(self.address["jaar"])
        return f"{words}: {PARTS[name][part]}" if part else words

    @property
    def sums(self) -> str:
        """How many that are, where a row may count more than once, and how many of them are gone since."""
        unit, there = LISTS[self.address["telt"]][2], self.rows.total()
        gone, said = self.many - there, [f"Samen {self.many} {unit[self.many != 1]}."] if unit else []
        if gone and not there:
            said.append("Die ene is al gewist." if gone == 1 else f"Alle {gone} zijn al gewist.")
        elif gone:
            said.append(f"{gone} van deze {self.many} {'is' if gone == 1 else 'zijn'} al gewist.")
        return " ".join(said)

    @property
    def back_url(self) -> str:
        return f"{reverse('figures')}?jaar={self.address['jaar']}"


def years(now: int) -> list[int]:
    """This year and those before of which anything is known, at most so many back."""
    first = min(filter(None, (figures.first_year(), tallies.first_year(), now)))
    return list(range(now, max(first, now - YEARS_BACK) - 1, -1))


def link(year: int, name: str, part: str = "", *, sees_people: bool) -> str:
    """Where what this number counts stands; "" when there is no list of it, or none that she may see."""
    route = LISTS[name][0] if name in LISTS else ""
    if not route or not (sees_people or route == OPEN_TO_ALL):
        return ""
    address = {"toon": "" if route == OPEN_TO_ALL else "alle", "jaar": str(year), "telt": name, "deel": part}
    return reverse(route) + searching.address(address)


def asked_for(request: HttpRequest, route: str, today: date) -> Asked | None:
    """The number whose rows this list is asked for; None for the whole list."""
    address = {name: request.GET.get(name, "") for name in NAMES}
    name, part = address["telt"], address["deel"]
    if LISTS.get(name, ("",))[0] != route or address["jaar"] not in map(str, years(today.year)):
        return None
    year = int(address["jaar"])
    there = figures.rows(year)
    many = figures.told(figures.summed(year, there, tallies.of(year))).get((name, part))
    if many is None:
        return None
    found = (rows for (other, kind), rows in there.items() if other == name and part in ("", kind))
    return Asked(address, sum(found, Counter()), many)


def chosen(asked: Asked | None) -> list[tuple[str, str, bool]]:
    """As a chip that is chosen: what is said in the log of a list that was taken along."""
    return [(asked.words, "", True)] if asked else []
