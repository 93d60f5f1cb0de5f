"""From the database to facts: a fixed number of queries, whatever the number of people. Judges nothing."""

from datetime import date
from typing import Any, TypedDict

from django.db.models import QuerySet

from bezoekdienst.lib import places, words
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.visiting.states import TRAJECTORY_OPEN, IntakeState
from matching import explanation, facts
from volunteers import eligibility
from volunteers.models import Place, Volunteer
from volunteers.states import State

Points = dict[str, places.Point]


def board(on: date) -> explanation.Board:
    """Everybody who waits beside every active volunteer, judged on `on`."""
    policy = versions.current(on)
    points = {place.pc4: places.Point(place.lat, place.lon) for place in Place.objects.all()}
    return explanation.judge_all(
        [_resident(intake, points) for intake in waiting()],
        [_volunteer(volunteer, policy, points, on) for volunteer in _candidates(Volunteer.objects.all())],
        on=on,
        town=facts.Town(),
        weights=weights(policy),
        rest_weeks=policy.rest_weeks,
    )


def pair(intake: Intake, volunteer: Volunteer, on: date) -> explanation.Board:
    """The same for one pair, read now: what acceptance checks again under its lock (M2)."""
    policy = versions.current(on)
    codes = {intake.resident.pc4, volunteer.pc4}
    points = {place.pc4: places.Point(place.lat, place.lon) for place in Place.objects.filter(pc4__in=codes)}
    fresh = _candidates(Volunteer.objects.filter(pk=volunteer.pk))
    return explanation.judge_all(
        [_resident(one, points) for one in waiting().filter(pk=intake.pk)],
        [_volunteer(one, policy, points, on) for one in fresh],
        on=on,
        town=facts.Town(),
        weights=weights(policy),
        rest_weeks=policy.rest_weeks,
    )


def weights(policy: Policy) -> facts.Weights:
    """The policy's weights, tables and floor."""
    return facts.weights(policy.matching, floor=policy.fit_floor)


def waiting() -> QuerySet[Intake]:
    """Intakes that wait for a volunteer, with all that the rules may look at."""
    return waiting_rows().select_related("resident", "bereavement").prefetch_related("resident__exclusions")


def waiting_rows() -> QuerySet[Intake]:
    """The same rows and nothing of what stands around them: to lock or to count."""
    return Intake.objects.filter(state=IntakeState.SUITABLE)


def _candidates(volunteers: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    return volunteers.filter(state=State.ACTIVE).prefetch_related(*eligibility.READS, "trajectories__bereavement")


def _resident(intake: Intake, points: Points) -> facts.ResidentFacts:
    resident, said = intake.resident, intake.answers
    return facts.ResidentFacts(
        id=intake.pk,
        name=resident.name,
        signed_up_on=resident.signed_up_on,
        waiting_since=intake.waiting_since or intake.opened_on,
        consent_given=bool(intake.consents.get("visits")),
        urgency=intake.urgency,
        limit_on=intake.bereavement.hard_stop_on,
        loss=intake.bereavement.kind or None,
        children_at_home=said.get("children_at_home"),
        birth_year=resident.birth_year,
        sex=resident.sex or None,
        life_view=said.get("life_view") or None,
        place=points.get(resident.pc4),
        area=resident.pc4 or None,
        home=_home(said),
        wishes=tuple(facts.Wish(one["kind"], one["value"], bool(one.get("must"))) for one in said.get("wishes", ())),
        **_sets(said),
        not_with=tuple(facts.Exclusion(one.volunteer_id, one.why) for one in resident.exclusions.all()),
    )


def _volunteer(volunteer: Volunteer, policy: Policy, points: Points, on: date) -> facts.VolunteerFacts:
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
        place=points.get(volunteer.pc4),
        area=volunteer.pc4 or None,
        max_km=volunteer.max_km,
        must_sex=wishes.get("sex") or None,
        must_not=frozenset(wishes.get("must_not", ())),
        home=_home(wishes),
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
    now = [one for one in trajectories if _is_open(one, on)]
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


def _home(said: dict[str, Any]) -> facts.Home:
    home = said.get("home", {})
    return facts.Home(**{trait: home.get(trait) for trait in facts.HOME_TRAITS})


def _is_open(trajectory: Trajectory, on: date) -> bool:
    """T5 for rows already read; `Trajectory.objects.open_on` says it in SQL, and a test holds them equal."""
    return trajectory.state in TRAJECTORY_OPEN and (trajectory.hard_stop_on is None or on <= trajectory.hard_stop_on)


def free_places(on: date) -> int:
    """How many people could start today, counted over every volunteer who can be deployed (A6)."""
    policy = versions.current(on)
    volunteers = [_volunteer(one, policy, {}, on) for one in _candidates(Volunteer.objects.all())]
    return sum(max(0, one.capacity - one.open_count) for one in volunteers if not one.not_deployable)
