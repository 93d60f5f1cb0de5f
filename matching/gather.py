"""From the database to facts: a fixed number of queries, whatever the number of people. Judges nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from bezoekdienst.lib import words
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting import waiting
from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.visiting.states import IntakeState
from matching import explanation, facts, rest, towns
from matching.models import HeldBack, Proposal
from matching.states import State as ProposalState
from volunteers import eligibility
from volunteers.models import SignOffTalk, TrainingAttendance, Volunteer
from volunteers.states import State

DAMAGED = Reason("06", "De gewichten van het koppelen zijn niet te lezen. De coördinator kan ze opnieuw invullen.")


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everybody who waits beside every active volunteer, judged; and the rows that this was read from, by id.

    Among `intakes` are also those that no longer wait while something about them still stands: an open proposal, a
    fixed pair. Each carries its open and declined proposals as `standing`.
    """

    board: explanation.Board
    intakes: Mapping[int, Any]
    volunteers: Mapping[int, Volunteer]


def read(on: date, policy: Policy | None = None) -> Gathered:
    """What there is on `on`, judged by the policy of that day unless another is given."""
    policy = policy or versions.current(on)
    intakes, volunteers = list(_intakes(on)), list(_candidates(Volunteer.objects.all()))
    pc4s = {*(intake.resident.pc4 for intake in intakes), *(volunteer.pc4 for volunteer in volunteers)}
    atlas = towns.read(pc4s)
    board = explanation.judge_all(
        [_resident(intake, atlas, on) for intake in intakes if intake.state == IntakeState.SUITABLE],
        [_volunteer(volunteer, policy, atlas, on) for volunteer in volunteers],
        on=on,
        town=atlas.town(pc4s),
        weights=weights(policy),
        rest_weeks=policy.rest_weeks,
    )
    return Gathered(board, {one.pk: one for one in intakes}, {one.pk: one for one in volunteers})


def volunteers(on: date) -> dict[int, facts.VolunteerFacts]:
    """Everybody who may visit somebody, or did: also who isn't active yet, or no more. Not where they live."""
    policy, everybody = versions.current(on), _around(Volunteer.objects.select_related("held_back"))
    return {one.pk: _volunteer(one, policy, towns.Atlas(), on) for one in everybody}


def board(on: date) -> explanation.Board:
    """Only the board."""
    return read(on).board


def weights(policy: Policy) -> facts.Weights:
    """The policy's weights, tables and floor.

    The pages keep only what adds up; raises Refused when the row was damaged by hand.
    """
    try:
        return facts.weights(policy.matching, floor=policy.fit_floor)
    except (AttributeError, TypeError, ValueError):
        raise Refused(DAMAGED) from None


def waiting_rows() -> QuerySet[Intake]:
    """The same rows and nothing of what stands around them: to lock or to count."""
    return Intake.objects.filter(state=IntakeState.SUITABLE)


# What takes deciphering and no rule looks at stays closed: it would take most of the time.
_OF_A_VISIT = ("volunteer", "state", "started_on", "ended_on", "hard_stop_on", "bereavement__kind")
_UNREAD = ("outcome_note", "bereavement__about_when", "bereavement__extension_reason", "fixed__volunteer__wishes")
_CLOSED: Mapping[str, Any] = {
    "talks": Prefetch("talks", SignOffTalk.objects.defer("note")),
    "trainings__day": Prefetch("trainings", TrainingAttendance.objects.select_related("day").defer("reason")),
}


def _intakes(on: date) -> QuerySet[Intake]:
    """Who waits, or has something that still stands; with all that the rules and the page may look at. Nobody dead."""
    undecided = Proposal.objects.filter(state__in=(ProposalState.OPEN, ProposalState.DECLINED))
    open_ones = Proposal.objects.filter(state=ProposalState.OPEN).values("intake")
    standing_or_waiting = Q(state=IntakeState.SUITABLE) | Q(fixed__isnull=False) | Q(pk__in=open_ones)
    rows = Intake.objects.filter(standing_or_waiting, resident__died_on=None)
    standing = Prefetch("proposals", undecided.select_related("policy").order_by("decided_at"), to_attr="standing")
    around = rows.select_related("resident", "bereavement", "held_back", "fixed__volunteer").defer(*_UNREAD)
    running = Trajectory.objects.open_on(on).filter(resident=OuterRef("resident"))
    around = waiting.beside(around).annotate(is_visited=Exists(running))
    return around.prefetch_related("resident__exclusions", standing)


def _candidates(volunteers: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    return _around(volunteers.filter(state=State.ACTIVE).select_related("held_back"))


def _around(volunteers: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    """With all that the rules look at."""
    visits = Prefetch("trajectories", Trajectory.objects.select_related("bereavement").only(*_OF_A_VISIT))
    return volunteers.prefetch_related(*(_CLOSED.get(name, name) for name in eligibility.READS), visits)


def _resident(intake: Any, atlas: towns.Atlas, on: date) -> facts.ResidentFacts:
    resident, said = intake.resident, intake.answers
    return facts.ResidentFacts(
        id=intake.pk,
        name=resident.name,
        signed_up_on=resident.signed_up_on,
        waiting_since=intake.waiting_since or intake.opened_on,
        consent_given=bool(intake.consents.get("visits")),
        is_visited=intake.is_visited,
        urgency=intake.urgency,
        limit_on=intake.bereavement.hard_stop_on,
        loss=intake.bereavement.kind or None,
        children_at_home=said.get("children_at_home"),
        birth_year=resident.birth_year,
        sex=resident.sex or None,
        life_view=said.get("life_view") or None,
        place=atlas.points.get(resident.pc4),
        area=atlas.area(resident.pc4),
        home=_home(said),
        wishes=tuple(facts.Wish(one["kind"], one["value"], bool(one.get("must"))) for one in said.get("wishes", ())),
        **_sets(said),
        not_with=tuple(facts.Exclusion(one.volunteer_id, one.why) for one in resident.exclusions.all()),
        declined=frozenset(one.volunteer_id for one in intake.standing if one.state == ProposalState.DECLINED),
        held_back=_is_held_back(intake, on),
    )


def _volunteer(volunteer: Volunteer, policy: Policy, atlas: towns.Atlas, on: date) -> facts.VolunteerFacts:
    loss, wishes = eligibility.latest_loss(volunteer), volunteer.wishes
    return facts.VolunteerFacts(
        id=volunteer.pk,
        name=volunteer.first_name,
        not_deployable=tuple(eligibility.reasons(volunteer, policy, on)),
        vog_valid_until=eligibility.vog_valid_until(volunteer, policy),
        capacity=volunteer.capacity or policy.capacity,
        loss=loss.kind if loss else None,
        birth_year=volunteer.birth_year,
        sex=volunteer.sex or None,
        children_at_home=volunteer.children_at_home,
        life_view=volunteer.life_view or None,
        interests=frozenset(volunteer.interests),
        dayparts=frozenset(volunteer.dayparts),
        languages=frozenset(volunteer.languages),
        place=atlas.points.get(volunteer.pc4),
        area=atlas.area(volunteer.pc4),
        max_km=volunteer.max_km,
        must_sex=wishes.get("sex") or None,
        must_not=frozenset(wishes.get("must_not", ())),
        home=_home(wishes),
        held_back=_is_held_back(volunteer, on),
        **_load(volunteer, on),
    )


class _Load(TypedDict):
    open_count: int
    heavy_count: int
    last_active_end_on: date | None
    idle_since: date | None


class _Sets(TypedDict):
    interests: frozenset[str]
    dayparts: frozenset[str]
    languages: frozenset[str]
    must_not: frozenset[str]


def _load(volunteer: Volunteer, on: date) -> _Load:
    """How much she does now, and since when not (V3, V4): counted, never stored."""
    trajectories = list(volunteer.trajectories.all())
    now = [one for one in trajectories if one.is_open_on(on)]
    # one that outlived its year ended on its hard stop, also while the nightly job hasn't come by yet (T5)
    over = [one.ended_on or one.hard_stop_on for one in trajectories if one.started_on and one not in now]
    ends = [ended_on for ended_on in over if ended_on]
    return {
        "open_count": len(now),
        "heavy_count": sum(one.bereavement.kind in words.HEAVY_LOSSES for one in now),
        "last_active_end_on": max(ends, default=None),
        "idle_since": None if now else max(ends, default=volunteer.started_on),
    }


def _sets(said: dict[str, Any]) -> _Sets:
    """What was said in codes; Dutch unless another language was noted."""
    return {
        "interests": frozenset(said.get("interests", ())),
        "dayparts": frozenset(said.get("dayparts", ())),
        "languages": frozenset(said.get("languages", ("nl",))),
        "must_not": frozenset(said.get("must_not", ())),
    }


def _is_held_back(person: Intake | Volunteer, on: date) -> bool:
    """Whether the coordinator leaves her out, until a day or until further notice."""
    held: HeldBack | None = getattr(person, "held_back", None)
    return held is not None and (held.until_on is None or on <= held.until_on)


def _home(said: dict[str, Any]) -> facts.Home:
    home = said.get("home", {})
    return facts.Home(**{trait: home.get(trait) for trait in facts.HOME_TRAITS})


def free_places(on: date) -> int:
    """How many more people the volunteers who may be proposed today, and don't rest, have a place for (A6, V4)."""
    policy = versions.current(on)
    able = (_volunteer(one, policy, towns.Atlas(), on) for one in _candidates(Volunteer.objects.all()))
    return sum(one.free_places for one in able if not rest.until(one, policy.rest_weeks, on))
