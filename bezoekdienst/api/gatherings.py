"""The next time that the volunteers meet, as the phone shows it."""

from datetime import datetime
from typing import Any

from volunteers.models import Invitation, Volunteer


def upcoming(volunteer: Volunteer, at: datetime) -> dict[str, Any] | None:
    """The first gathering she is invited to that begins after `at`; None when there is none."""
    invited = Invitation.objects.filter(volunteer=volunteer, gathering__starts_at__gt=at)
    found = invited.select_related("gathering").order_by("gathering__starts_at").first()
    return row(found) if found else None


def row(invitation: Invitation) -> dict[str, Any]:
    """One gathering with one volunteer's answer, as `GatheringOut` wants it."""
    gathering = invitation.gathering
    return {
        "id": gathering.pk,
        "kind": gathering.kind,
        "kind_words": gathering.get_kind_display(),
        "starts_at": gathering.starts_at,
        "place": gathering.place,
        "coming": invitation.coming,
    }
