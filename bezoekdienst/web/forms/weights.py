"""How fit is counted, as something to fill in: six shares, two half tables, the floor and what is taken off."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from itertools import combinations
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from bezoekdienst.lib import words
from bezoekdienst.web.forms.policy import Begins, number, whole
from matching import tuning
from matching.facts import FACTORS, POINT, Weights, ordered
from matching.scoring import LABELS

OTHER = "other"  # two others are not known to be alike, so this kind beside itself is asked as well
TABLES = {
    "loss_table": (tuning.LOSSES, words.LOSS_KINDS),
    "life_view_table": (tuning.LIFE_VIEWS, words.LIFE_VIEWS),
}
Row = tuple[str, list[tuple[str, BoundField]]]
_ORDINALS = ("eerste", "tweede", "derde", "vierde")


def hundred(label: str, *, required: bool = True) -> forms.IntegerField:
    """A whole number from 0 to 100."""
    return whole(label, 0, 100, required=required)


class WeightsForm(Begins):
    """Filled with `weights`; `made()` gives what was filled in once it is valid."""

    rather = hundred("aftrek voor een wens die niet uitkomt")
    life_view_else = hundred("levensbeschouwingen die niet zijn ingevuld")

    def __init__(self, data: QueryDict | None = None, *, weights: Weights, today: date) -> None:
        super().__init__(data, today=today, initial=_filled(weights))
        self._made: Weights | None = None
        for factor in FACTORS:
            self.fields[factor] = hundred(LABELS[factor])
        for place in range(tuning.LOADS):
            self.fields[f"load-{place}"] = hundred(f"aftrek bij traject {place + 1}")
        self.fields["floor"] = number("fit_floor", "ondergrens")
        for table, (_, labels) in TABLES.items():
            for pair in _pairs(table):
                label = " naast ".join(labels[kind] for kind in pair)
                self.fields[_name(table, pair)] = hundred(label, required=table == "loss_table")

    def clean(self) -> dict[str, Any]:
        """What each part says of itself stands there; what all of them say together, on top."""
        filled = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self._made = self._weights(filled)
            except ValueError as error:
                self.add_error(None, str(error))
        return filled

    def made(self) -> Weights:
        """What was filled in."""
        assert self._made is not None
        return self._made

    def shares(self) -> list[BoundField]:
        """The six factors."""
        return [self[factor] for factor in FACTORS]

    def loads(self) -> list[tuple[str, BoundField]]:
        """What the first, second, ... person of a volunteer takes off, with the words before it."""
        return [(f"Bij de {word} ", self[f"load-{place}"]) for place, word in enumerate(_ORDINALS)]

    def losses(self) -> list[Row]:
        """Half a table, a row a kind of loss, each beside those above it."""
        return self._half("loss_table")

    def life_views(self) -> list[Row]:
        """The same for life views."""
        return self._half("life_view_table")

    def _half(self, table: str) -> list[Row]:
        kinds, labels = TABLES[table]
        rows = []
        for place, kind in enumerate(kinds):
            beside = [*kinds[:place], *([kind] if kind == OTHER else [])]
            rows.append((labels[kind], [(labels[one], self[_name(table, (one, kind))]) for one in beside]))
        return rows[1:]

    def _weights(self, filled: Mapping[str, Any]) -> Weights:
        plain = (*FACTORS, "rather", "life_view_else", "floor")
        given: dict[str, Any] = {name: filled[name] for name in plain}
        for table in TABLES:
            given[table] = tuning.table(table, {pair: filled[_name(table, pair)] for pair in _pairs(table)})
        return Weights(**given, load=tuple(filled[f"load-{place}"] for place in range(tuning.LOADS)))


def _pairs(table: str) -> list[tuple[str, str]]:
    kinds, _ = TABLES[table]
    return [*combinations(kinds, 2), (OTHER, OTHER)]


def _name(table: str, pair: tuple[str, str]) -> str:
    return f"{table}-{'-'.join(pair)}"


def _filled(weights: Weights) -> dict[str, Any]:
    found = {one.name: getattr(weights, one.name) for one in fields(weights) if one.name not in TABLES}
    found |= {f"load-{place}": weights.deduction(place) // POINT for place in range(tuning.LOADS)}
    for table in TABLES:
        for pair in _pairs(table):
            silent = tuning.silent(table, pair)
            found[_name(table, pair)] = getattr(weights, table).get(ordered(*pair), silent)
    return found
