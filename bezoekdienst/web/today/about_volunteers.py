"""What stands on the list about the volunteers: calls, talks about their own loss, VOGs, absences. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from bezoekdienst.web import phrases
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Need, Urgency
from volunteers import certificates

SOON = timedelta(days=7)
PRESSES = {7: Urgency.TODAY, 30: Urgency.WEEK, 60: Urgency.LATER}


def calls(told: facts.Facts) -> Iterator[Need]:
    """ "Bel mij even": until somebody called."""
    for one in told.calls:
        reason = f"Gevraagd {phrases.ago(one.asked_on, told.today)} om {one.asked_time} uur."
        reason += f" Telefoon {one.phone}." if one.phone else ""
        yield Need(
            Urgency.TODAY, 2, f"{one.name} vraagt of u even belt.", reason, one.asked_on, "Bellen", "call", one.pk
        )


def talks(told: facts.Facts) -> Iterator[Need]:
    """V2: a volunteer to talk with about her own loss. That stands on her page: here somebody may look on."""
    for one in told.volunteers:
        if one.untold_on:
            sentence = f"Praat met {one.name} voordat er iemand bij komt."
            reason = "Er is iets genoteerd waarover u samen nog niet sprak. Wie nu bezocht wordt, blijft."
            yield Need(Urgency.TODAY, 6, sentence, reason, one.untold_on, "Bekijken", "volunteer", one.pk)
        elif one.talk_on and one.talk_on <= told.today + SOON:
            sentence = f"U spreekt {one.name} {phrases.when(one.talk_on, told.today)} opnieuw."
            if one.talk_on < told.today:
                sentence = f"U zou {one.name} {phrases.when(one.talk_on, told.today)} opnieuw spreken."
            urgency = Urgency.TODAY if one.talk_on <= told.today else Urgency.WEEK
            reason = "Zo sprak u het de vorige keer af."
            yield Need(urgency, 6, sentence, reason, one.talk_on, "Bekijken", "volunteer", one.pk)


def vogs(told: facts.Facts) -> Iterator[Need]:
    """V6: 60, 30 and 7 days ahead, and when it ran out."""
    for one in told.volunteers:
        days = certificates.warning_days(one.vog_until, told.today)
        if one.vog_until is None or (days is None and one.vog_until > told.today):
            continue
        over = days is None
        sentence = f"De VOG van {one.name} {'liep' if over else 'loopt'} af {phrases.when(one.vog_until, told.today)}."
        reason = "Lopende bezoeken gaan door. Iemand nieuw kan dan niet." if over else ""
        if asked_on := one.vog_asked_on:
            reason = f"{reason} Een nieuwe is aangevraagd op {phrases.day(asked_on, told.today)}.".strip()
        reason = reason or "Vraag op tijd een nieuwe aan."
        urgency = PRESSES[days] if days else Urgency.TODAY
        yield Need(urgency, 9, sentence, reason, one.vog_until, "Nieuwe VOG noteren", "volunteer", one.pk)


def absences(told: facts.Facts) -> Iterator[Need]:
    """V5: two intervisions missed in a row."""
    for one in told.volunteers:
        if one.missed_two:
            sentence = f"{one.name} miste twee keer achter elkaar de intervisie."
            yield Need(Urgency.LATER, 9, sentence, "Vraag hoe het gaat.", told.today, "Bekijken", "volunteer", one.pk)
