"""A fictional municipality's stationery, and sheets to go with it."""

import random
from datetime import date
from typing import Any

from letters import codes
from letters.sheet.stationery import Sheet, Stationery


def stationery(**changes: Any) -> Stationery:
    given: dict[str, Any] = {
        "municipality": "Voorbeeldstad",
        "service_name": "bezoekdienst van STERN",
        "service_about": "STERN hoort bij welzijnsorganisatie SWOA.",
        "coordinator": "Anna Voorbeeld",
        "phone": "000 123 45 67",
        "phone_hours": "op werkdagen van 9 tot 12 uur",
        "email": "bezoek@stern.example",
        "sign_up_url": "https://aanmelden.stern.example/",
        "return_line": "Gemeente Voorbeeldstad, Postbus 0000, 0000 XX Voorbeeldstad",
        "reply_address": ("Gemeente Voorbeeldstad", "Antwoordnummer 0000", "0000 XX Voorbeeldstad"),
        "reply_hint": "Een postzegel is niet nodig.",
        "signatory": "Berend Fictief",
        "signatory_role": "wethouder zorg en welzijn",
        "legal_basis": "Dit hoort bij de taak van de gemeente om inwoners te ondersteunen (Wmo 2015).",
        "complaint": "Mail de functionaris gegevensbescherming van de gemeente: privacy@voorbeeldstad.example.",
        "dated_on": date(2027, 3, 3),
    }
    return Stationery(**(given | changes))


def sheet(seed: int = 1, **changes: Any) -> Sheet:
    given: dict[str, Any] = {
        "address_lines": ("A.B. van Velzen-in het Veld", "Havendijk 156-2", "1231 GF  VOORBEELDSTAD"),
        "salutation": "Geachte mevrouw Van Velzen-in het Veld",
        "code": codes.make(random.Random(seed)),
        "text_variant": "jong",
        "kix": "1231GF156X2",
    }
    return Sheet(**(given | changes))


def sheets(count: int, **changes: Any) -> list[Sheet]:
    return [sheet(seed, **changes) for seed in range(count)]
