"""From the database to the facts of what is due: a fixed number of queries, whatever there is. Judges nothing."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from bezoekdienst.audit.models import Event
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting import reviews
from bezoekdienst.visiting.facts import IntakeFacts, Terms, TrajectoryFacts
from bezoekdienst.visiting.models import Intake, Trajectory, TrajectoryPause, Visit
from bezoekdienst.visiting.states import IntakeState

BEFORE_THE_OUTCOME = (IntakeState.SIGNED_UP, IntakeState.PLANNED, IntakeState.VISITED)


def terms(policy: Policy) -> Terms:
    """The numbers of one version of the policy."""
    return Terms(
        policy.contact_working_days,
        policy.intake_weeks,
        policy.acquaintance_weeks,
        policy.reminder_weeks,
        policy.silence_weeks,
    )


def intakes() -> tuple[IntakeFacts, ...]:
    """Every sign-up that has no outcome yet, and whoever is to be called again later."""
    since = Q(resident__contacts__made_on__gte=F("opened_on"))
    later = Q(state=IntakeState.NOT_NOW, again_on__isnull=False, resident__died_on=None)
    before = Intake.objects.filter(Q(state__in=BEFORE_THE_OUTCOME) | later)
    rows = before.select_related("resident", "planned_with")
    counted = rows.annotate(
        tried=Count("resident__contacts", filter=since),
        missed=Count("resident__contacts", filter=since & Q(resident__contacts__reached=False)),
    ).order_by("opened_on", "pk")  # counting drops the order of the table
    taken, called_off = _noted("intake.taken_over"), _noted("intake.called_off")
    spoken = {one.pk for one in counted if called_off.get(one.pk, date.min) >= one.opened_on}
    return tuple(_intake(one, one.pk in spoken, taken.get(one.pk)) for one in counted)


def trajectories(on: date) -> tuple[TrajectoryFacts, ...]:
    """Every trajectory that is open on a day (T5)."""
    rows: QuerySet[Any] = Trajectory.objects.open_on(on).select_related("resident", "volunteer", "bereavement")
    rows = rows.annotate(**_latest()).prefetch_related(reviews.beside())
    taken = _noted("trajectory.taken_over")
    return tuple(_trajectory(one, taken.get(one.pk)) for one in rows)


def hour(moment: datetime) -> str:
    """The hour as one writes it: 14.30."""
    return timezone.localtime(moment).strftime("%H.%M")


def _noted(kind: str) -> dict[int, date]:
    """On which day this last happened to each, by its id, of what only the log keeps."""
    told = Event.objects.filter(kind=kind).order_by("id").values_list("subject_id", "at")
    return {int(pk): timezone.localdate(at) for pk, at in told}


def _intake(one: Any, spoken: bool, taken_on: date | None) -> IntakeFacts:
    """With whom an appointment was made somebody spoke, also when it was called off and no call was noted."""
    planned = one.planned_for_at
    return IntakeFacts(
        pk=one.pk,
        person=one.resident.name,
        state=one.state,
        opened_on=one.opened_on,
        source=one.resident.source if one.source else "self",
        best_time=one.resident.best_time,
        address=", ".join(part for part in (one.resident.street, one.resident.town) if part),
        tried=spoken or one.tried > 0,
        missed_calls=0 if spoken or one.tried != one.missed else one.missed,
        planned_on=timezone.localdate(planned) if planned else None,
        planned_time=hour(planned) if planned else "",
        visited_on=one.visited_on,
        taken_on=taken_on,
        goes=one.planned_with.name if one.planned_with else "",
        confirmed=bool(one.confirmed_way),
        again_on=one.again_on,
    )


def _latest() -> dict[str, Subquery]:
    visits = Visit.objects.filter(trajectory=OuterRef("pk"), withdrawn_at=None).order_by("-on").values("on")
    pauses = TrajectoryPause.objects.filter(trajectory=OuterRef("pk")).order_by("-until_on").values("until_on")
    return {
        "visited": Subquery(visits[:1]),
        "rested": Subquery(pauses[:1]),
    }


def _trajectory(one: Any, taken_on: date | None) -> TrajectoryFacts:
    return TrajectoryFacts(
        pk=one.pk,
        person=one.resident.name,
        volunteer=one.volunteer.first_name,
        state=one.state,
        matched_on=one.matched_on,
        meeting_on=one.meeting_on,
        meeting_time=one.meeting_time,
        started_on=one.started_on,
        year_on=one.bereavement.year_started_on,
        planned_end_on=one.planned_end_on,
        hard_stop_on=one.hard_stop_on,
        visited_on=one.visited,
        reviewed_on=tuple(talk.made_on for talk in one.resident.reviewed),
        rested_on=one.rested,
        taken_on=taken_on,
        paused=one.paused_since_on is not None,
        bereavement=one.bereavement_id,
        volunteer_user=one.volunteer.user_id,
    )
