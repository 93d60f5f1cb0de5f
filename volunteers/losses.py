"""The verbs about a volunteer's own loss of a partner: what is known of it, and the talk about it (V2)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import calendar, words
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from volunteers import eligibility
from volunteers.models import OwnLoss, SignOffTalk, Volunteer


def about(year: int, month: int, day: int | None = None, *, today: date) -> date:
    """When it was, of what is known of it. Without a day the last one that it can have been, so that the months since
    are never too few (V2). Raises Refused for a day that isn't in the calendar."""
    try:
        if day is not None:
            return date(year, month, day)
        first = date(year, month, 1)
    except ValueError:
        raise Refused(Reason("V2", "Deze dag bestaat niet. Kijk de dag, de maand en het jaar na.")) from None
    last = calendar.add_months(date(year, 1, 31), month - 1)
    return min(last, today) if first <= today else last


def add(volunteer: Volunteer, *, kind: str, happened_on: date, by: User, at: datetime) -> OwnLoss:
    """Note her own loss of a partner; a new one makes her not deployable until it was talked over (V2)."""
    refuse_if(_unlikely(kind, happened_on, timezone.localdate(at)))
    with transaction.atomic():
        loss = OwnLoss.objects.create(volunteer=volunteer, kind=kind, happened_on=happened_on, noted_at=at)
        events.record("volunteer.loss_added", by=by, at=at, subject=volunteer, about=volunteer.pseudonym)
    return loss


def correct(loss: OwnLoss, *, kind: str, happened_on: date, by: User, at: datetime) -> None:
    """It was noted wrongly. A talk stays about it, unless it turns out to be of after the talk."""
    refuse_if(_unlikely(kind, happened_on, timezone.localdate(at)))
    with transaction.atomic():
        loss.kind, loss.happened_on = kind, happened_on
        loss.save(update_fields=["kind", "happened_on"])
        volunteer = loss.volunteer
        events.record("volunteer.loss_corrected", by=by, at=at, subject=volunteer, about=volunteer.pseudonym)


def retract(loss: OwnLoss, *, by: User, at: datetime) -> None:
    """It was noted by mistake: there was no such loss, or it was somebody else's."""
    volunteer = loss.volunteer
    with transaction.atomic():
        loss.delete()
        events.record("volunteer.loss_retracted", by=by, at=at, subject=volunteer, about=volunteer.pseudonym)


def talk(
    volunteer: Volunteer,
    *,
    outcome: str,
    held_on: date,
    by: User,
    at: datetime,
    again_on: date | None = None,
    note: str = "",
) -> SignOffTalk:
    """The coordinator talked it over with her: fit, later (perhaps with a day), or not (V2). The last talk counts.

    Raises Refused for a day in the future or before a loss, while no loss is known, and for an `again_on` that doesn't
    belong to "later" or doesn't lie after the talk.
    """
    refuse_if(_reasons(volunteer, outcome, held_on, again_on, timezone.localdate(at)))
    with transaction.atomic():
        said = {"held_on": held_on, "outcome": outcome, "again_on": again_on, "note": note.strip()}
        made = SignOffTalk.objects.create(volunteer=volunteer, noted_at=at, noted_by=by, **said)
        on = held_on.isoformat()  # what came of it is content: it stands on her page, not in the log
        events.record("volunteer.talked", by=by, at=at, subject=volunteer, about=volunteer.pseudonym, on=on)
    return made


def _unlikely(kind: str, happened_on: date, today: date) -> list[Reason]:
    reasons = []
    if kind not in words.LOSS_KINDS:
        reasons.append(Reason("V2", "Kies het soort verlies."))
    if happened_on > today:
        reasons.append(Reason("V2", "Het verlies ligt in de toekomst. Kijk de maand en het jaar na."))
    return reasons


def _reasons(volunteer: Volunteer, outcome: str, held_on: date, again_on: date | None, today: date) -> list[Reason]:
    latest = eligibility.latest_loss(volunteer)
    reasons = []
    if latest is None:
        reasons.append(Reason("V2", f"Van {volunteer.first_name} is geen eigen verlies bekend. Noteer dat eerst."))
    if held_on > today:
        reasons.append(Reason("V2", "Het gesprek ligt in de toekomst. Noteer het als het geweest is."))
    elif latest and held_on < latest.happened_on:
        reasons.append(Reason("V2", "Het gesprek ligt voor het verlies. Kijk de dag na, of noteer een nieuw gesprek."))
    if outcome not in SignOffTalk.Outcome.values:
        reasons.append(Reason("V2", "Kies wat er uit het gesprek kwam."))
    if again_on and (outcome != SignOffTalk.Outcome.LATER or again_on <= held_on):
        reasons.append(Reason("V2", "Een volgend gesprek hoort bij “nu nog niet”, en ligt na dit gesprek."))
    return reasons
