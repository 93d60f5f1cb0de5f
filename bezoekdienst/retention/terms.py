"""What has had its time on a day: one query per term of `schedule.yaml`. Nothing is erased here."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias

from allauth.account.models import EmailConfirmation
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import DateField, Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from bezoekdienst.accounts import limits
from bezoekdienst.accounts.models import CalendarFeed, Phone, PhoneCode, RoleHolding, User
from bezoekdienst.audit.models import Event
from bezoekdienst.audit.triggers import TERM_YEARS
from bezoekdienst.lib import calendar
from bezoekdienst.policy import versions
from bezoekdienst.visiting.models import Intake, Resident, Trajectory, Visit, VisitConflict
from bezoekdienst.visiting.states import INTAKE_OPEN, TRAJECTORY_OPEN, IntakeState
from letters.models import (
    Addressee,
    InboxFile,
    LedgerEntry,
    Letterhead,
    LineOutcome,
    Picture,
    PrintJob,
    Round,
    Suppression,
)
from letters.promises import LEDGER_MONTHS, SUPPRESSION_MONTHS
from letters.states import BoxState, RoundState
from matching.models import HeldBack, Proposal
from matching.states import State as ProposalState
from volunteers.models import Volunteer
from volunteers.states import State as VolunteerState

Rows: TypeAlias = QuerySet[Any]

LOOSE_MONTHS = 6
APPLICANT_MONTHS = 3
PROPOSAL_MONTHS = 12
VOLUNTEER_MONTHS = 24
LETTERHEAD_MONTHS = 24
MESSAGE_DAYS = 30
CALL_WEEKS = 4  # after the day on which somebody would be called again
FEED_DAYS = 30
PHONE_DAYS = 30
FORMER = "iemand van vroeger"
BEGINNING = date(1900, 1, 1)
_WAITING_ROUNDS = frozenset(RoundState) - {RoundState.CLOSED, RoundState.CANCELLED}


def silent_addressees(on: date) -> Rows:
    """A5: names of a round that was posted its weeks ago (those who answered are erased by their answer)."""
    due = _posted_rounds(on, lambda policy: timedelta(weeks=policy.silent_weeks), Q(state=RoundState.POSTED))
    return Addressee.objects.filter(letter__round__in=due)


def loose_addressees(on: date) -> Rows:
    """Held persons, and deliveries that no round still waits for, half a year after they came in."""
    old = Addressee.objects.filter(extract__received_at__lt=start(on, months=LOOSE_MONTHS))
    return old.exclude(letter__round__state__in=_WAITING_ROUNDS)


def line_outcomes(on: date) -> Rows:
    """Line numbers that gave no letter: the counts stay on the delivery."""
    return LineOutcome.objects.filter(extract__received_at__lt=start(on, months=LOOSE_MONTHS))


def inbox_files(on: date) -> Rows:
    """What was dropped in the watched folder and what came of it."""
    return InboxFile.objects.filter(read_at__lt=start(on, months=LOOSE_MONTHS))


def letterheads(on: date) -> Rows:
    """Versions that another followed two years ago, but for those of a round on its way: names of who wrote then."""
    followed = Letterhead.objects.filter(version__gt=OuterRef("version"))
    used = Round.objects.filter(letterhead=OuterRef("pk"), state__in=_WAITING_ROUNDS)
    long_ago = followed.filter(made_at__lt=start(on, months=LETTERHEAD_MONTHS))
    return Letterhead.objects.filter(Exists(long_ago)).exclude(Exists(used))


def pictures(on: date) -> Rows:
    """Logos and signatures that no version shows any more."""
    shown = Letterhead.objects.filter(Q(logo=OuterRef("pk")) | Q(signature=OuterRef("pk")))
    return Picture.objects.filter(made_at__lt=start(on)).exclude(Exists(shown))


def print_files(on: date) -> Rows:
    """Boxes whose file still stands, some days after posting."""
    due = _posted_rounds(on, lambda policy: timedelta(days=policy.print_file_days), Q())
    return PrintJob.objects.filter(round__in=due).exclude(state=BoxState.ERASED)


def ledger(on: date) -> Rows:
    """L4: the memory of a loss, three years."""
    return LedgerEntry.objects.filter(made_on__lte=calendar.add_months(on, -LEDGER_MONTHS))


def suppressions(on: date) -> Rows:
    """Keyed hashes of who wants no letters, ten years."""
    return Suppression.objects.filter(made_on__lte=calendar.add_months(on, -SUPPRESSION_MONTHS))


def visit_notes(on: date) -> Rows:
    """Visits with a note, of ended trajectories. To the database all notes look full: encrypted."""
    ended_on = calendar.add_months(on, -versions.current(on).note_months)
    ended = Visit.objects.filter(trajectory__state="ended", trajectory__ended_on__lte=ended_on)
    return Visit.objects.filter(pk__in=[pk for pk, note in ended.values_list("pk", "note").iterator() if note])


def visit_conflicts(on: date) -> Rows:
    """The same, for what came twice under one id."""
    ended_on = calendar.add_months(on, -versions.current(on).note_months)
    return VisitConflict.objects.filter(visit__trajectory__state="ended", visit__trajectory__ended_on__lte=ended_on)


def residents(on: date) -> Rows:
    """Nothing open, and everything ended its months ago."""
    return _done_residents(on).filter(last_on__lte=calendar.add_months(on, -versions.current(on).resident_months))


def withdrawn(on: date) -> Rows:
    """Who withdrew before anybody visited."""
    other = Intake.objects.filter(resident=OuterRef("pk")).exclude(state=IntakeState.WITHDRAWN)
    return (
        _done_residents(on)
        .filter(last_on__lte=calendar.add_months(on, -APPLICANT_MONTHS), intakes__state=IntakeState.WITHDRAWN)
        .exclude(Exists(other))
        .exclude(Exists(Trajectory.objects.filter(resident=OuterRef("pk"))))
        .distinct()
    )


def proposals(on: date) -> Rows:
    """Decided or lapsed, and what they showed with them."""
    due = Proposal.objects.filter(made_at__lt=start(on, months=PROPOSAL_MONTHS))
    return due.exclude(state=ProposalState.OPEN)


def held_back(on: date) -> Rows:
    """Held back until a day that is over."""
    return HeldBack.objects.filter(until_on__lt=on)


def declined_volunteers(on: date) -> Rows:
    """Applicants who didn't become volunteers."""
    return Volunteer.objects.filter(
        state=VolunteerState.DECLINED, left_on__lte=calendar.add_months(on, -APPLICANT_MONTHS)
    )


def volunteers(on: date) -> Rows:
    """Who left two years ago and is still known by name."""
    left_on = calendar.add_months(on, -VOLUNTEER_MONTHS)
    return Volunteer.objects.filter(state=VolunteerState.LEFT, left_on__lte=left_on).exclude(name=FORMER)


def users(on: date) -> Rows:
    """Without any role for two years (or never with one, and two years old), and still known by name."""
    held = RoleHolding.objects.filter(user=OuterRef("pk"))
    recent = held.filter(Q(until_on=None) | Q(until_on__gt=calendar.add_months(on, -VOLUNTEER_MONTHS)))
    old = User.objects.filter(joined_at__lt=start(on, months=VOLUNTEER_MONTHS))
    return old.exclude(name=FORMER).exclude(Exists(recent))


def feeds(on: date) -> Rows:
    """Calendar addresses that were revoked."""
    return CalendarFeed.objects.filter(revoked_at__lt=start(on) - timedelta(days=FEED_DAYS))


def phones(on: date) -> Rows:
    """Phones that were signed off, or whose longest session is over."""
    before = start(on) - timedelta(days=PHONE_DAYS)
    return Phone.objects.filter(Q(revoked_at__lt=before) | Q(enrolled_at__lt=before - limits.PHONE.whole))


def phone_codes(on: date) -> Rows:
    """Codes for a phone that nobody used."""
    return PhoneCode.objects.filter(made_at__lt=start(on))


def sessions(on: date) -> Rows:
    """Sessions that ran out."""
    return Session.objects.filter(expire_date__lt=start(on))


def confirmations(on: date) -> Rows:
    """Keys that confirm an address; we send none, the package has the table."""
    due: Rows = EmailConfirmation.objects.filter(created__lt=start(on) - timedelta(days=MESSAGE_DAYS))
    return due


def admin_log(on: date) -> Rows:
    """Django's own log of its admin; ours is read-only, so it stays empty."""
    return LogEntry.objects.filter(action_time__lt=start(on) - timedelta(days=MESSAGE_DAYS))


def events(on: date) -> Rows:
    """The log after its five years; the database itself refuses anything younger."""
    return Event.objects.filter(at__lt=start(on, months=12 * TERM_YEARS))


def _done_residents(on: date) -> Rows:
    """Residents with nothing open, and `last_on`: the last day anything of theirs ended."""
    open_intake = Intake.objects.filter(resident=OuterRef("pk"), state__in=INTAKE_OPEN)
    open_trajectory = Trajectory.objects.filter(resident=OuterRef("pk"), state__in=TRAJECTORY_OPEN)
    # who asked to be called later isn't erased before that call
    called = Intake.objects.filter(resident=OuterRef("pk"), resident__died_on=None, state=IntakeState.NOT_NOW)
    to_call = called.filter(again_on__gt=on - timedelta(weeks=CALL_WEEKS))
    long_ago = Value(BEGINNING, DateField())
    latest = [Coalesce(Max(name), long_ago) for name in ("trajectories__ended_on", "intakes__ended_on")]
    done = Resident.objects.exclude(Exists(open_intake)).exclude(Exists(open_trajectory)).exclude(Exists(to_call))
    annotated: Rows = done.annotate(last_on=Greatest(*latest, F("signed_up_on"), output_field=DateField()))
    return annotated


def _posted_rounds(on: date, wait: Any, only: Q) -> list[int]:
    posted = Round.objects.filter(only).exclude(posted_on=None).select_related("policy")
    now = versions.current(on)
    return [each.pk for each in posted if each.posted_on and each.posted_on + wait(each.policy or now) <= on]


def start(on: date, *, months: int = 0) -> datetime:
    """The first moment of the day that lies `months` before `on`, in the service's time zone."""
    local = datetime.combine(calendar.add_months(on, -months), time.min, tzinfo=timezone.get_default_timezone())
    return local.astimezone(UTC)
