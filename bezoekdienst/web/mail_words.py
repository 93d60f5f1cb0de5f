"""How the mails are called on screen, and what is said after an act with them. Pure but for what a choice holds."""

from bezoekdienst.lib import wording
from bezoekdienst.notices.models import Digest
from bezoekdienst.web import phrases

KINDS = {
    "acquaintance": "Een kennismaking is gepland of verplaatst",
    "appointment": "Een afspraak veranderde",
    "call_asked": "Een vrijwilliger vraagt of u belt",
    "contact_due": "Iemand is nog niet gebeld",
    "digest": "Overzicht",
    "ends": "Een traject loopt bijna af",
    "ends_yours": "Een traject loopt bijna af, aan de vrijwilliger",
    "extract_refused": "Een aanlevering is niet ingelezen",
    "extract_taken_in": "Een aanlevering kwam binnen",
    "gathering": "Uitnodiging voor een bijeenkomst",
    "gathering_answer": "Vraag of iemand naar een bijeenkomst komt",
    "gathering_changed": "Een bijeenkomst veranderde",
    "gathering_off": "Een bijeenkomst gaat niet door",
    "intake_confirmed": "Bevestiging van een afspraak",
    "intake_off": "Een afspraak gaat niet door",
    "review_due": "Tijd voor een evaluatiegesprek",
    "round_ready": "Een ronde staat klaar",
    "round_waits": "Een ronde wacht op een aanlevering",
    "signal_urgent": "Dringend signaal",
    "silent": "Lang geen bezoek genoteerd",
    "thanks": "Een laatste woord",
    "training": "Uitnodiging voor een training",
    "training_cancelled": "Een trainingsdag gaat niet door",
    "training_changed": "Een trainingsdag veranderde",
    "unsettled": "Een kennismaking is nog niet rond",
    "visit_due": "Iemand had nog geen gesprek",
    "vog": "Een VOG verloopt bijna",
    "vog_yours": "Een VOG verloopt bijna, aan wie het betreft",
    "year_ends": "Een jaar is bijna om",
    "year_ends_yours": "Een jaar is bijna om, aan de vrijwilliger",
}


def kind(name: str) -> str:
    """What a mail of this kind is about; every template has its words here."""
    return KINDS.get(name, "Een ander bericht")


def on_days(weekdays: str) -> str:
    """elke dag, op maandag, op maandag, woensdag en vrijdag."""
    names = [phrases.WEEKDAYS[int(day) - 1] for day in weekdays]
    if len(names) == len(phrases.WEEKDAYS):
        return "elke dag"
    return f"op {wording.listed(names)}" if names else "niet"


def by_mail(choice: Digest) -> str:
    """The same, at the foot of the list itself."""
    if not choice.weekdays:
        return "U krijgt hiervan geen overzicht per mail."
    return f"{phrases.start(on_days(choice.weekdays))} krijgt u hiervan een overzicht per mail."


def stands(choice: Digest) -> str:
    """How it is now, in a sentence."""
    if not choice.weekdays:
        return "U krijgt het overzicht nu niet."
    said = f"U krijgt het overzicht nu {on_days(choice.weekdays)}."
    if choice.pk is None:
        return f"{said} Dat is de gewone dag, zolang u zelf niets kiest."
    return f"{said} De losse berichten wachten daarop." if choice.holds else said


def chosen(weekdays: str) -> str:
    """After a choice."""
    if not weekdays:
        return "Bewaard. U krijgt geen overzicht meer."
    return f"Bewaard. Vanaf morgen krijgt u het overzicht {on_days(weekdays)}."


def unsent(waiting: int) -> str:
    """How it stands when nothing failed."""
    if not waiting:
        return "Alles wat weg moest, is weg."
    return f"Niets is mislukt. {'Eén mail wacht' if waiting == 1 else f'{waiting} mails wachten'} nog op verzending."


def retried(count: int) -> str:
    """After trying once more."""
    if not count:
        return "Er is niets meer om opnieuw te versturen."
    return f"Wij proberen {'die mail' if count == 1 else f'die {count} mails'} nu nog eens. Kijk over een paar minuten."
