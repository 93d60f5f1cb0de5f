"""The appointment for the home visit (I1): who goes, how it was confirmed to the resident, and that it doesn't go on.

The mails to a resident are queued here and filled where the letterhead is known (`letters.correspondence`).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import transitions, wording
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message, State
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import INTAKE_TRANSITIONS, WORDS, IntakeState

CONFIRMED, OFF = "intake_confirmed", "intake_off"  # kinds of mail
_CHANGES = ("intake.planned", "intake.called_off", "intake.ended")


def obstacles(for_at: datetime, goes: User | None, at: datetime) -> list[Reason]:
    """Why no appointment can be made for this moment, with this person going."""
    reasons = []
    if for_at < at:
        reasons.append(Reason("I1", "De afspraak ligt in het verleden. Kies een later moment."))
    if goes is not None and not roles.may(goes, roles.Ability.RESIDENTS):
        reasons.append(Reason("I1", f"{goes.name} doet geen gesprekken. Kies wie er gaat."))
    return reasons


def appoint(intake: Intake, *, for_at: datetime, goes: User | None, by: User, at: datetime) -> bool:
    """Put the appointment on an intake that the caller locked and checked; whether it is another one now.

    Whatever changed is no longer confirmed. Who goes there, or no longer does, is told by mail unless she did it
    herself.
    """
    before = (intake.planned_for_at, intake.planned_with_id)
    told = {one.pk: one for one in (intake.planned_with, goes) if one is not None and one.pk != by.pk}
    intake.planned_for_at, intake.planned_with = for_at, goes
    if (for_at, goes.pk if goes else None) == before:
        return False
    intake.confirmed_way, intake.confirmed_at = "", None
    post.forget(f"intake:{intake.pk}:confirmed:")
    for user in told.values():
        _tell(user, intake, at)
    return True


def confirm(intake: Intake, *, way: str, by: User, at: datetime) -> None:
    """The resident knows when somebody comes and who: by letter, mail or phone (`Intake.Confirmed`).

    A mail is queued, once for this appointment. Raises Refused without an appointment ahead, or a mail to nobody.
    """
    with transaction.atomic():
        intake.refresh_from_db(from_queryset=Intake.objects.select_for_update())
        refuse_if(_unconfirmable(intake, way, at))
        intake.confirmed_way, intake.confirmed_at = way, at
        intake.save(update_fields=["confirmed_way", "confirmed_at"])
        if way == Intake.Confirmed.MAIL:
            moment = _moment(intake)
            post.queue(mail_key(intake), CONFIRMED, None, at, intake=intake.pk, moment=moment, changes=changes(intake))
        _record("intake.confirmed", intake, by=by, at=at, way=str(Intake.Confirmed(way).label))


def _unconfirmable(intake: Intake, way: str, at: datetime) -> list[Reason]:
    if intake.state != IntakeState.PLANNED or intake.planned_for_at is None or intake.planned_for_at <= at:
        return [Reason("I1", "Er is geen afspraak die nog komt. Maak eerst een afspraak.")]
    if way not in Intake.Confirmed.values:
        return [Reason("I1", "Kies hoe u de afspraak bevestigt: brief, e-mail of telefoon.")]
    if way == Intake.Confirmed.MAIL and not intake.resident.email:
        return [Reason("I1", "Er is geen e-mailadres. Stuur een brief, of vertel het aan de telefoon.")]
    return []


def call_off(intake: Intake, *, by: User, at: datetime) -> None:
    """The appointment doesn't go on, and there is no other day yet. Raises Refused when there is none."""
    with transaction.atomic():
        intake.refresh_from_db(from_queryset=Intake.objects.select_for_update())
        if intake.state != IntakeState.PLANNED:
            raise Refused(Reason("I1", "Er is geen afspraak om af te zeggen."))
        transitions.check(INTAKE_TRANSITIONS, "I1", "De intake", intake.state, IntakeState.SIGNED_UP, WORDS)
        on = timezone.localdate(intake.planned_for_at) if intake.planned_for_at else timezone.localdate(at)
        take_back(intake, by=by, at=at)
        intake.state, intake.planned_for_at, intake.planned_with = IntakeState.SIGNED_UP, None, None
        intake.confirmed_way, intake.confirmed_at = "", None
        intake.save(update_fields=["state", "planned_for_at", "planned_with", "confirmed_way", "confirmed_at"])
        _record("intake.called_off", intake, by=by, at=at, on=on.isoformat())


def take_back(intake: Intake, *, by: User | None, at: datetime) -> None:
    """The appointment doesn't go on: what wasn't mailed yet is forgotten; who was mailed is told. Never after a death.

    Who was to go there is told too, unless she did it herself. Call it before the appointment is emptied.
    """
    knows = _was_mailed(intake, at)
    post.forget(f"intake:{intake.pk}:confirmed:")
    if intake.planned_for_at is None or intake.planned_for_at <= at:
        return
    tell_who_goes(intake, by=by, at=at)
    if intake.state != IntakeState.DIED and knows:
        moment, count = _moment(intake), changes(intake) + 1
        key = f"intake:{intake.pk}:off:{moment}:{count}"
        post.queue(key, OFF, None, at, intake=intake.pk, moment=moment, changes=count)


def tell_who_goes(intake: Intake, *, by: User | None, at: datetime) -> None:
    """Her appointment doesn't go on: who was to go there hears of it, unless she did it herself."""
    if intake.planned_with is not None and intake.planned_with != by:
        _tell(intake.planned_with, intake, at)


def forget_mail(intake: Intake) -> None:
    """What is queued about an intake that ended. That an appointment doesn't go on is still told: to who was to go
    there always, to the resident unless she died (T8)."""
    kinds = ("contact", "visit", "confirmed", *(("off",) if intake.state == IntakeState.DIED else ()))
    for kind in kinds:
        post.forget(f"intake:{intake.pk}:{kind}:")


def was_called_off(intake: Intake) -> bool:
    """Whether there was an appointment since she signed up: so somebody spoke with her, also without a noted call."""
    at = events.history(intake).filter(kind="intake.called_off").values_list("at", flat=True).first()
    return at is not None and timezone.localdate(at) >= intake.opened_on


def is_mailed(intake: Intake) -> bool:
    """Whether the mail about the appointment as it stands really went out."""
    return Message.objects.filter(key=mail_key(intake), state=State.SENT).exists()


def replaced(message: Message) -> datetime | None:
    """The moment in an earlier mail that this one takes the place of; None when nothing she was mailed stands."""
    mails = Message.objects.filter(key__startswith=f"intake:{message.facts['intake']}:", kind__in=(CONFIRMED, OFF))
    last = mails.filter(state=State.SENT, pk__lt=message.pk).order_by("-pk").first()
    if last is None or last.kind == OFF or last.facts["moment"] == message.facts["moment"]:
        return None
    return datetime.fromisoformat(last.facts["moment"])


def _was_mailed(intake: Intake, at: datetime) -> bool:
    """Whether a mail about any appointment of this intake went out or is on its way at this moment, also of one that
    moved since."""
    mails = Message.objects.filter(key__startswith=f"intake:{intake.pk}:confirmed:")
    return mails.filter(Q(state=State.SENT) | Q(lease_until_at__gt=at)).exists()


def mail_key(intake: Intake) -> str:
    """The cause of the mail about the appointment as it stands: one that moved there and back is another."""
    times = events.history(intake).filter(kind="intake.planned").count()
    return f"intake:{intake.pk}:confirmed:{_moment(intake)}:{intake.planned_with_id or 0}:{times}"


def changes(intake: Intake) -> int:
    """How often the appointment was made, or didn't go on: a calendar program keeps the highest number."""
    return events.history(intake).filter(kind__in=_CHANGES).count()


def said(intake: Intake) -> str:
    """When it is, as one says it: 3 maart 2027, 14.30 uur."""
    assert intake.planned_for_at is not None
    moment = timezone.localtime(intake.planned_for_at)
    return f"{wording.day(moment.date())}, {moment:%H.%M} uur"


def _tell(user: User, intake: Intake, at: datetime) -> None:
    post.queue(f"intake:{intake.pk}:goes:{at.isoformat()}:{user.pk}", "appointment", user, at)


def _moment(intake: Intake) -> str:
    assert intake.planned_for_at is not None
    return intake.planned_for_at.isoformat()


def _record(kind: str, intake: Intake, *, by: User, at: datetime, **facts: str) -> None:
    events.record(kind, by=by, at=at, subject=intake, about=intake.resident.pseudonym, **facts)
