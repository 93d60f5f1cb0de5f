"""What needs me today? Pure: from facts to sentences, grouped by urgency. Knows no database and no clock.

Every rule below looks at one kind of fact and gives one need for each that somebody should see to, and none for the
others. Addresses are names of routes; the view makes links of them.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from bezoekdienst.visiting import limits
from bezoekdienst.web import before_a_volunteer, group_needs, phrases
from bezoekdienst.web import worklist_facts as facts
from bezoekdienst.web.need import Need, Urgency

LATE_REVIEW = timedelta(days=14)
QUIET_ROUND = timedelta(days=14)  # A6: by then the first answers to a round have always come


def needs(told: facts.Facts) -> list[Need]:
    """Everything that needs somebody, the most urgent first, then by date."""
    found = [
        *before_a_volunteer.signals(told),
        *before_a_volunteer.calls(told),
        *before_a_volunteer.rush(told),
        *before_a_volunteer.sign_ups(told),
        *before_a_volunteer.talks(told),
        *before_a_volunteer.waiting(told),
        *_acquaintances(told),
        *_reviews(told),
        *_endings(told),
        *_silences(told),
        *_conflicts(told),
        *_talks(told),
        *_certificates(told),
        *_absences(told),
        *group_needs.meetings(told),
        *_round(told),
    ]
    order = list(Urgency)
    return sorted(found, key=lambda need: (order.index(need.urgency), need.rank, need.on, need.sentence))


def groups(found: Iterable[Need]) -> list[tuple[Urgency, list[Need]]]:
    """The needs by urgency, without the empty groups."""
    listed = list(found)
    parts = [(urgency, [need for need in listed if need.urgency == urgency]) for urgency in Urgency]
    return [(urgency, part) for urgency, part in parts if part]


def _acquaintances(told: facts.Facts) -> Iterator[Need]:
    """T1: not settled within so many weeks, or a meeting that was and nobody said how it went."""
    for one in told.trajectories:
        if one.state != "acquaintance":
            continue
        late = one.matched_on + timedelta(weeks=told.terms.acquaintance_weeks) < told.today
        met = one.meeting_on is not None and one.meeting_on <= told.today
        if not (late or met):
            continue
        sentence = f"De kennismaking van {one.volunteer} met {one.person} is nog niet rond."
        reason = f"Gekoppeld op {phrases.day(one.matched_on, told.today)}."
        if met and one.meeting_on:
            reason = f"Zij zagen elkaar op {phrases.day(one.meeting_on, told.today)}. Zeggen beiden ja?"
        yield Need(
            Urgency.TODAY if late else Urgency.WEEK,
            6,
            sentence,
            reason,
            one.matched_on,
            "Bespreken",
            "trajectory",
            one.pk,
        )


def _reviews(told: facts.Facts) -> Iterator[Need]:
    """T6: at 3, 6 and 8 months a call: can it be done with less, or stop?"""
    for one in told.trajectories:
        if one.state != "active" or one.started_on is None:
            continue
        if not (due := limits.review_due(one.started_on, one.reviewed_on, told.today)):
            continue
        months, due_on = due
        sentence = (
            f"{phrases.start(one.person)} krijgt al {months} maanden bezoek van {one.volunteer}. Bel hoe het gaat."
        )
        urgency = Urgency.TODAY if due_on + LATE_REVIEW < told.today else Urgency.WEEK
        yield Need(
            urgency, 7, sentence, "Kan het met minder, of kan het stoppen?", due_on, "Bellen", "trajectory", one.pk
        )


def _endings(told: facts.Facts) -> Iterator[Need]:
    """T7: 8, 4 and 2 weeks before the planned end and the hard stop; one line when both are near."""
    for one in told.trajectories:
        if one.state != "active" or one.planned_end_on is None or one.hard_stop_on is None:
            continue
        planned = f"De bezoeken van {one.volunteer} aan {one.person}"
        stop = f"Uiterlijk tot en met {phrases.day(one.hard_stop_on, told.today)}."
        if one.planned_end_on < told.today:
            sentence, end_on = (
                f"{planned} zouden op {phrases.day(one.planned_end_on, told.today)} stoppen.",
                one.hard_stop_on,
            )
            yield Need(Urgency.TODAY, 8, sentence, stop, one.planned_end_on, "Afronden", "trajectory", one.pk)
            continue
        end_on = one.planned_end_on
        weeks = limits.warning_weeks(end_on, told.today)
        if weeks:
            sentence = f"{planned} stoppen {phrases.ahead(end_on, told.today)}."
            reason = "Dan is het jaar om." if end_on == one.hard_stop_on else stop
            urgency = {2: Urgency.TODAY, 4: Urgency.WEEK, 8: Urgency.LATER}[weeks]
            yield Need(urgency, 8, sentence, reason, end_on, "Afscheid voorbereiden", "trajectory", one.pk)


def _silences(told: facts.Facts) -> Iterator[Need]:
    """B4: no log for so many weeks. In a pause it rests."""
    for one in told.trajectories:
        since_on = one.visited_on or one.started_on
        if one.state != "active" or one.paused or since_on is None:
            continue
        if since_on + timedelta(weeks=told.terms.silence_weeks) <= told.today:
            sentence = f"Over {one.person} hoorden wij {phrases.weeks(since_on, told.today)} niets van {one.volunteer}."
            reason = "Het laatste bezoek was toen." if one.visited_on else "Er is nog geen bezoek genoteerd."
            yield Need(Urgency.WEEK, 6, sentence, reason, since_on, "Navragen", "trajectory", one.pk)


def _conflicts(told: facts.Facts) -> Iterator[Need]:
    """B3: two logs came under one id; both are kept until somebody chose."""
    for one in told.conflicts:
        sentence = f"Van het bezoek van {one.volunteer} aan {one.person} zijn er twee verslagen."
        reason = f"Het gaat om {phrases.day(one.on, told.today)}. Beide zijn bewaard."
        yield Need(Urgency.WEEK, 9, sentence, reason, one.received_on, "Vergelijken", "trajectory", one.trajectory_pk)


def _talks(told: facts.Facts) -> Iterator[Need]:
    """V2: a volunteer to talk with about her own loss. That stands on her page: here somebody may look on."""
    for one in told.volunteers:
        if one.untold_on:
            sentence = f"Praat met {one.name} voordat er iemand bij komt."
            reason = "Er is iets genoteerd waarover u samen nog niet sprak. Wie nu bezocht wordt, blijft."
            yield Need(Urgency.TODAY, 6, sentence, reason, one.untold_on, "Bekijken", "volunteer", one.pk)
        elif one.talk_on and one.talk_on <= told.today + before_a_volunteer.SOON:
            sentence = f"U spreekt {one.name} {phrases.near(one.talk_on, told.today)} opnieuw."
            if one.talk_on < told.today:
                sentence = f"U zou {one.name} {phrases.near(one.talk_on, told.today)} opnieuw spreken."
            urgency = Urgency.TODAY if one.talk_on <= told.today else Urgency.WEEK
            reason = "Zo sprak u het de vorige keer af."
            yield Need(urgency, 6, sentence, reason, one.talk_on, "Bekijken", "volunteer", one.pk)


def _certificates(told: facts.Facts) -> Iterator[Need]:
    """V6: 60, 30 and 7 days ahead, and when it ran out."""
    steps = ((7, Urgency.TODAY), (30, Urgency.WEEK), (60, Urgency.LATER))
    for one in told.volunteers:
        if one.vog_until is None:
            continue
        left = (one.vog_until - told.today).days
        urgency = next((urgency for days, urgency in steps if left <= days), None)
        if urgency is None:
            continue
        over = "liep af" if left < 0 else "loopt af"
        sentence = f"De VOG van {one.name} {over} {phrases.near(one.vog_until, told.today)}."
        reason = "Lopende bezoeken gaan door. Iemand nieuw kan dan niet." if left < 0 else ""
        asked_on = one.vog_asked_on
        if asked_on:
            reason = f"{reason} Een nieuwe is aangevraagd op {phrases.day(asked_on, told.today)}.".strip()
        reason = reason or "Vraag op tijd een nieuwe aan."
        yield Need(urgency, 9, sentence, reason, one.vog_until, "Nieuwe VOG noteren", "volunteer", one.pk)


def _absences(told: facts.Facts) -> Iterator[Need]:
    """V5: two intervisions missed in a row."""
    for one in told.volunteers:
        if one.missed_two:
            sentence = f"{one.name} miste twee keer achter elkaar de intervisie."
            yield Need(Urgency.LATER, 9, sentence, "Vraag hoe het gaat.", told.today, "Bekijken", "volunteer", one.pk)


def _round(told: facts.Facts) -> Iterator[Need]:
    """A6: no answer at all, or more than there are free places."""
    one = told.round
    if one is None:
        return
    if one.yeses > one.free_places and one.unplaced > one.free_places:
        sentence = f"Op de {one.name} kwamen {one.yeses} aanmeldingen."
        reason = f"Er {'is 1 plaats' if one.free_places == 1 else f'zijn {one.free_places} plaatsen'} vrij."
        yield Need(Urgency.WEEK, 9, sentence, reason, one.posted_on, "Ronde bekijken", "round", one.pk)
    elif not one.answers and one.posted_on + QUIET_ROUND <= told.today:
        sentence = f"Op de {one.name} kwam nog geen enkel antwoord."
        reason = f"De brieven gingen {phrases.ago(one.posted_on, told.today)} op de post. Klopt het nummer in de brief?"
        yield Need(Urgency.WEEK, 9, sentence, reason, one.posted_on, "Ronde bekijken", "round", one.pk)
