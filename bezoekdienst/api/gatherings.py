"""The next time that the volunteers meet, as the phone shows it."""

from datetime import datetime
from typing import Any

from volunteers import invitations
from volunteers.invitations import Said
from volunteers.models import Invitation, Volunteer


def upcoming(volunteer: Volunteer, at: datetime, *, called_off: bool = False) -> dict[str, Any] | None:
    """The first gathering she is invited to that begins after `at`, or that would have; None when there is none."""
    invited = Invitation.objects.filter(volunteer=volunteer, gathering__starts_at__gt=at)
    still_on = invited.filter(gathering__cancelled_at__isnull=not called_off)
    found = still_on.select_related("gathering").order_by("gathering__starts_at").first()
    return row(found) if found else None


def row(invitation: Invitation) -> dict[str, Any]:
    """One gathering with one volunteer's answer, as `GatheringOut` wants it."""
    gathering = invitation.gathering
    return {
        "id": gathering.pk,
        "kind": gathering.kind,
        "kind_words": gathering.get_kind_display(),
        "starts_at": gathering.starts_at,
        "minutes": gathering.minutes,
        "place": gathering.place,
        "theme": gathering.theme,
        "coming": invitation.coming,
        "moved": invitations.said(invitation) in (Said.OLD_YES, Said.OLD_NO),
    }
