"""What stands on the list about appointments and calls: to confirm, to call again, called in vain. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from bezoekdienst.visiting.facts import IntakeFacts
from bezoekdienst.web import phrases
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Need, Urgency

NEAR = timedelta(days=4)  # a letter is on the mat by then
ENOUGH = 3  # calls in vain; then one letter, and rest


def unconfirmed(told: facts.Facts) -> Iterator[Need]:
    """The visit is near, and nobody noted that she knows of it (I1)."""
    for one in told.intakes:
        if one.planned_on and is_unconfirmed(one, told.today):
            when = phrases.near(one.planned_on, told.today)
            sentence = f"De afspraak met {one.person} is nog niet bevestigd."
            who = f"{one.goes} gaat" if one.goes else "Het gesprek is"
            reason = f"{who} {when} om {one.planned_time} uur."
            urgency = Urgency.TODAY if one.planned_on <= told.today + timedelta(days=1) else Urgency.WEEK
            yield Need(urgency, 4, sentence, reason, one.planned_on, "Bevestigen", "intake", one.pk)


def is_unconfirmed(one: IntakeFacts, today: date) -> bool:
    """Whether she is to be told of a visit that is near: until then that is the one line about it."""
    if one.state != "planned" or one.planned_on is None or one.confirmed:
        return False
    return today <= one.planned_on <= today + NEAR


def again(told: facts.Facts) -> Iterator[Need]:
    """A call that was put off to a day, which has come: not reached then, or "not now" (I1)."""
    for one in told.intakes:
        if one.again_on is None or one.again_on > told.today:
            continue
        name, when = phrases.start(one.person), phrases.when(one.again_on, told.today)
        is_late = one.again_on < told.today
        sentence = f"U zou {one.person} {when} opnieuw bellen." if is_late else f"Bel {one.person} vandaag opnieuw."
        reason = f"{name} wilde toen nog niet." if one.state == "not_now" else _liked(one)
        yield Need(Urgency.TODAY, 3, sentence, reason, one.again_on, "Bellen", "intake", one.pk)


def in_vain(told: facts.Facts) -> Iterator[Need]:
    """Called so often that calling once more is not what helps."""
    for one in told.intakes:
        if is_in_vain(one):
            sentence = f"{phrases.start(one.person)} was {one.missed_calls} keer niet te bereiken."
            reason = "Stuur nog één brief, en laat het dan rusten."
            yield Need(Urgency.WEEK, 4, sentence, reason, one.opened_on, "Bekijken", "intake", one.pk)


def is_in_vain(one: IntakeFacts) -> bool:
    """Whether nobody needs to call her again by herself: no day was agreed to try once more."""
    return one.state == "signed_up" and one.missed_calls >= ENOUGH and one.again_on is None


def rests(one: IntakeFacts) -> bool:
    """Whether the other rules about a sign-up say nothing now: these say it, or a day to call again was chosen."""
    return is_in_vain(one) or one.again_on is not None


def _liked(one: IntakeFacts) -> str:
    return f"Liefst {one.best_time}." if one.best_time else ""
