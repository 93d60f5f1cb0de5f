"""Referrals themselves: to whom, with which consent, what came of it, and consent that is taken back (S2, S3)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.visiting.models import Intake, Referral, Signal

AFTER_WEEKS = 4  # without an outcome somebody asks how it went


def make(
    *,
    to: str,
    signal: Signal | None = None,
    intake: Intake | None = None,
    consent_on: date | None = None,
    consent_by: str = "",
    shared: str = "",
    danger_reason: str = "",
    by: User,
    at: datetime,
) -> Referral:
    """Note that somebody else helps on; called by `referrals`, in its transaction.

    With consent: its day, what exactly may be told, and by whom it was given ("" is the resident herself). Or because
    of danger, with the reason. Nothing is sent: whoever refers does so herself. Raises Refused (S2, S3).
    """
    today = timezone.localdate(at)
    refuse_if(_obstacles(to, consent_on, shared, danger_reason, today))
    consent = {"consent_on": consent_on, "consent_by": consent_by.strip(), "shared": shared.strip()}
    kept = {"to": to.strip(), "danger_reason": danger_reason.strip(), **consent}
    return Referral.objects.create(signal=signal, intake=intake, made_on=today, made_by=by, **kept)


def _obstacles(to: str, consent_on: date | None, shared: str, danger_reason: str, today: date) -> list[Reason]:
    reasons = []
    if not to.strip():
        reasons.append(Reason("S2", "Vul in naar wie u verwijst."))
    if consent_on is None and not danger_reason.strip():
        reasons.append(Reason("S3", "Vraag eerst toestemming. Alleen bij gevaar mag het zonder, met de reden erbij."))
    if consent_on and consent_on > today:
        reasons.append(Reason("S3", "De toestemming ligt in de toekomst."))
    if consent_on and not shared.strip():
        reasons.append(Reason("S3", "Schrijf op wat u mag doorgeven. Daarvoor geldt de toestemming."))
    return reasons


def settle(referral: Referral, *, outcome: str, by: User, at: datetime) -> None:
    """What came of it; written anew it replaces what stood there (S2). Raises Refused without words."""
    refuse_if(without_outcome(outcome))
    with transaction.atomic():
        referral.refresh_from_db(from_queryset=Referral.objects.select_for_update(of=("self",)))
        referral.outcome = outcome.strip()
        referral.settled_on = referral.settled_on or timezone.localdate(at)
        referral.save(update_fields=["outcome", "settled_on"])
        _record("referral.settled", referral, by=by, at=at)


def withdraw(referral: Referral, *, on: date, by: User, at: datetime) -> None:
    """She took her consent back on `on`: from then on nothing more is told to them, and nobody asks how it went (S3).

    Raises Refused when there was no consent to take back, when it was taken back already, or for an impossible day.
    """
    with transaction.atomic():
        referral.refresh_from_db(from_queryset=Referral.objects.select_for_update(of=("self",)))
        refuse_if(_withdrawal_obstacles(referral, on, timezone.localdate(at)))
        referral.withdrawn_on = on
        referral.settled_on = referral.settled_on or on
        referral.save(update_fields=["withdrawn_on", "settled_on"])
        _record("referral.withdrawn", referral, by=by, at=at)


def _withdrawal_obstacles(referral: Referral, on: date, today: date) -> list[Reason]:
    if referral.consent_on is None:
        return [Reason("S3", "Deze doorverwijzing ging zonder toestemming, vanwege gevaar.")]
    if referral.withdrawn_on:
        return [Reason("S3", f"De toestemming is al ingetrokken op {wording.day(referral.withdrawn_on)}.")]
    if not referral.consent_on <= on <= today:
        given = wording.day(referral.consent_on)
        return [Reason("S3", f"Kies een dag vanaf {given}, toen de toestemming er kwam, tot en met vandaag.")]
    return []


def waiting(on: date) -> QuerySet[Referral]:
    """Referrals of so many weeks ago of which nobody noted what came of it; never of somebody who died (S2, T8)."""
    open_ones = Referral.objects.filter(settled_on=None, made_on__lte=on - timedelta(weeks=AFTER_WEEKS))
    dead = Q(signal__resident__died_on__isnull=False) | Q(intake__resident__died_on__isnull=False)
    return open_ones.exclude(dead).select_related("signal__resident", "intake__resident").order_by("made_on", "pk")


def without_outcome(outcome: str) -> list[Reason]:
    """Nobody wrote down what came of it."""
    return [] if outcome.strip() else [Reason("S2", "Schrijf op wat ervan kwam.")]


def _record(kind: str, referral: Referral, *, by: User, at: datetime) -> None:
    events.record(kind, by=by, at=at, subject=referral, about=referral.of.resident.pseudonym)
