"""Whom to look for: what the people who wait ask and the volunteers can't give, in sentences. Facts in, words out.

An advice never says who may visit whom: that is `blocks`. It counts what is scarce, and gives the numbers with it.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bezoekdienst.lib import words
from bezoekdienst.lib.wording import listed
from matching import rest
from matching.assignment import Waiting
from matching.facts import ResidentFacts, VolunteerFacts

NEAR_IN_AGE = 15  # years; farther apart, what they share of life counts for little
AFTER = {
    "long_illness": "na een lang ziekbed",
    "dementia": "na dementie",
    "sudden": "na een plotseling overlijden",
    "accident": "na een ongeluk",
    "suicide": "na zelfdoding",
}

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Advice:
    """Whom to look for, and the numbers that say why; `helps` are the ids of those it would help."""

    seek: str
    why: str
    helps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """Everybody who waits for somebody now beside every active volunteer, on one day.

    `near`: how many deployable volunteers are within reach of somebody, by her id. `unplaced`: who still waits in the
    joint plan. `areas`: the name of each area.
    """

    waiting: Sequence[ResidentFacts]
    volunteers: Sequence[VolunteerFacts]
    near: Mapping[int, int]
    unplaced: Sequence[Waiting]
    areas: Mapping[str, str]
    on: date
    rest_weeks: int = rest.WEEKS

    @property
    def available(self) -> list[VolunteerFacts]:
        """Who could be proposed today, with a place or full."""
        return [one for one in self.volunteers if one.is_available]

    @property
    def free(self) -> int:
        """How many places there are now."""
        return sum(map(self.room, self.volunteers))

    def room(self, one: VolunteerFacts) -> int:
        """How many more people she can get now; none while she rests (V3, V4)."""
        return 0 if rest.until(one, self.rest_weeks, self.on) else one.free_places


def advise(now: Situation) -> list[Advice]:
    """Whom to look for, what helps most people first; empty when nobody waits for what is scarce."""
    if not now.volunteers:
        return [*_places(now)]
    asked = (_places, _languages, _reach, _sexes, _both_sexes, _heavy, _losses, _dayparts, _ages, _tight)
    found = [advice for ask in asked for advice in ask(now)]
    helped = {one for advice in found for one in advice.helps}
    found += [advice for advice in _nobody(now) if not helped & {*advice.helps}]
    return sorted(found, key=lambda advice: -len(advice.helps))


def _places(now: Situation) -> Iterator[Advice]:
    short = len(now.waiting) - now.free
    if short > 0:
        seek = "Nog een vrijwilliger" if short <= 2 else "Meer vrijwilligers"
        yield Advice(seek, f"{_wait(now.waiting)}. Er {_are(now.free, 'plaats', 'plaatsen')} vrij.", _ids(now.waiting))


def _languages(now: Situation) -> Iterator[Advice]:
    spoken = frozenset[str]().union(*(one.languages for one in now.volunteers))
    asking = [one for one in now.waiting if one.languages and not one.languages & spoken]
    for said, people in _grouped((_either(one.languages, words.LANGUAGES), one) for one in asking):
        yield Advice(
            f"Iemand die {said} spreekt", f"{_wait(people)}. Niemand van de vrijwilligers spreekt {said}.", _ids(people)
        )


def _reach(now: Situation) -> Iterator[Advice]:
    far = [one for one in now.waiting if now.available and not now.near.get(one.id, 0)]
    for area, people in _grouped((now.areas.get(one.area or "", one.area or ""), one) for one in far):
        where = f" in {area}" if area else ""
        why = f"{_wait(people)}{where}. Geen van de vrijwilligers die nu kunnen, komt zo ver."
        yield Advice(f"Iemand uit {area}" if area else "Iemand die dichterbij woont", why, _ids(people))


def _sexes(now: Situation) -> Iterator[Advice]:
    for sex, one_of_them, them in (("V", "een vrouw", "vrouwen"), ("M", "een man", "mannen")):
        wish = [one for one in now.waiting if any(w.must and (w.kind, w.value) == ("sex", sex) for w in one.wishes)]
        free = sum(now.room(one) for one in now.volunteers if one.sex == sex)
        if free < len(wish):
            want = "wil" if len(wish) == 1 else "willen"
            why = f"{_people(wish)} {want} alleen {one_of_them}. Bij {them} {_are(free, 'plaats', 'plaatsen')} vrij."
            yield Advice(one_of_them.capitalize(), why, _ids(wish))


def _both_sexes(now: Situation) -> Iterator[Advice]:
    """Places there are, but not with who also visits a man (or a woman)."""
    for sex, them in (("V", "vrouwen"), ("M", "mannen")):
        people = [one for one in now.waiting if one.sex == sex]
        free = sum(now.room(one) for one in now.volunteers if one.must_sex in (None, sex))
        if free < len(people) and free < now.free:
            noun = {"V": "vrouw", "M": "man"}[sex] if len(people) == 1 else them
            waits = "wacht" if len(people) == 1 else "wachten"
            why = (
                f"Er {waits} {len(people)} {noun}. Bij wie ook {them} bezoekt, {_are(free, 'plaats', 'plaatsen')} vrij."
            )
            yield Advice(f"Iemand die ook {them} bezoekt", why, _ids(people))


def _heavy(now: Situation) -> Iterator[Advice]:
    """One place of a volunteer is for a heavy loss (V4)."""
    people = [one for one in now.waiting if one.is_heavy]
    able = sum(1 for one in now.volunteers if now.room(one) and not one.heavy_count)
    if able < len(people):
        after = " of ".join(AFTER[kind] for kind in sorted({one.loss or "" for one in people}, reverse=True))
        have = f"{able or 'Geen'} vrijwilliger{'s' if able > 1 else ''} {'hebben' if able > 1 else 'heeft'}"
        yield Advice(
            "Iemand met plaats na een zwaar verlies", f"{_wait(people)} {after}. {have} daar plaats voor.", _ids(people)
        )


def _losses(now: Situation) -> Iterator[Advice]:
    there = {one.loss for one in now.volunteers}
    missed = [(AFTER[one.loss], one) for one in now.waiting if one.loss in AFTER and one.loss not in there]
    for after, people in _grouped(missed):
        why = f"{_wait(people)} {after}. Geen van de vrijwilligers maakte dat zelf mee."
        yield Advice(f"Iemand die alleen verder moest {after}", why, _ids(people))


def _dayparts(now: Situation) -> Iterator[Advice]:
    def met(one: ResidentFacts) -> bool:
        return not one.dayparts or any(not v.dayparts or v.dayparts & one.dayparts for v in now.available)

    missed = [(_either(one.dayparts, words.DAYPARTS), one) for one in now.waiting if not met(one)]
    for when, people in _grouped(missed) if now.available else ():
        why = f"{_wait(people)}. Geen van de vrijwilligers die nu kunnen, kan dan."
        yield Advice(f"Iemand die kan op {when}", why, _ids(people))


def _ages(now: Situation) -> Iterator[Advice]:
    ages = [now.on.year - one.birth_year for one in now.available if one.birth_year]
    old = [(now.on.year - one.birth_year, one) for one in now.waiting if one.birth_year and ages]
    far = [(10 * ((age + 5) // 10), one) for age, one in old if min(abs(age - each) for each in ages) > NEAR_IN_AGE]
    for about, people in _grouped(far):
        nearest = min(ages, key=lambda age: (abs(age - about), age))
        why = f"{_wait(people)} van rond de {about}. De vrijwilliger die daar het dichtst bij komt, is {nearest}."
        yield Advice(f"Iemand van rond de {about}", why, _ids(people))


def _tight(now: Situation) -> Iterator[Advice]:
    """Those who share too few places: somebody more like the volunteers who fit them."""
    who = {one.id: one for one in now.waiting}
    name = {one.id: one.name for one in now.volunteers}
    groups = [one.group for one in now.unplaced if one.group and one.group.volunteer_ids]
    largest = {group.volunteer_ids: group for group in sorted(groups, key=lambda group: len(group.resident_ids))}
    for group in largest.values():
        people = [who[one] for one in group.resident_ids if one in who]
        fit = [name[one] for one in group.volunteer_ids if one in name]
        said = f"Bij {listed([one.name for one in people])} past nu alleen {listed(fit, 'of')}. Daar "
        yield Advice(
            f"Iemand zoals {listed(fit, 'of')}", f"{said}{_are(group.places, 'plaats', 'plaatsen')}.", _ids(people)
        )


def _nobody(now: Situation) -> Iterator[Advice]:
    without = {one.resident_id for one in now.unplaced if one.group is None}
    for one in now.waiting:
        if one.id in without:
            yield Advice(
                f"Iemand voor {one.name}",
                "Nu kan niemand worden voorgesteld. Bij de voorstellen staat waarom.",
                (one.id,),
            )


def _grouped(pairs: Iterable[tuple[Key, ResidentFacts]]) -> list[tuple[Key, list[ResidentFacts]]]:
    """The people by what they have in common, in the order in which it was met."""
    groups: dict[Key, list[ResidentFacts]] = {}
    for key, one in pairs:
        groups.setdefault(key, []).append(one)
    return list(groups.items())


def _either(codes: frozenset[str], known: Mapping[str, str]) -> str:
    """maandagochtend of dinsdagmiddag: in the order of the list."""
    return listed([said for code, said in known.items() if code in codes] or sorted(codes), "of")


def _ids(people: Sequence[ResidentFacts]) -> tuple[int, ...]:
    return tuple(one.id for one in people)


def _people(people: Sequence[ResidentFacts]) -> str:
    return "1 mens" if len(people) == 1 else f"{len(people)} mensen"


def _wait(people: Sequence[ResidentFacts]) -> str:
    return f"Er {'wacht' if len(people) == 1 else 'wachten'} {_people(people)}"


def _are(number: int, one: str, more: str) -> str:
    """is 1 plaats; zijn 2 plaatsen; is geen plaats."""
    return f"zijn {number} {more}" if number > 1 else f"is {number or 'geen'} {one}"
