"""A story of two people, with a mark in every column of theirs that holds words; and all that a database holds."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import models, transaction

from bezoekdienst.accounts.models import CalendarFeed, Phone, PhoneCode, User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.fields import EncryptedDateField, EncryptedJSONField, EncryptedTextField
from bezoekdienst.notices.models import Digest, Message
from bezoekdienst.retention.subjects import codes
from bezoekdienst.retention.subjects.held import Person
from bezoekdienst.visiting.models import (
    Activity,
    Contact,
    Different,
    Evaluation,
    Exclusion,
    Intake,
    Merger,
    Pointer,
    Referral,
    Resident,
    Signal,
    Trajectory,
    TrajectoryPause,
    VisitConflict,
)
from letters.models import Letter, Reply
from matching.models import FixedPair, HeldBack, Proposal
from tests import factories
from tests.factories import NOW, TODAY
from tests.retention import rows
from volunteers.models import (
    CallRequest,
    Course,
    Gathering,
    Invitation,
    OwnLoss,
    Participation,
    Pause,
    SignOffTalk,
    TrainingAttendance,
    TrainingDay,
    Volunteer,
)

HERS = "visiting.Resident", "volunteers.Volunteer"
# Of the other of the two, in a table of the one.
OF_THE_VOLUNTEER = {"visiting.Trajectory.thanks"}


def told(resident: str, volunteer: str) -> Trajectory:
    """Everything that can be held of somebody who is visited, and of who visits her; both marks in all their words."""
    user = factories.UserFactory(roles=[Role.VOLUNTEER])
    trajectory = factories.TrajectoryFactory(volunteer=factories.VolunteerFactory(user=user))
    for row in (*_of_resident(trajectory, resident, volunteer), *_around(trajectory, user)):
        _mark(row, resident, volunteer)
    for row in (*_of_volunteer(trajectory.volunteer, volunteer), *_of_login(user)):
        _mark(row, volunteer, volunteer)
    with transaction.atomic():
        for about in (trajectory.resident.pseudonym, trajectory.volunteer.pseudonym):
            events.record("person.read", by=user, at=NOW, about=about, what="proef")
    trajectory.refresh_from_db()
    return trajectory


def _of_resident(trajectory: Trajectory, mark: str, other: str) -> Iterator[models.Model]:
    her, loss = trajectory.resident, trajectory.bereavement
    intake = Intake.objects.get(resident=her)
    intake.answers = {
        **dict.fromkeys(("network", "asks_for", "likes", "not_with"), f"{mark} antwoord"),
        "company": ["often"],
    }
    intake.save()
    visit = factories.VisitFactory(trajectory=trajectory)
    signal = Signal.objects.create(resident=her, trajectory=trajectory, kind="money", urgent=False, reported_at=NOW,
                                   reported_by=trajectory.volunteer.user)  # fmt: skip
    yield from (her, loss, intake, trajectory, visit, signal)
    yield VisitConflict.objects.create(
        visit=visit, received_at=NOW, content={"on": "2026-09-01", "note": f"{mark} anders"}
    )
    yield TrajectoryPause.objects.create(trajectory=trajectory, since_on=TODAY, until_on=TODAY)
    yield Referral.objects.create(signal=signal, made_on=TODAY)
    yield Referral.objects.create(intake=intake, made_on=TODAY)
    yield Evaluation.objects.create(
        trajectory=trajectory, answers={"statements": [5], "mark": 9, "text": f"{mark} vond"}
    )
    yield Contact.objects.create(resident=her, made_on=TODAY, way="phone", reached=True)
    yield Exclusion.objects.create(resident=her, volunteer=trajectory.volunteer, why="friend", noted_on=TODAY,
                                   detail={"wie": other})  # fmt: skip


def _around(trajectory: Trajectory, user: User) -> Iterator[models.Model]:
    her, intake, someone = (
        trajectory.resident,
        Intake.objects.get(resident=trajectory.resident),
        factories.coordinator(),
    )
    stranger = factories.ResidentFactory()
    Different.objects.create(
        one=min(her, stranger, key=_pk), other=max(her, stranger, key=_pk), noted_on=TODAY, by=someone
    )
    Merger.objects.create(resident=her, pseudonym=stranger.pseudonym.__class__(int=her.pk), merged_on=TODAY, by=someone)
    activity, _ = Activity.objects.get_or_create(name="Koffie in de wijk")
    Pointer.objects.create(activity=activity, resident=her, pointed_on=TODAY, by=someone)
    letter = Letter.objects.create(round=rows.letter_round(quarter_on=TODAY + timedelta(days=her.pk)), position=1,
                                   code=f"C{her.pk:07}", text_variant="oud", state="posted")  # fmt: skip
    Reply.objects.create(letter=letter, kind="yes", way="card", received_on=TODAY, intake=intake)
    Message.objects.create(key=f"intake:{intake.pk}:goes:{her.pk}", kind="appointment", user=someone, queued_at=NOW)
    candidate = {
        "volunteer": trajectory.volunteer_id,
        "name": "naam",
        "parts": [{"label": "Afstand", "weight": 10, "text": "x"}],
    }
    made = {"state": "accepted", "plan": her.pseudonym, "fit": 5000, "made_at": NOW, "decided_by": someone}
    yield Proposal.objects.create(
        intake=intake, volunteer=trajectory.volunteer, shown={"candidates": [candidate]}, **made
    )
    yield FixedPair.objects.create(intake=intake, volunteer=trajectory.volunteer, fixed_at=NOW, fixed_by=someone)
    yield HeldBack.objects.create(intake=intake, reason="x", held_at=NOW, held_by=someone)


def _of_volunteer(volunteer: Volunteer, mark: str) -> Iterator[models.Model]:
    volunteer.wishes = {"sex": "V", "words": f"{mark} wens"}
    volunteer.save()
    yield volunteer
    yield from (*OwnLoss.objects.filter(volunteer=volunteer), *SignOffTalk.objects.filter(volunteer=volunteer))
    course = Course.objects.create(name="Training")
    day = TrainingDay.objects.create(course=course, held_on=date(2026, 3, 1), topic="conversation")
    yield Participation.objects.create(course=course, volunteer=volunteer, joined_at=NOW)
    yield TrainingAttendance.objects.create(day=day, volunteer=volunteer, presence="exempt", noted_at=NOW)
    gathering = Gathering.objects.create(kind="intervision", starts_at=NOW, place="hier")
    yield Invitation.objects.create(gathering=gathering, volunteer=volunteer, coming=True)
    yield CallRequest.objects.create(volunteer=volunteer, asked_at=NOW)
    yield Pause.objects.create(volunteer=volunteer, start_on=TODAY)
    yield HeldBack.objects.create(volunteer=volunteer, reason="x", held_at=NOW)
    # for somebody else she was the second: there she stands by name
    other = factories.IntakeFactory(waiting=True)
    beside = {"volunteer": volunteer.pk, "name": f"{mark} naam", "parts": [], "findings": [{"text": f"{mark} vondst"}]}
    Proposal.objects.create(intake=other, volunteer=factories.VolunteerFactory(), plan=volunteer.pseudonym, fit=1,
                            made_at=NOW, shown={"candidates": [beside]})  # fmt: skip


def _of_login(user: User) -> Iterator[models.Model]:
    yield user
    yield Phone.objects.create(user=user, name="x", enrolled_at=NOW, seen_on=TODAY)
    yield PhoneCode.objects.create(user=user, digest=f"code{user.pk}", made_at=NOW)
    yield CalendarFeed.objects.create(user=user, digest=f"feed{user.pk}", made_at=NOW)
    yield Digest.objects.create(user=user, weekdays="14")
    yield Message.objects.create(key=f"gathering:1:{user.pk}", kind="gathering", user=user, queued_at=NOW)
    address = EmailAddress.objects.create(user=user, email=user.email)
    yield address
    yield EmailConfirmation.objects.create(email_address=address, created=NOW, key=f"key{user.pk}")
    yield Authenticator.objects.create(user=user, type="webauthn", data={})
    yield LogEntry.objects.create(user=user, action_time=NOW, action_flag=1, object_repr="x")


def _pk(row: models.Model) -> Any:
    return row.pk


def _mark(row: models.Model, mark: str, other: str) -> None:
    """Put a mark in every column of a row that may hold somebody's words."""
    for field in row._meta.concrete_fields:
        name = f"{row._meta.label}.{field.name}"
        if _holds_words(field) and not codes.knows(name):
            said = f"{other if name in OF_THE_VOLUNTEER else mark}.{field.name}"
            said = f"{said}@voorbeeld.example" if isinstance(field, models.EmailField) else said[: field.max_length]
            type(row)._default_manager.filter(pk=row.pk).update(**{field.name: said})


def _holds_words(field: "models.Field[Any, Any]") -> bool:
    if isinstance(field, EncryptedJSONField | EncryptedDateField) or field.choices or field.primary_key:
        return False
    if field.name in {"password", "digest", "sent_digest", "key", "kind", "why", "weekdays", "sex", "code", "state"}:
        return False
    return isinstance(field, EncryptedTextField) or (
        isinstance(field, models.CharField) and (field.max_length or 99) >= 20
    )


def everything() -> Iterator[tuple[str, str]]:
    """Every value of every row of every table, opened: (model.column, text)."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            names = [field.name for field in model._meta.concrete_fields]
            for row in model._default_manager.values_list(*names):
                yield from ((f"{model._meta.label}.{name}", str(value)) for name, value in zip(names, row, strict=True))


def held_with(mark: str) -> list[str]:
    """Which columns of the whole database hold this mark."""
    return sorted({column for column, text in everything() if mark in text})


def ended(trajectory: Trajectory) -> None:
    """So that both may be erased: it is over, she stopped, and no worry is urgent."""
    Trajectory.objects.filter(pk=trajectory.pk).update(state="ended", ended_on=TODAY, end_reason="goal_reached")
    Volunteer.objects.filter(pk=trajectory.volunteer_id).update(state="left", left_on=TODAY)
    if trajectory.volunteer.user:
        trajectory.volunteer.user.holdings.update(until_on=TODAY)


def person(trajectory: Trajectory, which: type[Person]) -> Person:
    """One of the two, as she stands now."""
    return (
        Resident.objects.get(pk=trajectory.resident_id)
        if which is Resident
        else Volunteer.objects.get(pk=trajectory.volunteer_id)
    )


def last() -> Event:
    return Event.objects.latest("pk")
