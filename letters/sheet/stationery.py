"""What goes on a letter: what is the same for everybody (stationery) and what is one person's (sheet)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from letters import envelope
from letters.sheet import wording

NO_BREAK = "\u00a0"  # a number stays on one line

TextVariant = Literal["jong", "oud"]

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
SINCE = {"jong": "ongeveer een half jaar geleden", "oud": "enige tijd geleden"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's letter. `salutation` without its comma, `code` without spaces, `kix` None when none is printed."""

    address_lines: tuple[str, ...]
    salutation: str
    code: str
    text_variant: TextVariant
    kix: str | None = None
    large_print: bool = False

    @property
    def pages(self) -> int:
        """Sides of paper: one sheet, or two in large print."""
        return 4 if self.large_print else 2


@dataclass(frozen=True, slots=True)
class Stationery:
    """Everything else. `municipality` is the town's bare name; `dated_on` also dates the file; images: PNG or JPEG."""

    municipality: str
    service_name: str
    service_about: str
    coordinator: str
    phone: str
    phone_hours: str
    email: str
    sign_up_url: str
    return_line: str
    reply_address: tuple[str, ...]
    reply_hint: str
    signatory: str
    signatory_role: str
    legal_basis: str
    complaint: str
    dated_on: date
    silent_weeks: int = 8
    profile: envelope.Profile = envelope.C5_LEFT
    words: wording.Wording = field(default_factory=wording.shipped)
    logo: bytes | None = None
    signature: bytes | None = None
    with_kix: bool = True

    @property
    def sender(self) -> str:
        """The municipality as it signs and as the envelope shows it."""
        return f"Gemeente {self.municipality}"

    @property
    def dated(self) -> str:
        """`3 maart 2027`."""
        return f"{self.dated_on.day} {MONTHS[self.dated_on.month - 1]} {self.dated_on.year}"

    @property
    def site(self) -> str:
        """The sign-up address as people type it."""
        return self.sign_up_url.removeprefix("https://").removeprefix("http://").rstrip("/")

    def merge_fields(self, variant: TextVariant) -> dict[str, str]:
        """What the fields in the text stand for; nothing of one person is among them."""
        return {
            "tijd": SINCE[variant],
            "gemeente": self.municipality,
            "dienst": self.service_name,
            "over_dienst": self.service_about,
            "coordinator": self.coordinator,
            "telefoon": self.phone.replace(" ", NO_BREAK),
            "bereikbaar": self.phone_hours,
            "mail": self.email,
            "site": self.site,
            "weken": str(self.silent_weeks),
            "grondslag": self.legal_basis,
            "klacht": self.complaint,
        }
