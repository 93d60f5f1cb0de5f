"""What needs me today? Pure: from facts to sentences, grouped by urgency. Knows no database and no clock.

Each rule looks at one kind of fact and gives one need for each that somebody should see to, and none for the others.
Addresses are names of routes; the view makes links of them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from bezoekdienst.web import phrases
from bezoekdienst.web.today import (
    about_volunteers,
    appointment_needs,
    before_a_volunteer,
    clock_needs,
    double_needs,
    during_the_year,
    group_needs,
    signal_needs,
)
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Need, Urgency

SHOWN = {Urgency.TODAY: 12, Urgency.WEEK: 8, Urgency.LATER: 3}  # at once
SPARED = 2  # so few more are not worth a fold
QUIET_ROUND = timedelta(days=14)  # A6: by then the first answers to a round have always come
Noun = tuple[str, str]
Rule = Callable[[facts.Facts], Iterable[Need]]


def needs(told: facts.Facts) -> list[Need]:
    """Everything that needs somebody, the most urgent first, then by date."""
    found = [replace(need, noun=noun) for noun, rule in RULES for need in rule(told)]
    order = list(Urgency)
    return sorted(found, key=lambda need: (order.index(need.urgency), need.rank, need.on, need.sentence))


def groups(found: Iterable[Need]) -> list[tuple[Urgency, list[Need]]]:
    """The needs by urgency, without the empty groups."""
    listed = list(found)
    parts = [(urgency, [need for need in listed if need.urgency == urgency]) for urgency in Urgency]
    return [(urgency, part) for urgency, part in parts if part]


def folded(urgency: Urgency, part: list[Need]) -> tuple[list[Need], list[Need]]:
    """What of a group is shown at once, and what is folded behind it."""
    at = SHOWN[urgency] if len(part) > SHOWN[urgency] + SPARED else len(part)
    return part[:at], part[at:]


def counted(found: Iterable[Need]) -> list[str]:
    """How many of each kind, in the order in which they come first: "2 signalen", "1 aanmelding"."""
    counts = Counter(need.noun for need in found)
    return [f"1 {one}" if count == 1 else f"{count} {more}" for (one, more), count in counts.items()]


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


def _undelivered(told: facts.Facts) -> Iterator[Need]:
    """A mail that could not be sent: somebody waits for word that doesn't come."""
    if told.undelivered:
        many = told.undelivered > 1
        sentence = f"{told.undelivered} mails konden niet weg." if many else "Een mail kon niet weg."
        reason = "Kijk voor wie, en probeer het nog eens."
        yield Need(Urgency.WEEK, 5, sentence, reason, told.today, "Bekijken", "mails")


# What one of them is about, and several; and the rule that finds them.
RULES: tuple[tuple[Noun, Rule], ...] = (
    (("datum om na te kijken", "datums om na te kijken"), clock_needs.dates),
    (("signaal", "signalen"), signal_needs.signals),
    (("signaal dat stil ligt", "signalen die stil liggen"), signal_needs.stalled),
    (("belverzoek", "belverzoeken"), about_volunteers.calls),
    (("doorverwijzing zonder uitkomst", "doorverwijzingen zonder uitkomst"), signal_needs.unsettled),
    (("druk uur op de aanmeldpagina", "drukke uren op de aanmeldpagina"), before_a_volunteer.rush),
    (("aanmelding", "aanmeldingen"), before_a_volunteer.sign_ups),
    (("bezoeker om opnieuw te bellen", "bezoekers om opnieuw te bellen"), appointment_needs.again),
    (("bezoeker die niet te bereiken is", "bezoekers die niet te bereiken zijn"), appointment_needs.in_vain),
    (("afspraak om te bevestigen", "afspraken om te bevestigen"), appointment_needs.unconfirmed),
    (("mogelijk dubbele aanmelding", "mogelijk dubbele aanmeldingen"), double_needs.written_twice),
    (("gesprek thuis", "gesprekken thuis"), before_a_volunteer.talks),
    (("bezoeker die wacht", "bezoekers die wachten"), before_a_volunteer.waiting),
    (("kennismaking", "kennismakingen"), during_the_year.acquaintances),
    (("tussengesprek", "tussengesprekken"), during_the_year.reviews),
    (("traject dat afloopt", "trajecten die aflopen"), during_the_year.endings),
    (("traject zonder nieuw verslag", "trajecten zonder nieuw verslag"), during_the_year.silences),
    (("dubbel verslag", "dubbele verslagen"), during_the_year.conflicts),
    (("gesprek met een vrijwilliger", "gesprekken met vrijwilligers"), about_volunteers.talks),
    (("VOG", "VOG’s"), about_volunteers.vogs),
    (("vrijwilliger die intervisie miste", "vrijwilligers die intervisie misten"), about_volunteers.absences),
    (("bijeenkomst", "bijeenkomsten"), group_needs.meetings),
    (("ronde", "rondes"), _round),
    (("mail die niet weg kon", "mails die niet weg konden"), _undelivered),
)
