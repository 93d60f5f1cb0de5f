"""How the mails are called where people read of them."""

KINDS = {
    "acquaintance": "Een kennismaking is gepland of verplaatst",
    "acquaintance_off": "Een kennismaking gaat niet door",
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
    "review_due": "Tijd voor een tussengesprek",
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
