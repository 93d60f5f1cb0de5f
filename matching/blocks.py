"""May this volunteer visit this person? Every rule is asked and answers with value and limit (M1).

A *block* is never overruled; an *objection* (distance, part of the day, home, rest, and what the coordinator decided
before: declined, held back) she may overrule with a reason; *check_yourself* marks what isn't known and is allowed all
the same. Unknown is "no" wherever safety or somebody's "must" depends on it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from bezoekdienst.lib.wording import day
from matching import rest, wishes, wording
from matching.facts import HOME_TRAITS, ResidentFacts, VolunteerFacts
from matching.judging.looks import Looks

BLOCK, OBJECTION, CHECK = "block", "objection", "check_yourself"
_NEAR_MISS_METRES = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found. `key`: the criterion; `rule`: its short name; `kind`: block, objection or check_yourself."""

    key: str
    rule: str
    kind: str
    actual: str
    limit: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """What every rule about one pair may use: the day, the day visits would start, the distance in metres."""

    on: date
    start_on: date
    metres: int | None
    rest_weeks: int = rest.WEEKS


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the key of what it finds, how to ask it, and what it looks at."""

    key: str
    ask: Callable[[VolunteerFacts, ResidentFacts, Case], Iterator[Finding]]
    looks: Looks

    def find(self, volunteer: VolunteerFacts, resident: ResidentFacts, about: Case) -> tuple[Finding, ...]:
        """All that it finds about a pair."""
        return tuple(self.ask(volunteer, resident, about))


def case(resident: ResidentFacts, metres: int | None, *, on: date, rest_weeks: int = rest.WEEKS) -> Case:
    """Visits start on the day itself, or on the person's earliest start if that is later."""
    return Case(on, max(on, resident.earliest_start_on or on), metres, rest_weeks)


def judge(volunteer: VolunteerFacts, resident: ResidentFacts, about: Case) -> tuple[Finding, ...]:
    """All findings about a pair, in the order of RULES. Without a block or an objection it may be proposed."""
    return tuple(finding for rule in RULES for finding in rule.ask(volunteer, resident, about))


def kinds(findings: tuple[Finding, ...]) -> frozenset[str]:
    """Which kinds of finding there are among `findings`."""
    return frozenset(finding.kind for finding in findings)


def reach(volunteer: VolunteerFacts) -> int | None:
    """How far she travels, in whole metres; None when that isn't known."""
    return None if volunteer.max_km is None else 1000 * volunteer.max_km


def _deployable(volunteer: VolunteerFacts, _: ResidentFacts, about: Case) -> Iterator[Finding]:
    for reason in volunteer.not_deployable:
        yield Finding("deployable", reason.rule, BLOCK, "niet inzetbaar", day(about.on), reason.text)


def _capacity(volunteer: VolunteerFacts, _: ResidentFacts, __: Case) -> Iterator[Finding]:
    if volunteer.open_count >= volunteer.capacity:
        text = f"{volunteer.name} heeft geen plaats: {volunteer.open_count} lopend, hoogstens {volunteer.capacity}."
        yield Finding("capacity", "V3", BLOCK, str(volunteer.open_count), str(volunteer.capacity), text)


def _heavy(volunteer: VolunteerFacts, resident: ResidentFacts, _: Case) -> Iterator[Finding]:
    if resident.is_heavy and volunteer.heavy_count >= 1:
        text = f"{volunteer.name} bezoekt al iemand na een ongeluk of zelfdoding. Daarvoor is één plaats."
        yield Finding("heavy", "V4", BLOCK, str(volunteer.heavy_count), "1", text)


def _rest(volunteer: VolunteerFacts, _: ResidentFacts, about: Case) -> Iterator[Finding]:
    if rested_on := rest.until(volunteer, about.rest_weeks, about.start_on):
        text = f"{volunteer.name} rust na het vorige traject: tot {day(rested_on)}."
        yield Finding("rest", "V4", OBJECTION, day(about.start_on), day(rested_on), text)


def _vog(volunteer: VolunteerFacts, _: ResidentFacts, about: Case) -> Iterator[Finding]:
    until = volunteer.vog_valid_until
    if until is None:
        text = f"Van {volunteer.name} is geen VOG bekend."
        yield Finding("vog", "V2", BLOCK, "onbekend", day(about.start_on), text)
    elif about.start_on > until:
        start, last = day(about.start_on), day(until)
        text = f"De VOG van {volunteer.name} geldt tot en met {last}. De start is {start}."
        yield Finding("vog", "V2", BLOCK, start, last, text)


def _consent(_: VolunteerFacts, resident: ResidentFacts, __: Case) -> Iterator[Finding]:
    if not resident.consent_given:
        text = f"{resident.name} gaf nog geen toestemming."
        yield Finding("consent", "M1", BLOCK, "geen toestemming", "toestemming", text)


def _year(_: VolunteerFacts, resident: ResidentFacts, about: Case) -> Iterator[Finding]:
    limit_on = resident.limit_on
    if limit_on is None or about.start_on <= limit_on:
        return
    start, last = day(about.start_on), day(limit_on)
    text = f"De start is {start}. De laatste dag van het jaar van {resident.name} is {last}."
    if about.on > limit_on:
        text = f"Het jaar van {resident.name} is om. De laatste dag was {last}."
    yield Finding("year", "T2", BLOCK, start, last, text)


def _visited(_: VolunteerFacts, resident: ResidentFacts, __: Case) -> Iterator[Finding]:
    if resident.is_visited:
        text = f"Bij {resident.name} loopt nog een traject, voor een ander verlies. Rond dat eerst af."
        yield Finding("visited", "T9", BLOCK, "een lopend traject", "geen", text)


def _distance(volunteer: VolunteerFacts, _: ResidentFacts, about: Case) -> Iterator[Finding]:
    metres, limit, at_most = about.metres, volunteer.max_km, reach(volunteer)
    if metres is None or at_most is None:
        unknown = "De afstand is" if metres is None else f"Hoe ver {volunteer.name} wil reizen is"
        text = f"{unknown} niet bekend. Controleer zelf."
        yield Finding("distance", "M1", CHECK, "onbekend", "" if limit is None else f"{limit} km", text)
        return
    if metres > at_most:
        near = metres - at_most < _NEAR_MISS_METRES
        # a near miss is told to the hundred metres, rounded up: "10 km, en de grens is 10 km" would puzzle
        hundreds = -(-metres // 100)
        actual = f"ongeveer {hundreds // 10},{hundreds % 10} km" if near else wording.kilometres(metres)
        text = f"{'Net buiten' if near else 'Buiten'} bereik: {actual}. De grens van {volunteer.name} is {limit} km."
        yield Finding("distance", "M1", OBJECTION, actual, f"{limit} km", text)


def _musts(kind: str, volunteer: VolunteerFacts, resident: ResidentFacts, about: Case) -> Iterator[Finding]:
    for wish in resident.wishes:
        if wish.must and wish.kind == kind and not (met := wishes.meets(wish, volunteer, about.on)):
            actual = "onbekend" if met is None else "niet zo"
            known = f" Van {volunteer.name} is dat niet bekend." if met is None else ""
            text = f"{resident.name} wil per se {wording.wish(wish)}.{known}"
            yield Finding("must", "M1", BLOCK, actual, wording.wish(wish), text)


def _her_must(volunteer: VolunteerFacts, resident: ResidentFacts, _: Case) -> Iterator[Finding]:
    if volunteer.must_sex and resident.sex != volunteer.must_sex:
        wanted = wording.SEXES[volunteer.must_sex]
        actual = wording.SEXES.get(resident.sex or "", "onbekend")
        yield Finding("must", "M1", BLOCK, actual, wanted, f"{volunteer.name} bezoekt alleen {wanted}.")


def _languages(volunteer: VolunteerFacts, resident: ResidentFacts, _: Case) -> Iterator[Finding]:
    theirs = ", ".join(sorted(resident.languages)) or "onbekend"
    if not volunteer.languages or not resident.languages:
        text = "Welke taal zij samen spreken is niet bekend. Controleer zelf."
        yield Finding("languages", "M1", CHECK, "onbekend", theirs, text)
    elif not volunteer.languages & resident.languages:
        text = f"{volunteer.name} en {resident.name} hebben geen taal gemeen."
        yield Finding("languages", "M1", BLOCK, ", ".join(sorted(volunteer.languages)), theirs, text)


def _relation(volunteer: VolunteerFacts, resident: ResidentFacts, _: Case) -> Iterator[Finding]:
    for exclusion in resident.not_with:
        if exclusion.volunteer_id == volunteer.id:
            said = wording.EXCLUDED[exclusion.why]
            yield Finding("relation", "M1", BLOCK, said, "geen", f"{volunteer.name} {said}.")


def _declined(volunteer: VolunteerFacts, resident: ResidentFacts, _: Case) -> Iterator[Finding]:
    if volunteer.id in resident.declined:
        text = f"U koos {volunteer.name} eerder niet voor {resident.name}."
        yield Finding("declined", "M3", OBJECTION, "niet gekozen", "", text)


def _held_back(volunteer: VolunteerFacts, resident: ResidentFacts, _: Case) -> Iterator[Finding]:
    for person in (volunteer, resident):
        if person.held_back:
            text = f"U houdt {person.name} nu buiten de voorstellen."
            yield Finding("held_back", "M3", OBJECTION, "buiten de voorstellen", "", text)


def _home(volunteer: VolunteerFacts, resident: ResidentFacts, _: Case) -> Iterator[Finding]:
    for one, other in ((volunteer, resident), (resident, volunteer)):
        for trait in HOME_TRAITS:
            there = getattr(other.home, trait)
            if trait not in one.must_not or there is False:
                continue
            limit = f"geen {wording.HOME[trait]}"
            if there is None:
                text = f"{one.name} wil {limit}. Of dat zo is bij {other.name}, is niet bekend. Controleer zelf."
                yield Finding("home", "M1", CHECK, "onbekend", limit, text)
            else:
                text = f"{one.name} wil {limit}. Bij {other.name} is dat er wel."
                yield Finding("home", "M1", OBJECTION, wording.HOME[trait], limit, text)


def _dayparts(volunteer: VolunteerFacts, resident: ResidentFacts, _: Case) -> Iterator[Finding]:
    if not volunteer.dayparts or not resident.dayparts:
        text = "Welk dagdeel zij samen hebben is niet bekend. Controleer zelf."
        yield Finding("dayparts", "M1", CHECK, "onbekend", "1", text)
    elif not volunteer.dayparts & resident.dayparts:
        text = f"{volunteer.name} en {resident.name} hebben geen dagdeel gemeen."
        yield Finding("dayparts", "M1", OBJECTION, "0", "1", text)


_start = ("earliest_start_on",)
_traits = ("must_not", "home")
RULES = (
    Rule("deployable", _deployable, Looks(hers=("not_deployable",))),
    Rule("capacity", _capacity, Looks(hers=("open_count", "capacity"))),
    Rule("heavy", _heavy, Looks(hers=("heavy_count",), theirs=("is_heavy",))),
    Rule("rest", _rest, Looks(hers=("last_active_end_on",), theirs=_start)),
    Rule("vog", _vog, Looks(hers=("vog_valid_until",), theirs=_start)),
    Rule("consent", _consent, Looks(theirs=("consent_given",))),
    Rule("year", _year, Looks(theirs=("limit_on", *_start))),
    Rule("visited", _visited, Looks(theirs=("is_visited",))),
    Rule("distance", _distance, Looks(reach=True)),
    *(Rule("must", partial(_musts, kind), Looks(hers=(seen,), asked=kind)) for kind, seen in wishes.WISHED.items()),
    Rule("must", _her_must, Looks(hers=("must_sex",), theirs=("sex",))),
    Rule("languages", _languages, Looks(common="languages")),
    Rule("relation", _relation, Looks(names=lambda resident: [one.volunteer_id for one in resident.not_with])),
    Rule("declined", _declined, Looks(names=lambda resident: resident.declined)),
    Rule("held_back", _held_back, Looks(hers=("held_back",), theirs=("held_back",))),
    Rule("home", _home, Looks(hers=_traits, theirs=_traits)),
    Rule("dayparts", _dayparts, Looks(common="dayparts")),
)


def whoever_comes(resident: ResidentFacts, about: Case) -> tuple[Finding, ...]:
    """What stops her whoever the volunteer would be: the findings of the rules that look at nobody but her."""
    hers = (rule for rule in RULES if rule.looks == Looks(theirs=rule.looks.theirs))
    return tuple(finding for rule in hers for finding in rule.ask(VolunteerFacts(0, ""), resident, about))
