"""Pointing out what the columns of a supplier's own table are: a row a column, filled in as far as we recognise it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField

from letters.deliveries import mappings
from letters.registry.formats.tables import Unmapped
from letters.registry.formats.words import headings

UNUSED = "niet gebruiken"
GROUPS = (  # by the beginnings of their elements
    ("Persoon", ("01.", "07.")),
    ("Partner", ("05.01", "05.02", "05.03", "05.04")),
    ("Overlijden en huwelijk", ("05.08", "05.", "06.")),
    ("Adres", ("08.",)),
)
HEADINGS = "koppen"


def _options() -> list[tuple[str, Any]]:
    """Every element in the group that fits it best, in the order of the register; a death before a marriage."""
    grouped: dict[str, list[tuple[int, str, str]]] = {name: [] for name, _ in GROUPS}
    for element, label in headings.LABELS.items():
        fits = [(-len(start), place, name) for name, starts in GROUPS for place, start in enumerate(starts)
                if element.startswith(start)]  # fmt: skip
        _, place, name = min(fits)
        grouped[name].append((place, element, label))
    return [("", UNUSED), *((name, [(e, label) for _, e, label in sorted(found)]) for name, found in grouped.items())]


OPTIONS = _options()


class Row(NamedTuple):
    """One column: its field, values from the file (None without one), whether it is asked."""

    field: BoundField
    samples: list[str] | None
    asked: bool


class ColumnsForm(forms.Form):
    """`unknown` is the table at hand; without it (the file has to be chosen again) the form stands as it was posted.

    Only with `check`, and when the same columns were posted, is it held against what it needs.
    `asked` are the columns that nobody recognised or that leave a doubt, `recognised` the others.
    """

    supplier = forms.CharField(
        label="Van wie komt dit bestand?",
        max_length=mappings.LONGEST_NAME,
        help_text="Bijvoorbeeld: gemeente Arnhem, burgerzaken. Onder deze naam onthouden wij de kolommen.",
        error_messages={"required": "Geef een naam aan de leverancier van dit bestand."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    koppen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, posted: Mapping[str, str], unknown: Unmapped | None = None, *, check: bool = False) -> None:
        before = posted_headings(posted)
        cells = list(_distinct(unknown.heading)) if unknown else list(enumerate(before))
        self._places = [place for place, _ in cells]
        self._open = _in_doubt(unknown) if unknown else set(self._places)
        self._samples: list[list[str]] | None = None
        self.whole = unknown.heading if unknown else ()  # the first row as it stands in the file
        self.heading = [cell for _, cell in cells]  # the columns that something can be said of, as they stand
        self.was_posted = bool(before) and before == self.heading
        said = {headings.normal(cell): posted.get(f"kolom_{n}", "") for n, cell in enumerate(before)}
        chosen = [
            said.get(headings.normal(cell), (unknown.placed[place] if unknown else None) or "") for place, cell in cells
        ]
        self.mapped = {  # by `headings.normal`; what is no choice counts as not used
            headings.normal(cell): element if element in headings.LABELS else ""
            for cell, element in zip(self.heading, chosen, strict=True)
        }
        data = {f"kolom_{n}": element for n, element in enumerate(chosen)}
        data |= {"supplier": posted.get("supplier", ""), HEADINGS: json.dumps(self.heading)}
        super().__init__(data if check and self.was_posted else None, initial=data)
        for number, cell in enumerate(self.heading):
            described = forms.Select(attrs={"aria-describedby": f"uit_{number}"})
            self.fields[f"kolom_{number}"] = forms.ChoiceField(
                label=cell, choices=OPTIONS, required=False, widget=described
            )

    def show(self, samples: list[list[str]]) -> None:
        """Put values from the file beside the columns, those of each place in the heading."""
        self._samples = samples

    @property
    def rows(self) -> list[Row]:
        return [
            Row(self[f"kolom_{n}"], None if self._samples is None else self._samples[place], place in self._open)
            for n, place in enumerate(self._places)
        ]

    @property
    def asked(self) -> list[Row]:
        return [row for row in self.rows if row.asked]

    @property
    def recognised(self) -> list[Row]:
        return [row for row in self.rows if not row.asked]


def posted_headings(posted: Mapping[str, str]) -> list[str]:
    """The headings of the columns that were asked before; [] when none were, or when somebody tampered with them."""
    try:
        found = json.loads(posted.get(HEADINGS, "") or "[]")
    except (ValueError, RecursionError):
        return []
    fits = isinstance(found, list) and len(found) <= mappings.MOST_COLUMNS
    return [cell for cell in found if isinstance(cell, str)] if fits else []


def _distinct(heading: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Place and heading of each column that something can be said of: the ones with a heading, the same one once."""
    seen = {""}
    for place, cell in enumerate(heading):
        if (name := headings.normal(cell)) not in seen:
            seen.add(name)
            yield place, cell.strip()


def _in_doubt(unknown: Unmapped) -> set[int]:
    """The columns that nobody recognised, and those that the reasons name."""
    said = " ".join(reason.text for reason in unknown.reasons)
    return {
        place
        for place, (cell, element) in enumerate(zip(unknown.heading, unknown.placed, strict=True))
        if element is None or f"'{cell.strip()}'" in said
    }
