"""A training with its days, and who takes part, as tests plan them."""

from datetime import timedelta

from bezoekdienst.lib import words
from tests import factories
from volunteers import trainings
from volunteers.attendance import Presence
from volunteers.states import State

TODAY = factories.TODAY
PRESENT, ABSENT = (Presence.PRESENT, ""), (Presence.ABSENT, "")


def day(after=0, topic="conversation", **more):
    return trainings.Day(TODAY + timedelta(days=after), topic, **more)


def course(given, *days):
    usual = [day(n - 2, topic) for n, topic in enumerate(words.TRAINING_TOPICS)]  # two days past, today, tomorrow
    return trainings.plan("Najaar", days=days or usual, **given)


def trainee(name="Truus", **more):
    return factories.VolunteerFactory(first_name=name, state=State.TRAINING, training_exemption="", **more)


def joined(given, found, *people):
    trainings.join(found, people, **given)
    return found
