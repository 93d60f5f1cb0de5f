"""A row of every kind that the schedule lets go, as it was on a day in the past."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session

from bezoekdienst.accounts import people
from bezoekdienst.accounts.models import CalendarFeed, Phone, PhoneCode, User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.lib import calendar
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting.models import Contact, Intake, Resident, Signal, Trajectory, Visit, VisitConflict
from letters.models import (
    Addressee,
    Extract,
    InboxFile,
    LedgerEntry,
    LedgerKey,
    Letter,
    Letterhead,
    LineOutcome,
    Picture,
    PrintJob,
    Round,
    Suppression,
)
from matching.models import HeldBack, Proposal
from tests import factories
from volunteers.models import Volunteer

PAST = date(2026, 1, 5)


PAST_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def months(number: int) -> date:
    return calendar.add_months(PAST, number)


def day_after(number: int) -> date:
    """For moments: a whole day more, for they count from the end of their day."""
    return months(number) + timedelta(days=1)


def extract() -> Extract:
    counts = {
        "lines": 1,
        "persons": 1,
        "continuation_lines": 0,
        "rejected_lines": 0,
        "due": 1,
        "held": 0,
        "left_out": 0,
    }
    return Extract.objects.create(
        file_hash="0" * 64, format="csv", state_on=PAST, reference_on=PAST, received_at=PAST_AT, **counts
    )


def addressee() -> Addressee:
    return Addressee.objects.create(extract=extract(), row=1, outcome="due", sheet={"name": "V. Verzonnen"})


def letter_round(**given: Any) -> Round:
    return Round.objects.create(
        **{
            "quarter_on": PAST,
            "reference_on": PAST,
            "opened_at": PAST_AT,
            "state": "posted",
            "posted_on": PAST,
            **given,
        }
    )


def silent() -> Addressee:
    Letter.objects.create(
        round=letter_round(), addressee=addressee(), position=1, code="ABCD2345", text_variant="jong", state="posted"
    )
    return Addressee.objects.get()


def line_outcome() -> LineOutcome:
    return LineOutcome.objects.create(extract=extract(), row=1, outcome="left_out", reasons=[["L5", "geheim"]])


def ended(**given: Any) -> Trajectory:
    """A trajectory that ended on PAST, with a visit, a signal and a contact."""
    trajectory = factories.TrajectoryFactory(started_on=date(2025, 9, 1))
    Visit.objects.create(trajectory=trajectory, on=date(2025, 10, 1), logged_at=PAST_AT, note="een fijn gesprek")
    Signal.objects.create(resident=trajectory.resident, kind="money", urgent=False, reported_at=PAST_AT)
    Contact.objects.create(resident=trajectory.resident, made_on=PAST, way="phone", reached=True)
    fields = {"state": "ended", "ended_on": PAST, "end_reason": "goal_reached", **given}
    Trajectory.objects.filter(pk=trajectory.pk).update(**fields)
    Intake.objects.update(opened_on=date(2025, 8, 1))
    trajectory.refresh_from_db()
    return trajectory


def conflict() -> VisitConflict:
    ended()
    Visit.objects.update(note="")
    return VisitConflict.objects.create(visit=Visit.objects.get(), received_at=PAST_AT, content={"minutes": 30})


def withdrawn() -> Resident:
    factories.IntakeFactory(state="withdrawn", ended_on=PAST, opened_on=PAST)
    return Resident.objects.get()


def proposal() -> Proposal:
    intake = factories.IntakeFactory(waiting=True)
    return Proposal.objects.create(
        intake=intake,
        volunteer=factories.VolunteerFactory(),
        state="declined",
        plan=intake.resident.pseudonym,
        fit=1,
        shown={},
        made_at=PAST_AT,
    )


def ledger() -> LedgerEntry:
    entry = LedgerEntry.objects.create(round=letter_round(state="closed"), made_on=PAST)
    LedgerKey.objects.create(entry=entry, digest="loss:abc", strong=True)
    return entry


def box() -> PrintJob:
    made = PrintJob.objects.create(round=letter_round(state="closed"), number=1, state="printed", file_name="x.pdf")
    from letters.printing import boxes

    boxes.path(made).parent.mkdir(parents=True, exist_ok=True)
    boxes.path(made).write_bytes(b"%PDF")
    return made


def inbox_file() -> InboxFile:
    return InboxFile.objects.create(name="een bestand", read_at=PAST_AT)


def letterhead() -> Letterhead:
    """A version that another followed on PAST."""
    for version in (1, 2):
        found = Letterhead.objects.create(version=version, made_at=PAST_AT)
    return found


def picture() -> Picture:
    return Picture.objects.create(digest="0" * 64, content=b"png", made_at=PAST_AT)


def held_back() -> HeldBack:
    volunteer = factories.VolunteerFactory()
    return HeldBack.objects.create(volunteer=volunteer, until_on=PAST, reason="reis", held_at=PAST_AT)


def feed() -> CalendarFeed:
    user = factories.UserFactory()
    return CalendarFeed.objects.create(user=user, digest="0" * 64, made_at=PAST_AT, revoked_at=PAST_AT)


def phone() -> Phone:
    return Phone.objects.create(
        user=factories.UserFactory(), name="Telefoon", enrolled_at=PAST_AT, seen_on=PAST, revoked_at=PAST_AT
    )


def phone_code() -> PhoneCode:
    return PhoneCode.objects.create(user=factories.UserFactory(), digest="0" * 64, made_at=PAST_AT)


def user() -> User:
    someone = people.create("weg@voorbeeld.example", "Iemand Verzonnen", [Role.CLERK], by=None, at=PAST_AT)
    EmailAddress.objects.create(user=someone, email=someone.email, verified=True, primary=True)
    people.take(someone, Role.CLERK, by=None, at=PAST_AT)
    return someone


def session() -> Session:
    return Session.objects.create(session_key="k", session_data="", expire_date=PAST_AT)


def message() -> Message:
    return Message.objects.create(key="x", kind="x", user=factories.UserFactory(), state="sent", queued_at=PAST_AT)


def confirmation() -> EmailConfirmation:
    address = EmailAddress.objects.create(user=factories.UserFactory(), email="x@voorbeeld.example")
    return EmailConfirmation.objects.create(email_address=address, created=PAST_AT, key="k")


def admin_entry() -> LogEntry:
    return LogEntry.objects.create(user=factories.UserFactory(), action_time=PAST_AT, action_flag=1, object_repr="x")


def suppression() -> Suppression:
    return Suppression.objects.create(digest="person:abc", strong=True, made_on=PAST)


def leaver(**given: Any) -> Volunteer:
    return factories.VolunteerFactory(**{"state": "left", "left_on": PAST, **given})
