"""What the days of a training are about, and which of them a volunteer did: the same topic twice is one day (V2)."""

from collections.abc import Iterable
from datetime import date

from bezoekdienst.lib import words
from volunteers.models import TrainingAttendance, Volunteer

COUNTED = (TrainingAttendance.Presence.PRESENT, TrainingAttendance.Presence.EXEMPT)


def label(topic: str) -> str:
    """A topic as one reads it; words of the coordinator's own as they are."""
    return words.TRAINING_TOPICS.get(topic, topic)


def code(typed: str) -> str:
    """What is kept of what somebody typed: the code of a standard topic, else those words."""
    codes = {_key(topic): topic for topic in words.TRAINING_TOPICS}
    return codes.get(typed.strip().casefold(), typed.strip())


def done(volunteer: Volunteer, on: date) -> set[str]:
    """Topics of the days up to `on` that she did or was exempted from, written alike. Reads `trainings__day`."""
    noted = (one for one in volunteer.trainings.all() if one.presence in COUNTED and one.day.held_on <= on)
    return {_key(one.day.topic) for one in noted}


def missing(volunteer: Volunteer, topics: Iterable[str], on: date) -> list[str]:
    """Those of `topics` that she still misses, as one reads them, each once and in their order."""
    did = done(volunteer, on)
    return list({_key(topic): label(topic) for topic in topics if _key(topic) not in did}.values())


def _key(topic: str) -> str:
    return label(topic).strip().casefold()
