"""The verbs of what there is to do nearby: the coordinator's small list, and whom she pointed to it (B6)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.visiting.models import Activity, Pointer, Resident

LONGEST_NAME, LONGEST_DETAILS = 80, 300


def add(*, name: str, details: str = "", by: User, at: datetime) -> Activity:
    """A line on the list. Raises Refused without a name, or when it is on the list already."""
    with transaction.atomic():
        refuse_if(_obstacles(name, details))
        activity = Activity.objects.create(name=name.strip(), details=details.strip())
        events.record("activity.added", by=by, at=at, subject=activity)
    return activity


def change(activity: Activity, *, name: str, details: str, by: User, at: datetime) -> None:
    """Another day, another place. Raises Refused as `add` does."""
    with transaction.atomic():
        activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())
        refuse_if(_obstacles(name, details, activity))
        activity.name, activity.details = name.strip(), details.strip()
        activity.save(update_fields=["name", "details"])
        events.record("activity.changed", by=by, at=at, subject=activity)


def stop(activity: Activity, *, by: User, at: datetime) -> None:
    """Off the list; who was pointed to it still counts."""
    with transaction.atomic():
        activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())
        refuse_if(_stopped(activity))
        activity.stopped_on = timezone.localdate(at)
        activity.save(update_fields=["stopped_on"])
        events.record("activity.stopped", by=by, at=at, subject=activity)


def point(activity: Activity, resident: Resident, *, pointed_on: date, by: User, at: datetime) -> Pointer:
    """She was told of it, on a day up to today; noting that twice is once. Raises Refused after her death."""
    with transaction.atomic():
        resident.refresh_from_db(from_queryset=Resident.objects.select_for_update())
        activity.refresh_from_db()
        reasons = _stopped(activity)
        if pointed_on > timezone.localdate(at):
            reasons.append(Reason("B6", "De datum ligt in de toekomst. Kies vandaag of eerder."))
        if resident.died_on:
            reasons.append(Reason("T8", f"Deze bezoeker is overleden op {wording.day(resident.died_on)}."))
        refuse_if(reasons)
        told, created = Pointer.objects.get_or_create(
            activity=activity, resident=resident, pointed_on=pointed_on, defaults={"by": by}
        )
        if created:
            events.record("resident.pointed", by=by, at=at, subject=resident, about=resident.pseudonym)
    return told


def _stopped(activity: Activity) -> list[Reason]:
    if activity.stopped_on is None:
        return []
    return [Reason("B6", f"“{activity.name}” staat sinds {wording.day(activity.stopped_on)} niet meer op de lijst.")]


def _obstacles(name: str, details: str, activity: Activity | None = None) -> list[Reason]:
    reasons = _stopped(activity) if activity else []
    others = Activity.objects.filter(name__iexact=name.strip(), stopped_on=None)
    if not name.strip():
        reasons.append(Reason("B6", "Schrijf op wat er te doen is."))
    if len(name.strip()) > LONGEST_NAME or len(details.strip()) > LONGEST_DETAILS:
        reasons.append(
            Reason("B6", f"Houd het kort: {LONGEST_NAME} tekens, en {LONGEST_DETAILS} voor wanneer en waar.")
        )
    if (others.exclude(pk=activity.pk) if activity else others).exists():
        reasons.append(Reason("B6", f"“{name.strip()}” staat al op de lijst."))
    return reasons
