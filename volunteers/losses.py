"""The verbs about a volunteer's own loss of a partner: what is known of it, and the talk about it (V2)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import words
from bezoekdienst.lib.errors import Reason, refuse_if
from volunteers import eligibility
from volunteers.models import OwnLoss, SignOffTalk, Volunteer


def add(volunteer: Volunteer, *, kind: str, happened_on: date, by: User, at: datetime) -> OwnLoss:
    """Note her own loss of a partner; a new one makes her not deployable until it was talked over (V2)."""
    reasons = []
    if kind not in words.LOSS_KINDS:
        reasons.append(Reason("V2", "Kies het soort verlies."))
    if happened_on > timezone.localdate(at):
        reasons.append(Reason("V2", "Het verlies ligt in de toekomst."))
    refuse_if(reasons)
    with transaction.atomic():
        loss = OwnLoss.objects.create(volunteer=volunteer, kind=kind, happened_on=happened_on, noted_at=at)
        events.record("volunteer.loss_added", by=by, at=at, subject=volunteer, about=volunteer.pseudonym)
    return loss


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
        facts = {"on": held_on.isoformat(), "outcome": made.get_outcome_display()}
        events.record("volunteer.talked", by=by, at=at, subject=volunteer, about=volunteer.pseudonym, **facts)
    return made


def _reasons(volunteer: Volunteer, outcome: str, held_on: date, again_on: date | None, today: date) -> list[Reason]:
    latest = eligibility.latest_loss(volunteer)
    reasons = []
    if latest is None:
        reasons.append(Reason("V2", f"Van {volunteer.first_name} is geen eigen verlies bekend. Noteer dat eerst."))
    if held_on > today or (latest and held_on < latest.happened_on):
        reasons.append(Reason("V2", "Het gesprek ligt tussen het verlies en vandaag."))
    if outcome not in SignOffTalk.Outcome.values:
        reasons.append(Reason("V2", "Kies wat er uit het gesprek kwam."))
    if again_on and (outcome != SignOffTalk.Outcome.LATER or again_on <= held_on):
        reasons.append(Reason("V2", "Een volgend gesprek hoort bij “nu nog niet”, en ligt na dit gesprek."))
    return reasons
