"""The verbs of a gathering: intervision every six weeks and the theme day (V5)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.notices import post
from bezoekdienst.policy import versions
from volunteers.models import Gathering, Invitation, Volunteer
from volunteers.states import HERE, State

MISSED_IN_A_ROW = 2  # V5


def plan(kind: str, *, starts_at: datetime, place: str, by: User, at: datetime) -> Gathering:
    """A meeting ahead, `kind` one of `Gathering.Kind`, with everybody in the group invited by mail."""
    reasons = []
    if kind not in Gathering.Kind.values:
        reasons.append(Reason("V5", "Kies intervisie of themadag."))
    if starts_at <= at:
        reasons.append(Reason("V5", "De bijeenkomst ligt in het verleden."))
    refuse_if(reasons)
    with transaction.atomic():
        gathering = Gathering.objects.create(kind=kind, starts_at=starts_at, place=place)
        on = timezone.localdate(starts_at).isoformat()
        events.record("gathering.planned", by=by, at=at, subject=gathering, on=on)
        invite(gathering, by=by, at=at)
    return gathering


def invite(gathering: Gathering, *, by: User, at: datetime) -> int:
    """Invite whoever belongs to the group and isn't invited yet; how many."""
    new = list(
        Volunteer.objects.filter(state__in=HERE).exclude(invitations__gathering=gathering).select_related("user")
    )
    with transaction.atomic():
        Invitation.objects.bulk_create(
            (Invitation(gathering=gathering, volunteer=volunteer) for volunteer in new), ignore_conflicts=True
        )
        on = timezone.localdate(gathering.starts_at).isoformat()
        for volunteer in new:
            if volunteer.user:
                post.queue(f"gathering:{gathering.pk}:{volunteer.pk}", "gathering", volunteer.user, at, on=on)
        if new:
            events.record("gathering.invited", by=by, at=at, subject=gathering, count=len(new))
    return len(new)


def answer(invitation: Invitation, *, coming: bool, by: User, at: datetime) -> None:
    """She comes, or not; may change until it starts."""
    if at >= invitation.gathering.starts_at:
        raise Refused(Reason("V5", "Deze bijeenkomst is al geweest."))
    with transaction.atomic():
        invitation.coming, invitation.answered_at = coming, at
        invitation.save(update_fields=["coming", "answered_at"])
        about = invitation.volunteer.pseudonym
        events.record("gathering.answered", by=by, at=at, subject=invitation.gathering, about=about, coming=coming)


def hold(gathering: Gathering, *, present: Iterable[Volunteer], by: User, at: datetime) -> None:
    """Note who was there; everybody else who was invited was not. Somebody who came uninvited counts as well."""
    if at < gathering.starts_at:
        raise Refused(Reason("V5", "Deze bijeenkomst is nog niet geweest."))
    there = {volunteer.pk for volunteer in present}
    with transaction.atomic():
        known = set(gathering.invitations.values_list("volunteer_id", flat=True))
        Invitation.objects.bulk_create(Invitation(gathering=gathering, volunteer_id=pk) for pk in there - known)
        gathering.invitations.filter(volunteer_id__in=there).update(present=True)
        gathering.invitations.exclude(volunteer_id__in=there).update(present=False)
        events.record("gathering.held", by=by, at=at, subject=gathering, count=len(there))


def missed(at: datetime) -> list[Volunteer]:
    """Who missed the last two intervisions they were invited to: they stand on the list (V5)."""
    rows = Invitation.objects.filter(
        volunteer__state=State.ACTIVE, gathering__kind=Gathering.Kind.INTERVISION, gathering__starts_at__lt=at
    ).exclude(present=None)
    came: dict[Volunteer, list[bool]] = {}
    for row in rows.select_related("volunteer").order_by("-gathering__starts_at"):
        came.setdefault(row.volunteer, []).append(bool(row.present))
    last = {volunteer: seen[:MISSED_IN_A_ROW] for volunteer, seen in came.items()}
    return [who for who, seen in last.items() if len(seen) == MISSED_IN_A_ROW and not any(seen)]


def next_due(on: date) -> date:
    """By when the next intervision should be: so many weeks (policy) after the last one planned or held; else now."""
    last = Gathering.objects.filter(kind=Gathering.Kind.INTERVISION).order_by("-starts_at").first()
    if last is None:
        return on
    return timezone.localdate(last.starts_at) + timedelta(weeks=versions.current(on).intervision_weeks)
