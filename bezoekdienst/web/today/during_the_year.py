"""What stands on the list about who is visited: acquaintances, reviews, ends, silences, doubled logs. Pure."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from bezoekdienst.visiting import dues
from bezoekdienst.web import phrases
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Need, Urgency

LATE_REVIEW = timedelta(days=14)


def acquaintances(told: facts.Facts) -> Iterator[Need]:
    """T1: not settled within so many weeks, or a meeting that was and nobody said how it went."""
    for one in told.trajectories:
        until_on = dues.settle_until(one, told.terms)
        if until_on is None:
            continue
        late, met = until_on < told.today, one.meeting_on is not None and one.meeting_on <= told.today
        if not (late or met):
            continue
        sentence = f"De kennismaking van {one.volunteer} met {one.person} is nog niet rond."
        reason = f"Gekoppeld op {phrases.day(one.matched_on, told.today)}."
        if met and one.meeting_on:
            reason = _met(one.meeting_on, one.meeting_time, told.today)
        urgency = Urgency.TODAY if late else Urgency.WEEK
        yield Need(urgency, 6, sentence, reason, one.matched_on, "Bespreken", "trajectory", one.pk)


def _met(meeting_on: date, meeting_time: time | None, today: date) -> str:
    if meeting_on < today:
        return f"Zij zagen elkaar op {phrases.day(meeting_on, today)}. Zeggen beiden ja?"
    hour = f" om {meeting_time:%H.%M} uur" if meeting_time else ""
    return f"Zij zien elkaar vandaag{hour}. Vraag daarna of beiden ja zeggen."


def reviews(told: facts.Facts) -> Iterator[Need]:
    """T6: at 3, 6 and 8 months a call: can it be done with less, or stop?"""
    for one in told.trajectories:
        if not (due := dues.review(one, told.today)):
            continue
        months, due_on = due
        now = ", nu" if one.year_on and one.year_on != one.started_on else ""  # handed over since
        person = phrases.start(one.person)
        sentence = f"{person} krijgt al {months} maanden bezoek{now} van {one.volunteer}. Bel hoe het gaat."
        urgency = Urgency.TODAY if due_on + LATE_REVIEW < told.today else Urgency.WEEK
        reason = "Kan het met minder, of kan het stoppen?"
        yield Need(urgency, 7, sentence, reason, due_on, "Bellen", "trajectory", one.pk)


def endings(told: facts.Facts) -> Iterator[Need]:
    """T7: 8, 4 and 2 weeks before the planned end and the hard stop; one line when both are near."""
    for one in told.trajectories:
        if one.state != "active" or one.planned_end_on is None or one.hard_stop_on is None:
            continue
        visits = f"De bezoeken van {one.volunteer} aan {one.person}"
        stop = f"Uiterlijk tot en met {phrases.day(one.hard_stop_on, told.today)}."
        if one.planned_end_on < told.today:
            sentence = f"{visits} zouden op {phrases.day(one.planned_end_on, told.today)} stoppen."
            yield Need(Urgency.TODAY, 8, sentence, stop, one.planned_end_on, "Afronden", "trajectory", one.pk)
        elif first := next(dues.endings(one, told.today), None):
            sentence = f"{visits} stoppen {phrases.ahead(first.on, told.today)}."
            reason = "Dan is het jaar om." if first.is_stop else stop
            urgency = {2: Urgency.TODAY, 4: Urgency.WEEK, 8: Urgency.LATER}[first.weeks]
            yield Need(urgency, 8, sentence, reason, first.on, "Afscheid voorbereiden", "trajectory", one.pk)


def silences(told: facts.Facts) -> Iterator[Need]:
    """B4: no log for so many weeks. In a pause it rests."""
    for one in told.trajectories:
        if since_on := dues.silent_since(one, told.terms.silence_weeks, told.today):
            sentence = f"Over {one.person} hoorden wij {phrases.weeks(since_on, told.today)} niets van {one.volunteer}."
            last = {one.visited_on: "Het laatste bezoek was toen.", one.rested_on: "De pauze was toen voorbij."}
            reason = last.get(since_on, "Er is nog geen bezoek genoteerd.")
            yield Need(Urgency.WEEK, 6, sentence, reason, since_on, "Navragen", "trajectory", one.pk)


def conflicts(told: facts.Facts) -> Iterator[Need]:
    """B3: two logs came under one id; both are kept until somebody chose."""
    for one in told.conflicts:
        sentence = f"Van het bezoek van {one.volunteer} aan {one.person} zijn er twee verslagen."
        reason = f"Het gaat om {phrases.day(one.on, told.today)}. Beide zijn bewaard."
        yield Need(Urgency.WEEK, 9, sentence, reason, one.received_on, "Vergelijken", "trajectory", one.trajectory_pk)
