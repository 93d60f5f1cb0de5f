"""From the database to the facts of the worklist: a fixed number of queries, whatever there is. Judges nothing."""

import bisect
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from bezoekdienst.audit.models import Event
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting import referrals
from bezoekdienst.visiting.models import Contact, Intake, Signal, Trajectory, Visit, VisitConflict
from bezoekdienst.visiting.states import IntakeState, SignalState
from bezoekdienst.web import worklist_facts as facts
from letters.models import Reply, Round
from letters.states import ANSWERS, OPENS_INTAKE, RoundState
from matching import gather
from matching.models import Proposal
from matching.states import State as ProposalState
from volunteers import eligibility, gatherings
from volunteers.models import CallRequest, Volunteer
from volunteers.states import GONE, HERE, State

BEFORE_THE_TALK = (IntakeState.SIGNED_UP, IntakeState.PLANNED, IntakeState.VISITED)


def gather_facts(at: datetime) -> facts.Facts:
    """What there is at this moment."""
    today = timezone.localdate(at)
    policy = versions.current(today)
    return facts.Facts(
        today=today,
        terms=facts.Terms(
            policy.contact_working_days, policy.intake_weeks, policy.acquaintance_weeks, policy.silence_weeks
        ),
        signals=_signals(),
        calls=_calls(),
        intakes=_intakes(),
        waiting=_waiting(),
        trajectories=_trajectories(today),
        volunteers=_volunteers(policy, at),
        group=_group(at),
        round=_round(today),
        rush=_rush(at),
        conflicts=_conflicts(),
    )


def time(moment: datetime) -> str:
    """The hour as one writes it: 14.30."""
    return timezone.localtime(moment).strftime("%H.%M")


def _rush(at: datetime) -> facts.RushFacts | None:
    """The hour in which most people signed up by themselves, of the last 24."""
    opened = Event.objects.filter(kind="intake.opened", actor=None, at__gt=at - timedelta(days=1), at__lte=at)
    moments = list(opened.order_by("at").values_list("at", flat=True))
    hours = [(bisect.bisect_left(moments, one + timedelta(hours=1)) - first, one) for first, one in enumerate(moments)]
    count, since = max(hours, key=lambda hour: hour[0], default=(0, at))
    return facts.RushFacts(count, timezone.localdate(since), time(since)) if count else None


def _signals() -> tuple[facts.SignalFacts, ...]:
    unseen = Signal.objects.filter(state=SignalState.REPORTED).select_related("resident", "reported_by")
    return tuple(_signal(one, referrals.due_at(one)) for one in unseen)


def _signal(one: Signal, due_at: datetime) -> facts.SignalFacts:
    return facts.SignalFacts(
        pk=one.pk,
        person=one.resident.name,
        by=str(one.reported_by or ""),
        urgent=one.urgent,
        reported_on=timezone.localdate(one.reported_at),
        due_on=timezone.localdate(due_at),
        due_time=time(due_at),
    )


def _calls() -> tuple[facts.CallFacts, ...]:
    asked = CallRequest.objects.filter(called_at=None).select_related("volunteer")
    return tuple(
        facts.CallFacts(
            one.pk,
            one.volunteer.name,
            one.volunteer.phone,
            timezone.localdate(one.asked_at),
            time(one.asked_at),
        )
        for one in asked
    )


def _intakes() -> tuple[facts.IntakeFacts, ...]:
    since = Q(resident__contacts__made_on__gte=F("opened_on"))
    rows = Intake.objects.filter(state__in=BEFORE_THE_TALK).select_related("resident")
    counted = rows.annotate(
        tried=Count("resident__contacts", filter=since),
        missed=Count("resident__contacts", filter=since & Q(resident__contacts__reached=False)),
    )
    return tuple(_intake(one, one.tried, one.missed) for one in counted)


def _intake(one: Intake, tried: int, missed: int) -> facts.IntakeFacts:
    planned = one.planned_for_at
    return facts.IntakeFacts(
        pk=one.pk,
        person=one.resident.name,
        state=one.state,
        opened_on=one.opened_on,
        best_time=one.resident.best_time,
        address=", ".join(part for part in (one.resident.street, one.resident.town) if part),
        tried=tried > 0,
        missed_calls=missed if tried == missed else 0,
        planned_on=timezone.localdate(planned) if planned else None,
        planned_time=time(planned) if planned else "",
    )


def _waiting() -> tuple[facts.WaitingFacts, ...]:
    proposal = Proposal.objects.filter(intake=OuterRef("pk"), state=ProposalState.OPEN)
    rows = gather.waiting_rows().select_related("resident").annotate(proposed=Exists(proposal))
    return tuple(
        facts.WaitingFacts(
            one.pk, one.resident.name, one.waiting_since or one.opened_on, urgent=one.urgency > 0, proposed=one.proposed
        )
        for one in rows
    )


def _trajectories(today: date) -> tuple[facts.TrajectoryFacts, ...]:
    visits = Visit.objects.filter(trajectory=OuterRef("pk"), withdrawn_at=None).order_by("-on").values("on")
    reviews = Contact.objects.filter(resident=OuterRef("resident")).exclude(review="")
    contacts = reviews.order_by("-made_on").values("made_on")
    rows: QuerySet[Any] = Trajectory.objects.open_on(today).select_related("resident", "volunteer")
    return tuple(
        facts.TrajectoryFacts(
            pk=one.pk,
            person=one.resident.name,
            volunteer=one.volunteer.first_name,
            state=one.state,
            matched_on=one.matched_on,
            meeting_on=one.meeting_on,
            started_on=one.started_on,
            planned_end_on=one.planned_end_on,
            hard_stop_on=one.hard_stop_on,
            visited_on=one.last_on,
            reviewed_on=one.talked_on,
            paused=one.paused_since_on is not None,
        )
        for one in rows.annotate(last_on=Subquery(visits[:1]), talked_on=Subquery(contacts[:1]))
    )


def _volunteers(policy: Policy, at: datetime) -> tuple[facts.VolunteerFacts, ...]:
    absent = {one.pk for one in gatherings.missed(at)}
    rows = Volunteer.objects.exclude(state__in=GONE).prefetch_related("losses", "talks")
    return tuple(_volunteer(one, policy, one.pk in absent, timezone.localdate(at)) for one in rows)


def _volunteer(one: Volunteer, policy: Policy, absent: bool, today: date) -> facts.VolunteerFacts:
    """Before she is active only what was agreed with her counts: the rest is still being seen to on her own page."""
    is_active, last = one.state == State.ACTIVE, eligibility.last_talk(one, today)
    untold = eligibility.undiscussed(one, today) if is_active else []
    return facts.VolunteerFacts(
        one.pk,
        one.name,
        eligibility.vog_valid_until(one, policy) if one.state in HERE else None,
        absent,
        vog_asked_on=one.vog_asked_on if eligibility.waits_for_vog(one) else None,
        talk_on=last.again_on if last else None,
        untold_on=max((timezone.localdate(loss.noted_at) for loss in untold), default=None),
    )


def _group(at: datetime) -> facts.GroupFacts | None:
    if not Volunteer.objects.filter(state__in=HERE).exists():
        return None
    outlook = gatherings.outlook(at)
    unnoted = (
        facts.MeetingFacts(one.pk, str(one.get_kind_display()), timezone.localdate(one.starts_at))
        for one in gatherings.unnoted(at - timedelta(days=1), at - timedelta(weeks=8))
    )
    return facts.GroupFacts(outlook.due_on, outlook.next_on, outlook.has_theme_day, tuple(unnoted))


def _round(today: date) -> facts.RoundFacts | None:
    free = gather.free_places(today)
    answer = Q(letters__replies__kind__in=ANSWERS)
    answered = Count("letters__replies__letter", filter=answer, distinct=True)
    posted = Round.objects.filter(state=RoundState.POSTED).annotate(answers=answered, latest=Max("posted_on"))
    found = posted.order_by("-posted_on").first()
    replies = Reply.objects.filter(letter__round=found, kind__in=OPENS_INTAKE).exclude(intake=None)
    sums = replies.aggregate(
        yeses=Count("intake", distinct=True),
        unplaced=Count("intake", distinct=True, filter=Q(intake__state__in=(*BEFORE_THE_TALK, IntakeState.SUITABLE))),
    )
    if found is None or found.posted_on is None:
        return None
    return facts.RoundFacts(found.pk, str(found), found.posted_on, found.answers, sums["yeses"], sums["unplaced"], free)


def _conflicts() -> tuple[facts.ConflictFacts, ...]:
    """Those that nobody looked at since: a visit that was corrected or withdrawn afterwards is settled."""
    settled = Q(visit__corrected_at__gte=F("received_at")) | Q(visit__withdrawn_at__gte=F("received_at"))
    rows = VisitConflict.objects.exclude(settled).select_related(
        "visit__trajectory__resident", "visit__trajectory__volunteer"
    )
    return tuple(
        facts.ConflictFacts(
            trajectory_pk=one.visit.trajectory_id,
            person=one.visit.trajectory.resident.name,
            volunteer=one.visit.trajectory.volunteer.first_name,
            on=one.visit.on,
            received_on=timezone.localdate(one.received_at),
        )
        for one in rows.order_by("received_at")
    )
