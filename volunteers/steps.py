"""What is next for a volunteer: what she still needs before she can be active, in a few words each (V2)."""

from datetime import date

from bezoekdienst.lib import calendar, wording, words
from bezoekdienst.policy.models import Policy
from volunteers import eligibility, topics
from volunteers.models import SignOffTalk, Volunteer

READS = (*eligibility.READS, "courses__course__days")


def needed(volunteer: Volunteer, policy: Policy, on: date) -> list[str]:
    """What still has to be done or passed, in the order in which one does it; empty when all is in order.

    Reads through the relations in `READS`: prefetch them for a list.
    """
    found = [*_talk(volunteer, policy, on), *_training(volunteer, policy, on), *_vog(volunteer, policy, on)]
    return found if volunteer.conduct_agreed_on else [*found, "gedragscode"]


def _talk(volunteer: Volunteer, policy: Policy, on: date) -> list[str]:
    latest, last = eligibility.latest_loss(volunteer), eligibility.last_talk(volunteer, on)
    if latest is None:
        return ["eigen verlies", "gesprek daarover"]
    found = []
    if last is None or eligibility.undiscussed(volunteer, on):
        found.append("gesprek over het eigen verlies")
    elif last.outcome != SignOffTalk.Outcome.FIT:
        again = f" op {wording.day(last.again_on)}" if last.again_on else ""
        found.append(f"opnieuw een gesprek{again}")
    old_on = calendar.add_months(latest.happened_on, policy.loss_months)
    return [*found, f"tijd tot {wording.day(old_on)}"] if on < old_on else found


def _training(volunteer: Volunteer, policy: Policy, on: date) -> list[str]:
    done, every = topics.done(volunteer, on), course_topics(volunteer)
    if volunteer.training_exemption or len(done) >= policy.training_days:
        return []
    missing = topics.missing(volunteer, every, on)
    if not done or not missing:
        return ["training"]
    numbers = [str(number) for number, topic in enumerate(every, 1) if topics.label(topic) in missing]
    return [f"trainingsdag {' en '.join(part for part in (', '.join(numbers[:-1]), numbers[-1]) if part)}"]


def course_topics(volunteer: Volunteer) -> list[str]:
    """What her training is about, each once: the topics of the courses she takes part in, else the usual ones."""
    planned = [day.topic for part in volunteer.courses.all() for day in part.course.days.all()]
    return list({topics.label(topic).casefold(): topic for topic in planned}.values()) or list(words.TRAINING_TOPICS)


def _vog(volunteer: Volunteer, policy: Policy, on: date) -> list[str]:
    until = eligibility.vog_valid_until(volunteer, policy)
    if until and on <= until:
        return []
    asked_on = volunteer.vog_asked_on if eligibility.waits_for_vog(volunteer) else None
    return [f"VOG (aangevraagd op {wording.day(asked_on)})" if asked_on else "VOG"]
