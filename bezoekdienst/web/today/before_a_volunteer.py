"""What stands on the list about people who have no volunteer yet: sign-ups, talks, waiting. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from bezoekdienst.visiting import dues
from bezoekdienst.visiting.facts import IntakeFacts
from bezoekdienst.web import phrases
from bezoekdienst.web.today import appointment_needs
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Need, Urgency

SOON = timedelta(days=7)
RUSH = 10  # sign-ups in one hour; a whole round brings 4 to 7 (A6)


def sign_ups(told: facts.Facts) -> Iterator[Need]:
    """I1: a first contact within so many working days; then a home visit planned."""
    for one in told.intakes:
        if one.state != "signed_up" or appointment_needs.rests(one):
            continue
        due_on = dues.contact_until(one, told.terms)
        if due_on is None:
            yield _to_plan(one, told)
            continue
        days = (told.today - one.opened_on).days
        when = phrases.ago(one.opened_on, told.today)
        sentence = f"{phrases.start(one.person)} {_came(one.source, when)} en is nog niet gebeld."
        by = phrases.near(due_on, told.today)
        reason = f"Dat had uiterlijk {by} gemoeten." if due_on < told.today else f"Bel uiterlijk {by}."
        reason += f" Liefst {one.best_time}." if one.best_time else ""
        urgency = Urgency.TODAY if due_on <= told.today or days == 0 else Urgency.WEEK
        yield Need(urgency, 3, sentence, reason, one.opened_on, "Bellen", "intake", one.pk)


BY = {"family": " door familie", "gp": " door de huisarts", "other": ""}


def _came(source: str, when: str) -> str:
    """She did it herself, or somebody did it for her."""
    return f"werd {when}{BY[source]} aangemeld" if source in BY else f"meldde zich {when} aan"


def rush(told: facts.Facts) -> Iterator[Need]:
    """More people signed up by themselves within an hour than ever do: somebody may be playing with the page."""
    one = told.rush
    if one is not None and one.count >= RUSH:
        when = phrases.start(phrases.ago(one.on, told.today))
        sentence = f"{when} kwamen er vanaf {one.time} uur binnen een uur {one.count} aanmeldingen via internet."
        reason = "Dat is ongewoon veel. Kijk of ze echt zijn, voordat u gaat bellen."
        yield Need(Urgency.TODAY, 2, sentence, reason, one.on, "Aanmeldingen bekijken", "intakes")


def _to_plan(one: IntakeFacts, told: facts.Facts) -> Need:
    due_on = dues.talk_until(one, told.terms) or told.today
    late, name = due_on < told.today, phrases.start(one.person)
    sentence, act = f"{name} heeft nog geen afspraak voor het gesprek thuis.", "Afspraak maken"
    by = phrases.near(due_on, told.today)
    reason = f"Het gesprek had er uiterlijk {by} moeten zijn." if late else f"Het gesprek is liefst voor {by}."
    if one.missed_calls:  # nobody can make an appointment with whom nobody spoke
        sentence, act = f"{name} is nog niet bereikt.", "Bellen"
        reason = f"{phrases.times(one.missed_calls)} gebeld. {reason}"
        reason += f" Liefst {one.best_time}." if one.best_time else ""
    return Need(Urgency.TODAY if late else Urgency.WEEK, 4, sentence, reason, one.opened_on, act, "intake", one.pk)


def talks(told: facts.Facts) -> Iterator[Need]:
    """I1: the appointments of today and this week, and the talks that took place and aren't written down."""
    for one in told.intakes:
        if one.state == "visited" and one.planned_on is None:
            yield _to_decide(one, told)
        elif one.state not in ("planned", "visited") or one.planned_on is None:
            continue
        elif one.planned_on < told.today:
            had = f"had {one.goes or 'u'} een gesprek met {one.person}"
            sentence = f"{phrases.start(phrases.ago(one.planned_on, told.today))} {had}."
            yield Need(
                Urgency.TODAY, 5, sentence, "Wat kwam eruit?", one.planned_on, "Gesprek invullen", "intake", one.pk
            )
        elif one.planned_on == told.today:
            sentence = f"{_who(one, 'bent', 'is')} om {one.planned_time} uur bij {one.person} voor het gesprek."
            yield Need(
                Urgency.TODAY, 5, sentence, one.address, one.planned_on, "Gesprek openen", "intake", one.pk,
                moment=f"{one.planned_time} uur",
            )  # fmt: skip
        elif appointment_needs.is_unconfirmed(one, told.today):
            continue  # that line says when, and asks for what comes first
        elif one.planned_on <= told.today + SOON:
            when = f"{phrases.weekday(one.planned_on)} om {one.planned_time} uur"
            sentence = f"{_who(one, 'gaat', 'gaat')} {when} naar {one.person} voor het gesprek."
            yield Need(Urgency.WEEK, 5, sentence, one.address, one.planned_on, "Gesprek openen", "intake", one.pk)


def _to_decide(one: IntakeFacts, told: facts.Facts) -> Need:
    """The talk of who came over from paper: there was no appointment here."""
    on = one.visited_on or one.opened_on
    sentence = f"{phrases.start(phrases.ago(on, told.today))} was er een gesprek met {one.person}."
    return Need(Urgency.TODAY, 5, sentence, "Wat kwam eruit?", on, "Gesprek invullen", "intake", one.pk)


def _who(one: IntakeFacts, you: str, she: str) -> str:
    """The list is everybody's: so it names who goes, as soon as that is known."""
    return f"{one.goes} {she}" if one.goes else f"U {you}"


def waiting(told: facts.Facts) -> Iterator[Need]:
    """Who waits for a volunteer, and whether there is one to look at."""
    for one in told.waiting:
        whom = "een andere vrijwilliger" if one.again else "een vrijwilliger"
        sentence = f"{phrases.start(one.person)} wacht {phrases.since(one.since_on, told.today)} op {whom}."
        reason = "Er ligt een voorstel klaar." if one.proposed else "Er ligt nog geen voorstel."
        if one.urgent:
            reason = f"Dit is dringend. {reason}"
        urgency = Urgency.TODAY if one.urgent else Urgency.WEEK if one.proposed else Urgency.LATER
        act = "Voorstel bekijken" if one.proposed else "Kijken wie kan"
        yield Need(urgency, 3, sentence, reason, one.since_on, act, "proposals")
