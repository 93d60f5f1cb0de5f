"""The verbs for what began on paper: a sign-up, a talk, a year and its visits, each with its true day (I1, T2).

Nobody signs up or begins yesterday, so the other verbs take no such day; who comes from paper did. The log says so of
everybody who was taken over, and the day of that is when her reminders begin to count. All rules of the year hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import transitions, wording
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting import intakes, limits, obstacles
from bezoekdienst.visiting.models import Bereavement, Intake, Trajectory
from bezoekdienst.visiting.states import INTAKE_TRANSITIONS, WORDS, IntakeState, TrajectoryState
from volunteers.models import Volunteer


@dataclass(frozen=True, slots=True)
class Talk:
    """The home visit, on paper: what was told and agreed to, as for `intakes.complete`. None: nobody decided yet."""

    visited_on: date
    waiting_since: date | None
    answers: Mapping[str, Any]
    consents: Mapping[str, Any]
    urgency: int = 0
    urgency_reason: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A year of visits as it runs on paper: its first day, and the one extension if it was given (T2, T4)."""

    started_on: date
    extended_to_on: date | None = None
    extension_reason: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """One volunteer's time with somebody, on paper. `visits` and `visited_on`: how many, and the last one."""

    matched_on: date
    started_on: date
    ended_on: date | None = None
    planned_end_on: date | None = None
    visits: int | None = None
    visited_on: date | None = None


def sign_up(*, signed_up_on: date, about_when: str = "", by: User, at: datetime, **facts: Any) -> Intake:
    """Somebody whom the service knew on paper, signed up on her true day. `facts` as for `intakes.open`."""
    refuse_if(_ahead("I1", "De aanmelding", signed_up_on, timezone.localdate(at)))
    with transaction.atomic():
        intake = intakes.open(by=by, at=at, **facts)
        resident = intake.resident
        resident.signed_up_on = intake.opened_on = signed_up_on
        resident.save(update_fields=["signed_up_on"])
        intake.save(update_fields=["opened_on"])
        if about_when:
            intake.bereavement.about_when = about_when
            intake.bereavement.save(update_fields=["about_when"])
        on = signed_up_on.isoformat()
        events.record("intake.taken_over", by=by, at=at, subject=intake, about=resident.pseudonym, on=on)
    return intake


def talk(intake: Intake, said: Talk, *, by: User, at: datetime) -> None:
    """The home visit took place then. Who waits, waits since her true day; else what comes of it is open.

    Raises Refused for days out of order or in the future, and as `intakes.complete`: nobody waits without consent.
    """
    refuse_if(_talk_reasons(intake, said.visited_on, said.waiting_since, timezone.localdate(at)))
    told: dict[str, Any] = {"answers": said.answers, "consents": said.consents}
    with transaction.atomic():
        if said.waiting_since:
            urgency: dict[str, Any] = {"urgency": said.urgency, "urgency_reason": said.urgency_reason}
            outcome: dict[str, Any] = {"outcome": IntakeState.SUITABLE, "visited_on": said.visited_on}
            intakes.complete(intake, **told, **urgency, **outcome, by=by, at=at)
            intake.waiting_since = said.waiting_since
        else:
            intakes.save_answers(intake, **told, by=by, at=at)
            transitions.check(INTAKE_TRANSITIONS, "I1", "De intake", intake.state, IntakeState.VISITED, WORDS)
            intake.state, intake.visited_on = IntakeState.VISITED, said.visited_on
        intake.save(update_fields=["state", "visited_on", "waiting_since"])


def run_year(bereavement: Bereavement, year: Year, *, by: User, at: datetime) -> Policy:
    """Her year runs since its true first day (T2), by the policy of today, which is returned for her trajectories.

    Raises Refused when it is over, for an extension beyond its bounds (T4), and for a loss whose year runs already.
    """
    today = timezone.localdate(at)
    policy = versions.current(today)
    if bereavement.year_started_on or bereavement.same_as_id:
        raise Refused(Reason("T2", f"Het jaar van {bereavement.resident.name} loopt hier al. Er komt geen tweede bij."))
    refuse_if(year_reasons(bereavement.resident.name, year, policy, by, today))
    bereavement.year_started_on = year.started_on
    bereavement.limit_on = limits.year_limit(year.started_on, policy.trajectory_months)
    bereavement.extended_to_on, bereavement.extension_reason = year.extended_to_on, year.extension_reason
    bereavement.save(update_fields=["year_started_on", "limit_on", "extended_to_on", "extension_reason"])
    return policy


def begin(
    intake: Intake, volunteer: Volunteer, course: Course, *, policy: Policy, by: User, at: datetime
) -> Trajectory:
    """The visits of one volunteer to somebody who waits and whose year runs, as they began on paper.

    `policy` is that of her year. Who it is, and whether the pair fits, was decided on paper. Raises Refused for days
    outside the year or out of order (T2, T3), and when somebody visits her already (T9).
    """
    today, loss = timezone.localdate(at), intake.bereavement
    with transaction.atomic():
        intake.refresh_from_db(from_queryset=Intake.objects.select_for_update())
        transitions.check(INTAKE_TRANSITIONS, "I1", "De intake", intake.state, IntakeState.MATCHED, WORDS)
        refuse_if([*_course_reasons(loss, course, today), *obstacles.to_start(intake.resident, loss, today)])
        trajectory = Trajectory.objects.create(
            resident=intake.resident,
            bereavement=loss,
            volunteer=volunteer,
            policy=policy,
            state=TrajectoryState.ACTIVE,
            resident_agreed=True,
            volunteer_agreed=True,
            **_days(loss, course, policy, today),
        )
        intake.state = IntakeState.MATCHED
        intake.save(update_fields=["state"])
        _record(trajectory, course, by=by, at=at)
    return trajectory


def _days(loss: Bereavement, course: Course, policy: Policy, today: date) -> dict[str, Any]:
    """Both said yes on the day it began. Without a planned end it is the policy's, unless that day is over (T3)."""
    began_on, stop_on = course.started_on, loss.hard_stop_on
    assert loss.year_started_on and stop_on  # an obstacle
    planned_on = course.planned_end_on or limits.planned_default(
        loss.year_started_on, policy.planned_months, start_on=max(began_on, today), hard_stop_on=stop_on
    )
    days = {"matched_on": course.matched_on, "meeting_on": began_on, "started_on": began_on}
    return {**days, "planned_end_on": planned_on, "hard_stop_on": stop_on}


def had_pause(trajectory: Trajectory, *, since_on: date, until_on: date) -> None:
    """A pause that was over before the take-over, up to and including `until_on` (T6)."""
    assert trajectory.started_on
    if not trajectory.started_on <= since_on <= until_on:
        raise Refused(Reason("T6", "De pauze ligt niet binnen het traject, of eindigt voor zij begint."))
    trajectory.pauses.create(since_on=since_on, until_on=until_on)


def _record(trajectory: Trajectory, course: Course, *, by: User, at: datetime) -> None:
    assert trajectory.hard_stop_on
    told: dict[str, str | int] = {"on": course.started_on.isoformat(), "stop_on": trajectory.hard_stop_on.isoformat()}
    if course.visits is not None:
        told["visits"] = course.visits
    if course.visited_on:
        told["visited_on"] = course.visited_on.isoformat()
    about = trajectory.resident.pseudonym
    events.record("trajectory.taken_over", by=by, at=at, subject=trajectory, about=about, **told)


def year_reasons(name: str, year: Year, policy: Policy, by: User, today: date) -> list[Reason]:
    """Why a year can't run any more, or not so long (T2, T4)."""
    limit_on = limits.year_limit(year.started_on, policy.trajectory_months)
    if year.extended_to_on:
        found = obstacles.to_lengthen(limit_on, policy.extension_weeks, year.extended_to_on, year.extension_reason, by)
        if found:
            return found
    stop_on = limits.hard_stop(limit_on, year.extended_to_on)
    if stop_on < today:
        text = f"Het jaar van {name} was om op {wording.day(stop_on)}. Neem dit niet over: rond het op papier af."
        return [Reason("T2", text)]
    return _ahead("T2", "Het begin", year.started_on, today)


def _course_reasons(loss: Bereavement, course: Course, today: date) -> list[Reason]:
    """Days that can't be so, whichever of two is wrong (T1 to T3, B1)."""
    last_on, stop_on = course.ended_on or today, loss.hard_stop_on or date.min
    year_on = loss.year_started_on or date.max
    wrong = [
        (course.matched_on > course.started_on, "T1", "“Gekoppeld op” ligt na “Begonnen op”."),
        (
            course.started_on < year_on,
            "T2",
            "“Begonnen op” ligt voor het begin van haar jaar.",
        ),
        (course.started_on > today, "T2", "“Begonnen op” ligt in de toekomst. Zet deze persoon op de wachtlijst."),
        (last_on > min(today, stop_on), "T5", "“Geëindigd op” ligt in de toekomst, of na het jaar."),
        (last_on < course.started_on <= today, "T5", "“Geëindigd op” ligt voor “Begonnen op”."),
    ]
    if course.planned_end_on:
        text = f"Kies uiterlijk {wording.day(stop_on)} als gepland einde. Dan is het jaar om."
        wrong.append((course.planned_end_on > stop_on, "T3", text))
        wrong.append((course.planned_end_on < course.started_on, "T3", "“Gepland einde” ligt voor “Begonnen op”."))
    if course.visited_on:
        within = course.started_on <= course.visited_on <= last_on
        wrong.append((not within, "B1", "“Laatste bezoek op” ligt niet tussen het begin en vandaag."))
    return [Reason(rule, text) for is_wrong, rule, text in wrong if is_wrong]


def _talk_reasons(intake: Intake, visited_on: date, waiting_since: date | None, today: date) -> list[Reason]:
    reasons = []
    if visited_on > today:
        text = "“Gesprek op” ligt in de toekomst. Laat het leeg, en noteer de afspraak na het overnemen."
        reasons.append(Reason("I1", text))
    elif visited_on < intake.opened_on:
        reasons.append(Reason("I1", "“Gesprek op” ligt voor “Aangemeld op”."))
    if waiting_since and not min(visited_on, today) <= waiting_since <= today:
        reasons.append(Reason("I1", "“Wacht sinds” moet tussen “Gesprek op” en vandaag liggen."))
    return reasons


def _ahead(rule: str, what: str, on: date, today: date) -> list[Reason]:
    return [Reason(rule, f"{what} ligt in de toekomst. Kies vandaag of eerder.")] if on > today else []
