"""What stands on the list about signals: unseen, seen but nothing followed, passed on without an outcome (S2). Pure."""

from collections.abc import Iterator
from datetime import timedelta

from bezoekdienst.web import phrases
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Need, Urgency

# S2 has no term for what follows on seeing: these are ours, so that nothing that was seen is forgotten.
FOLLOWED_WITHIN = {True: timedelta(days=2), False: timedelta(days=14)}  # by whether it is urgent


def signals(told: facts.Facts) -> Iterator[Need]:
    """S2: nobody saw it yet. What kind it is stands on its own page: a name beside "wil niet meer leven" does not
    belong on a screen that somebody may look at in passing."""
    for one in told.signals:
        by, is_near = phrases.near(one.due_on, told.today), one.due_on <= told.today + timedelta(days=1)
        if one.died:
            sentence = f"Over {one.person} staat nog een signaal open. De bezoeker is overleden."
            reason, urgency, rank = "Sluit het af als dat kan.", Urgency.WEEK, 6
        elif one.urgent:
            sentence, reason = f"Dringend signaal over {one.person}.", _how_urgent(one, by)
            urgency, rank = Urgency.TODAY, 0
        else:
            sentence = f"{one.by or 'Een collega'} meldde een signaal over {one.person}."
            reason = f"Dat had uiterlijk {by} gemoeten." if one.is_late else f"Bekijk het uiterlijk {by}."
            urgency, rank = Urgency.TODAY if is_near else Urgency.WEEK, 1
        yield Need(urgency, rank, sentence, reason, one.reported_on, "Signaal bekijken", "signal", one.pk)


def _how_urgent(one: facts.SignalFacts, by: str) -> str:
    due = f"{by} om {one.due_time} uur"
    reason = f"Dat had uiterlijk {due} gemoeten." if one.is_late else f"Kijk nu. Uiterlijk {due}."
    if one.unheard:
        return f"{reason} Niemand kreeg hier een mail van."
    return f"{reason} Het ging naar de plaatsvervanger." if one.escalated else reason


def stalled(told: facts.Facts) -> Iterator[Need]:
    """S2: somebody saw it, and since then it stands still: not passed on, and not closed with what came of it."""
    for one in told.stalled:
        if one.seen_on + FOLLOWED_WITHIN[one.urgent] > told.today:
            continue
        sentence = f"Het signaal over {one.person} is gezien, en staat nog open."
        reason = f"Gezien op {phrases.day(one.seen_on, told.today)}. Noteer wat ervan kwam, of wat er nu gebeurt."
        urgency = Urgency.TODAY if one.urgent else Urgency.WEEK
        yield Need(urgency, 6, sentence, reason, one.seen_on, "Signaal bekijken", "signal", one.pk)


def unsettled(told: facts.Facts) -> Iterator[Need]:
    """After so many weeks somebody asks how it went. To whom it was stands on its own page, as with a signal."""
    for one in told.referrals:
        weeks = phrases.weeks(one.made_on, told.today)
        sentence = f"U verwees {one.person} {weeks} geleden door. Wat kwam ervan?"
        reason = "Vraag het na, of noteer dat de toestemming is ingetrokken."
        yield Need(Urgency.WEEK, 6, sentence, reason, one.made_on, "Bekijken", one.route, one.pk)
