"""Who is asked to a gathering, and what she says: invited once, answered as often as she likes, reminded once (V5)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.notices import post
from volunteers.models import Gathering, Invitation, Volunteer
from volunteers.states import HERE

REMIND_DAYS, LAST_DAYS = 7, 4  # nearer than that she was only just invited, or a mail comes too late


class Said(StrEnum):
    """What an answer is worth: one that was given before the gathering moved was about another day."""

    YES = "yes"
    NO = "no"
    OLD_YES = "old_yes"
    OLD_NO = "old_no"
    NOTHING = "nothing"


UNANSWERED = frozenset({Said.OLD_YES, Said.OLD_NO, Said.NOTHING})


def said(invitation: Invitation) -> Said:
    """What she said, as it stands now; reads the gathering."""
    if invitation.coming is None:
        return Said.NOTHING
    moved_at, answered_at = invitation.gathering.moved_at, invitation.answered_at
    if moved_at and answered_at and answered_at < moved_at:
        return Said.OLD_YES if invitation.coming else Said.OLD_NO
    return Said.YES if invitation.coming else Said.NO


def invite(gatherings: Sequence[Gathering], *, by: User | None, at: datetime) -> int:
    """Invite whoever belongs to the group to what she isn't invited to yet, in one mail each; how many invitations."""
    known = set(Invitation.objects.filter(gathering__in=gatherings).values_list("gathering_id", "volunteer_id"))
    group = Volunteer.objects.filter(state__in=HERE).select_related("user")
    new = {volunteer: [each for each in gatherings if (each.pk, volunteer.pk) not in known] for volunteer in group}
    count = sum(map(len, new.values()))
    if not count:
        return 0
    with transaction.atomic():
        Invitation.objects.bulk_create(
            (Invitation(gathering=each, volunteer=volunteer) for volunteer, found in new.items() for each in found),
            ignore_conflicts=True,
        )
        for volunteer, found in new.items():
            if volunteer.user and found:
                ids = " ".join(str(each.pk) for each in found)
                post.queue(f"gathering:{found[0].pk}:{volunteer.pk}", "gathering", volunteer.user, at, gatherings=ids)
        for each in gatherings:
            if asked := sum(each in found for found in new.values()):
                events.record("gathering.invited", by=by, at=at, subject=each, count=asked)
    return count


def invite_newcomers(*, at: datetime) -> int:
    """Whoever joined the group since is asked to everything that lies ahead; how many invitations."""
    ahead = Gathering.objects.filter(starts_at__gt=at, cancelled_at=None)
    return invite(list(ahead), by=None, at=at)


def answer(invitation: Invitation, *, coming: bool, about_on: date | None = None, by: User, at: datetime) -> None:
    """She comes, or not; may change until it starts. `by` is she herself, or the coordinator whom she told.

    `about_on` is the day she answers about: Refused when it moved to another while her answer was under way.
    """
    if invitation.gathering.cancelled_at:
        raise Refused(Reason("V5", "Deze bijeenkomst gaat niet door. U hoeft niets te laten weten."))
    if at >= invitation.gathering.starts_at:
        raise Refused(Reason("V5", "Deze bijeenkomst is al geweest."))
    if about_on and about_on != timezone.localdate(invitation.gathering.starts_at):
        raise Refused(Reason("V5", "De bijeenkomst is verplaatst. Kijk wanneer het nu is, en antwoord opnieuw."))
    with transaction.atomic():
        invitation.coming, invitation.answered_at = coming, at
        invitation.save(update_fields=["coming", "answered_at"])
        about = invitation.volunteer.pseudonym
        events.record("gathering.answered", by=by, at=at, subject=invitation.gathering, about=about, coming=coming)


def remind(*, on: date, at: datetime) -> int:
    """Ask once more, a week ahead, who didn't answer or answered about another day; each once a day it is on."""
    queued = 0
    for invitation in _unanswered(on):
        starts_on, user = timezone.localdate(invitation.gathering.starts_at), invitation.volunteer.user
        if user:
            key = f"gathering:{invitation.gathering_id}:answer:{starts_on}:{invitation.volunteer_id}"
            queued += post.queue(key, "gathering_answer", user, at, gatherings=str(invitation.gathering_id))
    return queued


def tell(gatherings: Iterable[Gathering], kind: str, cause: str, *, at: datetime, **facts: str | int) -> None:
    """One mail to everybody in the group who was invited to any of them, whatever she answered.

    Her calendar holds them, and must hear of it. `cause` makes the message's key, together with who is told.
    """
    mine: dict[User, list[str]] = defaultdict(list)
    rows = Invitation.objects.filter(gathering__in=list(gatherings), volunteer__state__in=HERE)
    for row in rows.select_related("volunteer__user").order_by("gathering__starts_at"):
        if row.volunteer.user:
            mine[row.volunteer.user].append(str(row.gathering_id))
    for user, ids in mine.items():
        post.queue(f"{cause}:{user.pk}", kind, user, at, gatherings=" ".join(ids), **facts)


def _unanswered(on: date) -> Iterable[Invitation]:
    days = (on + timedelta(days=LAST_DAYS), on + timedelta(days=REMIND_DAYS))
    soon = Q(gathering__starts_at__date__range=days, gathering__cancelled_at=None, volunteer__state__in=HERE)
    old = Q(answered_at__lt=F("gathering__moved_at"))
    rows = Invitation.objects.filter(soon).filter(Q(coming=None) | old)
    return rows.select_related("gathering", "volunteer__user").order_by("pk")
