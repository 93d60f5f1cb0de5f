"""Who lives and works in the demo's Arnhem. All of them are made up, and named so that nobody can think otherwise."""

from dataclasses import dataclass, field
from typing import Any

from bezoekdienst.accounts.roles import Role

DOMAIN = "bezoekdienst.example"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who logs in on the site."""

    login: str
    name: str
    roles: tuple[Role, ...]

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


COLLEAGUES = (
    Colleague("coordinator", "Carla Coördinator", (Role.COORDINATOR,)),
    Colleague("plaatsvervanger", "Petra Plaatsvervanger", (Role.DEPUTY,)),
    Colleague("gemeente", "Bert van de Balie", (Role.CLERK,)),
    Colleague("gemeente2", "Gea Gemeentehuis", (Role.CLERK,)),
    Colleague("drukkerij", "Dirk Drukpers", (Role.PRINT_ROOM,)),
    Colleague("privacy", "Fien Functionaris", (Role.PRIVACY_OFFICER,)),
    Colleague("beheer", "Otto Onderhoud", (Role.OPERATOR,)),
)


@dataclass(frozen=True, slots=True)
class Peer:
    """A volunteer: her own loss (kind, months ago), where and when, what she likes. `paused` takes nobody new."""

    first: str
    last: str
    age: int
    sex: str
    pc4: str
    loss: str
    months_ago: int
    interests: tuple[str, ...]
    dayparts: tuple[str, ...]
    life_view: str = "none"
    max_km: int = 10
    more: dict[str, Any] = field(default_factory=dict)
    paused: bool = False
    vog_months_ago: int = 14

    @property
    def login(self) -> str:
        return self.first.lower()


PEERS = (
    Peer("Mia", "Voorbeeld", 72, "V", "6821", "long_illness", 70, ("wandelen", "lezen", "koken"), ("tu-am", "th-pm"), "catholic"),
    Peer("Joke", "Proefstra", 69, "V", "6826", "long_illness", 48, ("tuin", "handwerk"), ("mo-pm", "we-pm"), "protestant", 10),
    Peer("Wim", "Verzonnen", 68, "M", "6824", "sudden", 60, ("techniek", "fietsen", "wandelen"), ("mo-am", "fr-pm"), "none", 15),
    Peer("Els", "Denkbeeld", 74, "V", "6814", "dementia", 90, ("muziek", "lezen"), ("tu-pm",), "any", 8, paused=True),
    Peer("Tonnie", "Nergenshuis", 66, "M", "6833", "accident", 40, ("sport", "fietsen"), ("th-am", "th-pm", "sa-am"), "none", 12),
    Peer("Riet", "Papierman", 77, "V", "6812", "dementia", 110, ("koken", "kinderen", "kerk"), ("mo-am", "we-am"), "catholic", 6),
    Peer("Gerard", "Fictief", 71, "M", "6841", "long_illness", 55, ("geschiedenis", "reizen"), ("tu-am", "fr-am"), "protestant", 12),
    Peer("Annie", "Schijnbaar", 64, "V", "6845", "sudden", 38, ("wandelen", "dieren", "koken"), ("we-pm", "fr-pm"), "none", 10),
    Peer("Bep", "Zogenaamd", 79, "V", "6828", "long_illness", 130, ("spelletjes", "handwerk"), ("tu-pm", "th-pm"), "any", 5, vog_months_ago=35),
    Peer("Sjaak", "Bedacht", 67, "M", "6823", "suicide", 62, ("muziek", "techniek"), ("mo-pm", "tu-pm"), "humanist", 14),
    Peer("Coba", "Ingebeeld", 70, "V", "6836", "dementia", 44, ("tuin", "lezen", "wandelen"), ("we-am", "th-am"), "none", 10),
)  # fmt: skip

# Not active yet, each a little further: she applied, he will be spoken to again today, she is half-way the training.
APPLICANT = Peer("Dora", "Hersenspin", 65, "V", "6822", "sudden", 26, ("lezen", "reizen"), ("we-pm",), "any")
LATER = Peer("Siem", "Schaduwbeeld", 70, "M", "6835", "long_illness", 15, ("fietsen", "muziek"), ("tu-am", "th-am"))
TRAINEE = Peer("Fenna", "Luchtbel", 68, "V", "6825", "dementia", 34, ("koken", "wandelen"), ("mo-am", "we-am", "fr-am"), "protestant")  # fmt: skip
NUMBERED = (*PEERS, APPLICANT, LATER, TRAINEE)


@dataclass(frozen=True, slots=True)
class Known:
    """A resident whose trajectory runs (or has run its year): with whom, and how many days ago it began."""

    name: str
    first: str
    with_whom: str
    days_ago: int
    pc4: str
    loss: str
    age: int
    street: str


KNOWN = (
    Known("mevrouw A. van der Proef", "Ada", "annie", 372, "6821", "long_illness", 75, "Fabelkade 12"),
    Known("mevrouw T. Luchtkasteel", "Truida", "joke", 250, "6826", "dementia", 70, "Kladhof 3"),
    Known("de heer H. Figurant", "Hein", "wim", 121, "6824", "sudden", 66, "Schetsdreef 40"),
    Known("mevrouw J. Spookje", "Jo", "riet", 64, "6812", "dementia", 81, "Proefsingel 8"),
    Known("de heer K. Droomer", "Klaas", "gerard", 33, "6841", "long_illness", 73, "Papierpad 21"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one of the six who answered says at the kitchen table."""

    kind: str
    way: str
    loss: str
    age: int
    sex: str
    first: str = ""
    interests: tuple[str, ...] = ()
    dayparts: tuple[str, ...] = ()
    urgency: int = 0
    outcome: str = "suitable"
    life_view: str = ""
    wishes: tuple[dict[str, Any], ...] = ()
    home: dict[str, bool] = field(default_factory=dict)


ANSWERS = (
    Answer("yes", "card", "long_illness", 74, "V", "Verzina", ("wandelen", "lezen"), ("tu-am", "th-pm"), life_view="catholic"),
    Answer("yes", "phone", "dementia", 71, "V", "Fabelie", ("koken", "tuin", "gewoon_praten"), ("we-am", "we-pm"), home={"pets": True}),
    Answer("yes", "page", "sudden", 66, "M", "Fabian", ("fietsen", "techniek"), ("mo-am", "fr-pm"),
           wishes=({"kind": "sex", "value": "M", "must": True},)),
    Answer("more", "page", "suicide", 63, "V", "Wensa", ("muziek",), ("mo-pm", "tu-pm"), urgency=1),
    Answer("yes", "card", "other", 68, "V", "Droomie", ("lezen",), ("we-pm",), outcome="other_help"),
    Answer("never", "card", "", 0, ""),
)  # fmt: skip

# Rough middles of postcode areas, so that the demo can tell a distance; the operator imports the real table.
PLACES = """pc4;lat;lon
6811;51.982;5.911
6812;51.985;5.889
6814;51.993;5.888
6821;51.985;5.925
6822;51.993;5.918
6823;51.993;5.936
6824;51.996;5.925
6825;51.989;5.966
6826;51.981;5.949
6827;51.977;5.935
6828;51.978;5.929
6832;51.957;5.914
6833;51.961;5.922
6835;51.951;5.888
6836;51.945;5.874
6841;51.951;5.853
6842;51.944;5.847
6843;51.961;5.848
6844;51.967;5.861
6845;51.963;5.832
6846;51.955;5.829
"""

LETTERHEAD: dict[str, str | list[str]] = {
    "municipality": "Arnhem",
    "service_name": "bezoekdienst van STERN",
    "service_about": "STERN hoort bij welzijnsorganisatie SWOA.",
    "coordinator": "Carla Coördinator",
    "phone": "000 123 45 67",
    "phone_hours": "op werkdagen van 9 tot 12 uur",
    "email": f"bezoek@{DOMAIN}",
    "sign_up_url": "http://localhost:8000/aanmelden",
    "return_line": "Gemeente Arnhem, Postbus 0000, 0000 XX Arnhem",
    "reply_address": ["Gemeente Arnhem", "Antwoordnummer 0000", "0000 XX Arnhem"],
    "reply_hint": "Een postzegel is niet nodig.",
    "signatory": "Berend van Fictief",
    "signatory_role": "wethouder zorg en welzijn",
    "legal_basis": "Dit hoort bij de taak van de gemeente om inwoners te ondersteunen (Wmo 2015).",
    "complaint": f"Mail de functionaris gegevensbescherming van de gemeente: privacy@{DOMAIN}.",
}
