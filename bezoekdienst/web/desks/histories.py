"""What was done, in sentences of who and what: the log as the pages of one object show it."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict

from django.db.models import Model
from django.utils import timezone

from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event


class Told(TypedDict):
    """One line of components/timeline.html."""

    on: date
    what: str


READING = "person.read"  # who looked is for the privacy officer; here it would hide what was done


def of(subject: Model) -> list[Told]:
    """Everything that was done to one object, oldest first, without who only looked. One query."""
    return tell(events.history(subject).exclude(kind=READING).order_by("id"))


def tell(found: Iterable[Event]) -> list[Told]:
    """The sentences of these events."""
    return [{"on": timezone.localdate(event.at), "what": events.whole_sentence(event)} for event in found]
