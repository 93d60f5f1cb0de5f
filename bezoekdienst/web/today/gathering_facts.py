"""From the database to the facts of the worklist: a fixed number of queries, whatever there is. Judges nothing."""

import bisect
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.utils import timezone

from bezoekdienst.audit.models import Event
from bezoekdienst.notices.models import Message
from bezoekdienst.notices.models import State as MessageState
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from bezoekdienst.retention import clock
from bezoekdienst.visiting import alerts, follow_ups, gather, referrals, waiting
from bezoekdienst.visiting.models import Referral, Signal, VisitConflict
from bezoekdienst.visiting.states import SIGNAL_STANDS, IntakeState, SignalState
from bezoekdienst.web.today import double_facts
from bezoekdienst.web.today import worklist_facts as facts
from letters.models import Reply, Round
from letters.states import ANSWERS, OPENS_INTAKE, RoundState
from matching import gather as matching
from matching.models import Proposal
from matching.states import State as ProposalState
from volunteers import eligibility, gatherings
from volunteers.models import CallRequest, Volunteer
from volunteers.states import GONE, HERE, State


def gather_facts(at: datetime) -> facts.Facts:
    """What there is at this moment."""
    today = timezone.localdate(at)
    policy = versions.current(today)
    return facts.Facts(
        today=today,
        terms=gather.terms(policy),
        signals=_signals(at),
        stalled=_stalled(),
        referrals=tuple(_referral(one) for one in follow_ups.waiting(today)),
        calls=_calls(),
        intakes=gather.intakes(),
        doubles=double_facts.gather(today),
        waiting=_waiting(),
        trajectories=gather.trajectories(today),
        volunteers=_volunteers(policy, at),
        group=_group(at),
        round=_round(today),
        rush=_rush(at),
        conflicts=_conflicts(),
        undelivered=Message.objects.filter(state=MessageState.FAILED).count(),
        clock=clock_at(at),
    )


def clock_at(at: datetime) -> facts.ClockFacts | None:
    """Why it may not be that moment; None when nobody doubts it."""
    found = clock.doubt(at)
    return facts.ClockFacts(found.way, timezone.localdate(found.before)) if found else None


def _rush(at: datetime) -> facts.RushFacts | None:
    """The hour in which most people signed up by themselves, of the last 24."""
    opened = Event.objects.filter(kind="intake.opened", actor=None, at__gt=at - timedelta(days=1), at__lte=at)
    moments = list(opened.order_by("at").values_list("at", flat=True))
    hours = [(bisect.bisect_left(moments, one + timedelta(hours=1)) - first, one) for first, one in enumerate(moments)]
    count, since = max(hours, key=lambda hour: hour[0], default=(0, at))
    return facts.RushFacts(count, timezone.localdate(since), gather.hour(since)) if count else None


def _signals(at: datetime) -> tuple[facts.SignalFacts, ...]:
    unseen = list(Signal.objects.filter(state=SignalState.REPORTED).select_related("resident", "reported_by"))
    urgent = [one for one in unseen if one.urgent]
    unheard, escalated = alerts.unheard(urgent), alerts.escalated(urgent)
    return tuple(_signal(one, at, unheard=one.pk in unheard, escalated=one.pk in escalated) for one in unseen)


def _signal(one: Signal, at: datetime, *, unheard: bool, escalated: bool) -> facts.SignalFacts:
    due_at = referrals.due_at(one)
    return facts.SignalFacts(
        pk=one.pk,
        person=one.resident.name,
        by=str(one.reported_by or ""),
        urgent=one.urgent,
        reported_on=timezone.localdate(one.reported_at),
        due_on=timezone.localdate(due_at),
        due_time=gather.hour(due_at),
        is_late=referrals.is_late(one, at),
        escalated=escalated,
        unheard=unheard,
        died=one.resident.died_on is not None,
    )


def _stalled() -> tuple[facts.StalledFacts, ...]:
    """Of what was passed on the referral asks, until it is known what came of it or the consent was taken back."""
    asks = Exists(Referral.objects.filter(signal=OuterRef("pk"), settled_on=None))
    stands = Q(state__in=SIGNAL_STANDS) | Q(~asks, state=SignalState.REFERRED)
    open_ones = Signal.objects.filter(stands).exclude(seen_at=None).select_related("resident")
    return tuple(
        facts.StalledFacts(one.pk, one.resident.name, one.urgent, timezone.localdate(one.seen_at)) for one in open_ones
    )


def _referral(one: Referral) -> facts.ReferralFacts:
    return facts.ReferralFacts("signal" if one.signal_id else "intake", one.of.pk, one.of.resident.name, one.made_on)


def _calls() -> tuple[facts.CallFacts, ...]:
    asked = CallRequest.objects.filter(called_at=None).select_related("volunteer")
    return tuple(
        facts.CallFacts(
            one.pk,
            one.volunteer.name,
            one.volunteer.phone,
            timezone.localdate(one.asked_at),
            gather.hour(one.asked_at),
        )
        for one in asked
    )


def _waiting() -> tuple[facts.WaitingFacts, ...]:
    proposal = Proposal.objects.filter(intake=OuterRef("pk"), state=ProposalState.OPEN)
    rows = waiting.beside(matching.waiting_rows().select_related("resident")).annotate(proposed=Exists(proposal))
    return tuple(
        facts.WaitingFacts(
            *(one.pk, one.resident.name, waiting.since(one)),
            urgent=one.urgency > 0,
            proposed=one.proposed,
            again=one.left_on is not None,
        )
        for one in rows
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
    free = matching.free_places(today)
    answer = Q(letters__replies__kind__in=ANSWERS)
    answered = Count("letters__replies__letter", filter=answer, distinct=True)
    posted = Round.objects.filter(state=RoundState.POSTED).annotate(answers=answered, latest=Max("posted_on"))
    found = posted.order_by("-posted_on").first()
    replies = Reply.objects.filter(letter__round=found, kind__in=OPENS_INTAKE).exclude(intake=None)
    sums = replies.aggregate(
        yeses=Count("intake", distinct=True),
        unplaced=Count(
            "intake", distinct=True, filter=Q(intake__state__in=(*gather.BEFORE_THE_OUTCOME, IntakeState.SUITABLE))
        ),
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
