"""How the service's numbers are said in Dutch: a sentence with a blank for each, grouped as people think. Pure.

The bounds stand in `models.BOUNDS`; here are only words.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bezoekdienst.lib import wording

BLANK = "___"


@dataclass(frozen=True, slots=True)
class Number:
    """One number. `sentence` holds its BLANK; `label` names it in a list and in the log; `unit` is (one, more)."""

    name: str
    label: str
    unit: tuple[str, str]
    sentence: str

    def amount(self, value: int) -> str:
        """3 maanden; 1 maand."""
        return f"{value} {self.unit[value != 1]}"

    def halves(self) -> tuple[str, str]:
        """What stands before the blank and what after it, the unit included, as one says it of several."""
        before, after = self.sentence.split(BLANK)
        return before, f" {self.unit[1]}{after}"

    def said(self, value: int) -> str:
        """The whole sentence."""
        return self.sentence.replace(BLANK, self.amount(value))


_DAYS, _WORKING_DAYS = ("dag", "dagen"), ("werkdag", "werkdagen")
_WEEKS, _MONTHS, _HOURS, _PEOPLE = ("week", "weken"), ("maand", "maanden"), ("uur", "uur"), ("mens", "mensen")

GROUPS: dict[str, tuple[Number, ...]] = {
    "Brieven": (
        Number(
            "wait_months",
            "wachten met de brief",
            _MONTHS,
            "De brief gaat pas op de post als het overlijden ten minste ___ geleden is.",
        ),
        Number(
            "horizon_months",
            "te lang geleden voor een brief",
            _MONTHS,
            "Is het overlijden langer dan ___ geleden, dan schrijven wij niet meer.",
        ),
    ),
    "Aanmelding en intake": (
        Number(
            "contact_working_days",
            "eerste contact na een aanmelding",
            _WORKING_DAYS,
            "Wie zich aanmeldt, bellen wij binnen ___.",
        ),
        Number(
            "intake_weeks",
            "gesprek thuis na een aanmelding",
            _WEEKS,
            "Het gesprek thuis is binnen ___ na de aanmelding.",
        ),
    ),
    "Vrijwilligers": (
        Number("loss_months", "tijd sinds het eigen verlies", _MONTHS, "Het eigen verlies is ten minste ___ geleden."),
        Number("training_days", "dagen training", _DAYS, "De training duurt ___."),
        Number("vog_months", "geldigheid van een VOG", _MONTHS, "Een VOG geldt ___."),
        Number(
            "capacity", "mensen tegelijk per vrijwilliger", _PEOPLE, "Een vrijwilliger bezoekt hoogstens ___ tegelijk."
        ),
        Number("rest_weeks", "rust na een traject", _WEEKS, "Na een traject rust een vrijwilliger ___."),
        Number("intervision_weeks", "tijd tussen twee intervisies", _WEEKS, "Elke ___ is er intervisie."),
    ),
    "Trajecten": (
        Number(
            "acquaintance_weeks",
            "tijd voor de kennismaking",
            _WEEKS,
            "De kennismaking is binnen ___ rond. Anders staat zij op de lijst van de coördinator.",
        ),
        Number("trajectory_months", "langste duur van een traject", _MONTHS, "Een traject duurt hoogstens ___."),
        Number("planned_months", "gepland einde van een traject", _MONTHS, "Als einde plannen wij ___ na de start."),
        Number("extension_weeks", "langste verlenging", _WEEKS, "Verlengen kan één keer, met hoogstens ___."),
        Number(
            "reminder_weeks",
            "herinnering zonder bezoek",
            _WEEKS,
            "Na ___ zonder bezoek krijgt de vrijwilliger een vriendelijke herinnering.",
        ),
        Number(
            "silence_weeks",
            "op de lijst zonder bezoek",
            _WEEKS,
            "Na ___ zonder bezoek staat het traject op de lijst van de coördinator.",
        ),
    ),
    "Signalen": (
        Number(
            "deputy_hours",
            "bericht aan de plaatsvervanger",
            _HOURS,
            "Een dringend signaal dat na ___ nog niet gezien is, gaat ook naar de plaatsvervanger.",
        ),
    ),
    "Bewaren": (
        Number(
            "silent_weeks",
            "namen van wie niet antwoordt",
            _WEEKS,
            "De namen van wie niet antwoordt, wissen wij ___ nadat de brief op de post ging.",
        ),
        Number(
            "print_file_days",
            "printbestanden",
            _DAYS,
            "Printbestanden wissen wij ___ nadat de brieven op de post gingen.",
        ),
        Number(
            "note_months",
            "notities van bezoeken",
            _MONTHS,
            "Notities van bezoeken wissen wij ___ na het einde van het traject.",
        ),
        Number(
            "resident_months",
            "gegevens van een bezoeker",
            _MONTHS,
            "De gegevens van een bezoeker wissen wij ___ na het einde.",
        ),
    ),
}
NUMBERS: dict[str, Number] = {number.name: number for group in GROUPS.values() for number in group}
LABELS: dict[str, str] = {name: number.label for name, number in NUMBERS.items()} | {
    "fit_floor": "ondergrens bij het koppelen",
    "matching": "koppelen",
    "first_loss_on": "eerste overlijden dat meetelt",
    "municipality_code": "gemeentecode",
    "municipality_name": "naam van de gemeente",
    "supply": "hoe de gegevens komen",
    "second_clerk": "een tweede medewerker geeft een ronde vrij",
    "blocked_weeks": "weken zonder post",
}
SUPPLY = {
    "a": "de gemeente draait zelf en verstuurt zelf",
    "b": "de dienst verstuurt als verwerker van de gemeente",
    "c": "de gemeente levert volgens een verordening, zonder BSN",
}


def value(name: str, given: Any) -> str:
    """What a field holds, in words: 3 maanden; ja; moederdag en vaderdag; 3 maart 2027."""
    if name in NUMBERS:
        return NUMBERS[name].amount(given)
    if name == "supply":
        return SUPPLY[given]
    if isinstance(given, bool):
        return "ja" if given else "nee"
    if isinstance(given, date):
        return wording.day(given)
    if isinstance(given, list):
        return wording.listed(given) or "alleen kerst"
    return str(given) if given not in (None, "") else "geen"


def change(name: str, old: Any, new: Any) -> str:
    """One change as the log and the list of versions tell it: rust na een traject: van 4 naar 6 weken."""
    if name == "matching":
        return "de gewichten of tabellen van het koppelen"
    return f"{LABELS[name]}: van {old if name in NUMBERS else value(name, old)} naar {value(name, new)}"
