"""The group of volunteers beside who is visited and who waits: how many of each, trait by trait. Counts, no persons."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bezoekdienst.lib import words

UNKNOWN = "niet bekend"
AGES = ((60, "jonger dan 60"), (70, "60 tot 70"), (80, "70 tot 80"), (200, "80 en ouder"))


class Somebody(Protocol):
    """What a volunteer and a person who is visited or waits have in common, as in `facts`."""

    @property
    def sex(self) -> str | None: ...
    @property
    def birth_year(self) -> int | None: ...
    @property
    def languages(self) -> frozenset[str]: ...
    @property
    def loss(self) -> str | None: ...
    @property
    def area(self) -> str | None: ...
    @property
    def dayparts(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Share:
    """One value of a trait, and how many of each group have it, in the order in which the groups were given."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait with its values, those that nobody has left out; `several`: one person may have more than one."""

    label: str
    shares: tuple[Share, ...]
    several: bool = False


def compose(groups: Sequence[Sequence[Somebody]], *, areas: Mapping[str, str], on: date) -> list[Trait]:
    """Trait by trait how `groups` are made up on `on`. `areas`: the name of each area; one without is its own name."""

    def area(one: Somebody) -> str:
        return areas.get(one.area, one.area) if one.area else ""

    homes = sorted({area(one) for group in groups for one in group} - {""})
    return [
        _trait("Geslacht", groups, words.SEXES.values(), lambda one: [words.SEXES.get(one.sex or "", "")]),
        _trait("Leeftijd", groups, (said for _, said in AGES), lambda one: [_age(one, on)]),
        _trait(
            "Soort verlies", groups, words.LOSS_KINDS.values(), lambda one: [words.LOSS_KINDS.get(one.loss or "", "")]
        ),
        _trait("Wijk", groups, homes, lambda one: [area(one)]),
        _trait(
            "Taal", groups, words.LANGUAGES.values(), lambda one: _named(one.languages, words.LANGUAGES), several=True
        ),
        _trait(
            "Dagdeel", groups, words.DAYPARTS.values(), lambda one: _named(one.dayparts, words.DAYPARTS), several=True
        ),
    ]


def _trait(
    label: str,
    groups: Sequence[Sequence[Somebody]],
    values: Iterable[str],
    of: Callable[[Somebody], Sequence[str]],
    *,
    several: bool = False,
) -> Trait:
    counted = [Counter(value or UNKNOWN for one in group for value in of(one) or [""]) for group in groups]
    shares = (Share(value, tuple(count[value] for count in counted)) for value in (*values, UNKNOWN))
    return Trait(label, tuple(share for share in shares if any(share.counts)), several)


def _named(codes: Iterable[str], known: Mapping[str, str]) -> list[str]:
    return [known.get(code, code) for code in codes]


def _age(one: Somebody, on: date) -> str:
    if one.birth_year is None:
        return ""
    return next(said for below, said in AGES if on.year - one.birth_year < below)
