"""Letters when two entries become one: answers go along, so that a round still adds up (L12), and a no stays a no."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from bezoekdienst.visiting.mergers import likeness, relations
from bezoekdienst.visiting.mergers.likeness import Entry
from bezoekdienst.visiting.models import Resident
from letters import memory
from letters.models import Reply
from letters.states import ReplyKind

relations.settle(relations.repoint, "letters.Reply.intake")


def said_never(resident: Resident) -> bool:
    """Whether she answered a letter, and also that she wants no more of them (A4)."""
    return Reply.objects.filter(kind=ReplyKind.NEVER, letter__replies__intake__resident=resident).exists()


@relations.afterwards
def _never_again(stays: Resident, known: Sequence[Entry], at: datetime) -> None:
    """Who wants no letters wants none under whichever name and address she was known (A4)."""
    if said_never(stays):
        for one in known:
            keys = memory.person_digests(one.name, one.postcode, likeness.house_number(one.street))
            memory.suppress(keys, on=timezone.localdate(at))
