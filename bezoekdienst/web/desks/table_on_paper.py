"""The form of the kitchen table as it is on paper: the same questions in the same order, with room to write."""

from django import forms

from bezoekdienst.web.forms.kitchen_table import SECTIONS, WISHES, KitchenTable
from letters.sheet.lists import Form, Part, Question

LEAD = "Niets hoeft. Vul in wat er gezegd wordt, en neem het daarna over. Vernietig dit papier dan."
WISH_WORDS = "Zet een M achter wat echt moet. Zonder M is het een voorkeur."


def form() -> Form:
    """The whole form, empty."""
    parts = tuple(Part(heading, _lead(heading, lead), _questions(names)) for heading, lead, names in SECTIONS)
    about = (Question("Naam", lines=1), Question("Datum van het gesprek", lines=1), Question("Wie deed het?", lines=1))
    return Form("Aan de keukentafel", LEAD, (Part("Het gesprek", "", about), *parts))


def _lead(heading: str, lead: str) -> str:
    return WISH_WORDS if heading == "Wensen over de vrijwilliger" else lead


def _questions(names: tuple[str, ...]) -> tuple[Question, ...]:
    musts = {f"must_{wish}" for wish in WISHES}
    return tuple(_question(KitchenTable.base_fields[name]) for name in names if name not in musts)


def _question(field: forms.Field) -> Question:
    label = str(field.label)
    if isinstance(field, forms.BooleanField):
        return Question("", (label,))
    if choices := getattr(field, "choices", None):
        return Question(label, tuple(str(words) for code, words in choices if code))
    return Question(label, lines=3 if isinstance(field.widget, forms.Textarea) else 1)
