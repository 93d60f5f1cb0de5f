"""The next time that the volunteers meet, as the phone shows it."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from volunteers.models import Gathering, Invitation, Volunteer


def upcoming(volunteer: Volunteer, at: datetime) -> dict[str, Any] | None:
    """The first gathering she is invited to that isn't over by the day of `at`; None when there is none."""
    morning = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    invited = Invitation.objects.filter(volunteer=volunteer, gathering__starts_at__gte=morning)
    found = invited.select_related("gathering").order_by("gathering__starts_at").first()
    return row(found.gathering, found) if found else None


def row(gathering: Gathering, invitation: Invitation) -> dict[str, Any]:
    """One gathering with one volunteer's answer, as `GatheringOut` wants it."""
    return {
        "id": gathering.pk,
        "kind": gathering.kind,
        "kind_words": gathering.get_kind_display(),
        "starts_at": gathering.starts_at,
        "place": gathering.place,
        "coming": invitation.coming,
    }
