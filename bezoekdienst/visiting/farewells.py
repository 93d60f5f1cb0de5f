"""The verb for a last word to the volunteer: a few lines of thanks, from the person she visited or the coordinator.

They stand on her phone with the trajectory that ended, as long as she sees that; the mail only says that they do.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.notices import post
from bezoekdienst.visiting import limits
from bezoekdienst.visiting.models import Trajectory
from bezoekdienst.visiting.states import TrajectoryState

LONGEST = 1000


def thank(trajectory: Trajectory, *, words: str, by: User, at: datetime) -> None:
    """Write the last word, or write it anew. Raises Refused before the end, or when she no longer sees it."""
    with transaction.atomic():
        trajectory.refresh_from_db(from_queryset=Trajectory.objects.select_for_update())
        refuse_if(_obstacles(trajectory, words, timezone.localdate(at)))
        trajectory.thanks = words.strip()
        trajectory.save(update_fields=["thanks"])
        if user := trajectory.volunteer.user:
            # of a trajectory that was closed by mistake before, it is another last word
            post.queue(f"trajectory:{trajectory.pk}:thanks:{trajectory.ended_on}", "thanks", user, at)
        about = trajectory.resident.pseudonym
        events.record("trajectory.thanked", by=by, at=at, subject=trajectory, about=about)


def _obstacles(trajectory: Trajectory, words: str, today: date) -> list[Reason]:
    if trajectory.state != TrajectoryState.ENDED or trajectory.ended_on is None:
        return [Reason("T8", "Het traject loopt nog. Een laatste woord kan als het is afgerond.")]
    reasons = []
    seen_until_on = limits.log_until(trajectory.ended_on)
    if today > seen_until_on:
        text = f"De vrijwilliger zag dit traject tot en met {wording.day(seen_until_on)}. Bel of schrijf liever zelf."
        reasons.append(Reason("T8", text))
    if not words.strip():
        reasons.append(Reason("T8", "Schrijf een paar regels."))
    if len(words.strip()) > LONGEST:
        reasons.append(Reason("T8", f"Dit is te lang: hoogstens {LONGEST} tekens."))
    return reasons
