"""A round as its page tells it: where it stands, what this person can do now, and the sums (L8, L12). Reads only."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib import wording
from bezoekdienst.policy import versions
from bezoekdienst.web.desks import print_plan
from letters import last_check, letterheads
from letters.counts import Counts
from letters.deliveries import extracts
from letters.models import Round
from letters.printing import troubles
from letters.states import BOX_DONE, ROUND_STEPS, ROUND_TRANSITIONS, RoundState
from matching import gather

LABELS = {
    RoundState.DRAFT: "Concept",
    RoundState.FROZEN: "Vastgezet",
    RoundState.RELEASED: "Vrijgegeven",
    RoundState.PRINTED: "Gedrukt",
    RoundState.POSTED: "Op de post",
    RoundState.CLOSED: "Afgesloten",
}


ANSWERS = {
    "yes": "willen een gesprek",
    "more": "willen meer weten",
    "never": "liever geen brieven",
    "returned": "kwamen retour",
}


@dataclass(frozen=True, slots=True)
class Now:
    """The one thing that is next. `act` names a step of `views.round_acts`; without it this person can only wait.

    `words` is what the round waits for as a list of rounds says it; `url` leads elsewhere instead of to a form.
    """

    words: str
    title: str
    text: str
    act: str = ""
    button: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of L12: a whole, and the parts it must equal."""

    whole: int
    words: str
    parts: tuple[tuple[int, str], ...]

    @property
    def holds(self) -> bool:
        """Whether the parts add up to the whole."""
        return self.whole == sum(number for number, _ in self.parts)


def steps(subject: Round) -> list[dict[str, Any]]:
    """The steps for components/steps.html. A cancelled round stopped after its last step."""
    days = {
        RoundState.DRAFT: subject.opened_at,
        RoundState.FROZEN: subject.frozen_at,
        RoundState.RELEASED: subject.released_at,
        RoundState.PRINTED: subject.printed_at,
        RoundState.CLOSED: subject.closed_at,
    }
    found: list[dict[str, Any]] = []
    reached = ROUND_STEPS.index(RoundState(subject.state)) if subject.state in ROUND_STEPS else -1
    for number, state in enumerate(ROUND_STEPS):
        moment = days.get(state)
        on = subject.posted_on if state == RoundState.POSTED else timezone.localdate(moment) if moment else None
        word = "now" if number == reached else "done" if number < reached or (reached < 0 and on) else "ahead"
        found.append({"label": LABELS[state], "on": on, "state": word})
    if subject.cancelled_at:
        found = [step for step in found if step["state"] == "done"]
        found.append({"label": "Ingetrokken", "on": timezone.localdate(subject.cancelled_at), "state": "stopped"})
    return found


def now(subject: Round, user: User, today: date) -> Now:
    """What is next in this round, for this user."""
    found = _TELLERS[RoundState(subject.state)](subject, user, today)
    if (found.act or found.url) and not roles.may(user, Ability.ROUNDS):
        return Now(found.words, "De gemeente is aan zet", f"{found.words} Hier hoeft u niets te doen.")
    return found


def may_cancel(subject: Round) -> bool:
    """Whether the round can still be taken back."""
    return RoundState.CANCELLED in ROUND_TRANSITIONS[subject.state]


def may_choose_another(subject: Round) -> bool:
    """Whether another delivery can take the place of the one under this draft."""
    if subject.state != RoundState.DRAFT or subject.extract_id is None:
        return False
    return extracts.usable(timezone.localdate()).exists()


def sums(counts: Counts, subject: Round) -> list[Sum]:
    """Every sum of L12 that means something at this point."""
    one, found = counts, []
    if subject.extract:
        read = [
            (one.persons, "personen"),
            (one.continuation_lines, "vervolgregels"),
            (one.rejected_lines, "niet te lezen"),
        ]
        found.append(Sum(one.lines, "regels gelezen", tuple(read)))
        heaps = [
            (one.due, "krijgen een brief"),
            (one.held, "wachten op een besluit"),
            (one.left_out, "krijgen er geen"),
        ]
        found.append(Sum(one.persons, "personen", tuple(heaps)))
    if one.letters:
        gone = [(one.posted, "op de post"), (one.pulled, "eruit gehaald"), (one.cancelled, "vervallen")]
        found.append(Sum(one.letters, "brieven", (*gone, (one.not_yet_posted, "nog niet weg"))))
    if one.posted:
        answers = [(one.replies[kind], words) for kind, words in ANSWERS.items()]
        found.append(Sum(one.posted, "op de post", (*answers, (one.silent, "geen antwoord"))))
    return found


def _draft(subject: Round, user: User, today: date) -> Now:
    if subject.extract and not extracts.is_stale(subject.extract, today):
        if letterheads.current() is None:
            return Now(
                "De coördinator vult het briefhoofd in.",
                "Eerst het briefhoofd",
                "Zonder afzender geen brief. De coördinator vult het in.",
            )
        text = "Elk overlijden krijgt zijn brief en zijn code. Daarna verandert de lijst niet meer."
        return Now("De gemeente zet de ronde vast.", "Zet de ronde vast", text, "vastzetten", "Ronde vastzetten")
    if extracts.usable(today).exists():
        old = "De aanlevering onder deze ronde is ouder dan 14 dagen. " if subject.extract else ""
        text = f"{old}Er ligt een aanlevering klaar. Daaruit maken we de brieven."
        return Now("De gemeente kiest een aanlevering.", "Kies de aanlevering", text, "aanlevering", "Deze gebruiken")
    text = "Lever een uittreksel aan dat hoogstens 14 dagen oud is."
    url = reverse("extract_new")
    return Now(
        "De gemeente levert een uittreksel aan.",
        "Er is een nieuw uittreksel nodig" if subject.extract else "Er is nog geen uittreksel",
        text,
        url=url,
        button="Uittreksel aanleveren",
    )


def _frozen(subject: Round, user: User, today: date) -> Now:
    if not subject.proof_seen_at:
        text = (
            "Bekijk een handvol brieven, zoals ze uit de printer komen: de langste naam, het langste adres, elke tekst."
        )
        return Now(
            "De gemeente bekijkt de proefpagina’s.",
            "Bekijk de proefpagina’s",
            text,
            "bekeken",
            "Ik heb ze bekeken, ze zijn goed",
        )
    if last_check.too_old(subject, today):
        return _check("Wie intussen is overleden, verhuisd of bezwaar maakte, halen we eruit.")
    policy = subject.policy or versions.current(today)
    if policy.second_clerk and subject.frozen_by_id == user.pk:
        text = "U zette de ronde zelf vast. Een collega kijkt mee en geeft hem vrij."
        return Now("Een tweede medewerker geeft de ronde vrij.", "Vraag een collega", text)
    free = gather.free_places(today)
    places = "1 plaats" if free == 1 else f"{free} plaatsen"
    text = f"Dan worden de brieven gemaakt. Bij de vrijwilligers {'is' if free == 1 else 'zijn'} nu {places} vrij."
    return Now("Een tweede medewerker geeft de ronde vrij.", "Geef de ronde vrij", text, "vrijgeven", "Ronde vrijgeven")


def _released(subject: Round, user: User, today: date) -> Now:
    if subject.boxes.exclude(state__in=BOX_DONE).exists():
        title, text = print_plan.told(subject, timezone.now())
        return Now(f"{title}.", title, text)
    text = "Alle dozen zijn uit de printer gekomen."
    return Now("De gemeente telt de dozen na.", "Alles is gedrukt", text, "gedrukt", "Ja, alles is gedrukt")


def _printed(subject: Round, user: User, today: date) -> Now:
    if last_check.too_old(subject, today):
        return _check("De vorige controle is ouder dan vijf werkdagen. Leg er eerst een nieuw uittreksel overheen.")
    text = "Vul in wanneer de enveloppen de deur uit gingen."
    return Now(
        "De gemeente brengt de brieven weg.", "Breng de brieven naar de post", text, "gepost", "De brieven zijn weg"
    )


def _posted(subject: Round, user: User, today: date) -> Now:
    weeks = (subject.policy or versions.current(today)).silent_weeks
    until = wording.day(subject.posted_on + timedelta(weeks=weeks)) if subject.posted_on else ""
    text = f"Niemand hoeft iets te doen. Op {until} wissen wij de namen van wie niet antwoordde."
    return Now("Nu komen de antwoorden.", "Nu komen de antwoorden", text)


def _closed(subject: Round, user: User, today: date) -> Now:
    return Now("Deze ronde is klaar.", "Deze ronde is klaar", "De namen zijn gewist. De aantallen blijven.")


def _cancelled(subject: Round, user: User, today: date) -> Now:
    text = "Er is geen brief weggegaan. De mensen komen in een volgende ronde weer aan de beurt."
    if subject.boxes.filter(printer_says=troubles.NOT_STOPPED).exists():
        text = f"{troubles.NOT_STOPPED} {text}"
    return Now("Deze ronde is ingetrokken.", "Deze ronde is ingetrokken", text)


def _check(text: str) -> Now:
    return Now("De gemeente doet de laatste controle.", "Doe de laatste controle", text, "controle", "Controleren")


_TELLERS = {
    RoundState.DRAFT: _draft,
    RoundState.FROZEN: _frozen,
    RoundState.RELEASED: _released,
    RoundState.PRINTED: _printed,
    RoundState.POSTED: _posted,
    RoundState.CLOSED: _closed,
    RoundState.CANCELLED: _cancelled,
}
