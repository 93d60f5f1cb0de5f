"""The coordinator's districts as something to fill in: a line each, a line or more for new ones, and half a table."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from volunteers.districts import FARTHEST_KM, LONGEST_NAME, NEAREST_KM, Drawn
from volunteers.models import Apart, District

WITHIN_KM = Decimal(1)
FIRST_LINES = 3  # to begin with; later on one at a time
BETWEEN = f"Vul hier 0,5 tot en met {FARTHEST_KM} in."
Row = tuple[str, list[tuple[str, BoundField]]]


def kilometres(label: str) -> forms.DecimalField:
    """Kilometres with at most one decimal; may stay empty."""
    said = dict.fromkeys(("invalid", "min_value", "max_value", "max_digits", "max_decimal_places"), BETWEEN)
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=NEAREST_KM,
        max_value=FARTHEST_KM,
        max_digits=3,
        decimal_places=1,
        error_messages=said,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
    )


class Districts(forms.Form):
    """Every district with its postcodes, and how far each lies from each. What stays empty is unknown."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, districts: Sequence[District], apart: Sequence[Apart]
    ) -> None:
        super().__init__(data)
        self.districts = districts
        self.new = [f"nieuw{number}" for number in range(1 if districts else FIRST_LINES)]
        for one in districts:
            self._add(
                str(one.pk), one.name, {"name": one.name, "pc4s": ", ".join(one.pc4s), "within": _plain(one.within_km)}
            )
            self.fields[f"gone-{one.pk}"] = forms.BooleanField(label=f"{one.name} weghalen", required=False)
        for key in self.new:
            self._add(key, "een nieuwe wijk", {})
        known = {(one.one_id, one.other_id): _plain(one.km) for one in apart}
        for one, other in combinations(districts, 2):
            field = kilometres(f"van {one.name} naar {other.name}, in km")
            field.initial = known.get(_pair(one, other))
            self.fields[_km(one, other)] = field

    def _add(self, key: str, whose: str, initial: dict[str, Any]) -> None:
        self.fields[f"name-{key}"] = forms.CharField(label=f"naam van {whose}", max_length=LONGEST_NAME, required=False)
        self.fields[f"pc4s-{key}"] = forms.CharField(label=f"postcodes van {whose}", max_length=400, required=False)
        self.fields[f"within-{key}"] = kilometres(f"binnen {whose}, in km")
        for name, value in initial.items():
            self.fields[f"{name}-{key}"].initial = value

    def lines(self) -> list[tuple[BoundField, BoundField, BoundField, BoundField | None]]:
        """A line a district: name, postcodes, kilometres within; and whether it goes, unless it is new."""
        keys = [str(one.pk) for one in self.districts] + self.new
        return [
            (
                self[f"name-{key}"],
                self[f"pc4s-{key}"],
                self[f"within-{key}"],
                None if key in self.new else self[f"gone-{key}"],
            )
            for key in keys
        ]

    def apart(self) -> list[Row]:
        """Half a table: each district beside those above it."""
        return [
            (one.name, [(other.name, self[_km(other, one)]) for other in self.districts[:place]])
            for place, one in enumerate(self.districts)
        ][1:]

    def drawn(self) -> list[Drawn]:
        """What was filled in, without lines that stayed empty and districts that go."""
        kept = [one for one in self.districts if one.pk not in self.gone()]
        found = [self._drawn(str(one.pk), one.pk) for one in kept] + [self._drawn(key, None) for key in self.new]
        return [one for one in found if one.id is not None or one.name or one.pc4s]

    def gone(self) -> set[int]:
        """The districts to take away: ticked, or with nothing left in their line."""
        filled = self.cleaned_data
        return {
            one.pk
            for one in self.districts
            if filled[f"gone-{one.pk}"] or not (filled[f"name-{one.pk}"] or filled[f"pc4s-{one.pk}"])
        }

    def kilometres(self) -> dict[tuple[int, int], Decimal | None]:
        """How far apart the districts lie that stay."""
        gone = self.gone()
        return {
            _pair(one, other): self.cleaned_data[_km(one, other)]
            for one, other in combinations(self.districts, 2)
            if not {one.pk, other.pk} & gone
        }

    def _drawn(self, key: str, pk: int | None) -> Drawn:
        filled = self.cleaned_data
        name = " ".join(filled[f"name-{key}"].split())
        pc4s = dict.fromkeys(filter(None, re.split(r"[\s,;]+", filled[f"pc4s-{key}"])))
        return Drawn(pk, name, tuple(pc4s), filled[f"within-{key}"] or WITHIN_KM)


def _pair(one: District, other: District) -> tuple[int, int]:
    return (one.pk, other.pk) if one.pk < other.pk else (other.pk, one.pk)


def _plain(km: Decimal) -> str:
    """2 and 4.5, not 2.0: as one writes it."""
    return f"{km.normalize():f}"


def _km(one: District, other: District) -> str:
    return "km-{}-{}".format(*_pair(one, other))
