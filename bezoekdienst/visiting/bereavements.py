"""The verb for a second loss of somebody the service knows: it has a year of its own (I4, T2)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.visiting.models import Bereavement, Intake, Resident
from bezoekdienst.visiting.states import INTAKE_OPEN


def open(resident: Resident, *, about_when: str, by: User, at: datetime) -> Intake:
    """Another partner died: a loss beside the earlier one, and an intake for it, signed up today.

    `about_when` in her own words, so that nobody takes it for more time on the first loss. Raises Refused without it,
    after her own death, or while an intake is open.
    """
    with transaction.atomic():
        resident.refresh_from_db(from_queryset=Resident.objects.select_for_update())
        refuse_if(_obstacles(resident, about_when))
        loss = Bereavement.objects.create(resident=resident, about_when=about_when.strip())
        intake = Intake.objects.create(resident=resident, bereavement=loss, opened_on=timezone.localdate(at))
        events.record("bereavement.opened", by=by, at=at, subject=intake, about=resident.pseudonym)
    return intake


def _obstacles(resident: Resident, about_when: str) -> list[Reason]:
    reasons = []
    if not about_when.strip():
        reasons.append(Reason("I4", "Schrijf op wanneer dit verlies ongeveer was."))
    if resident.died_on:
        reasons.append(Reason("T8", f"Deze bezoeker is overleden op {wording.day(resident.died_on)}."))
    if resident.intakes.filter(state__in=INTAKE_OPEN).exists():
        reasons.append(Reason("I1", "Er loopt al een intake voor deze bezoeker."))
    return reasons
