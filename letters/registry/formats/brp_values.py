"""How the BRP API writes values: codes with descriptions or words, dates of four kinds, what is under investigation."""

import re
from typing import Any

from letters.registry.formats import jsontext
from letters.registry.formats.jsondecoding import Object

SEXES = {"man": "M", "vrouw": "V", "onbekend": "O"}
NAME_USES = {"eigen": "E", "eigen_partner": "N", "partner": "P", "partner_eigen": "V"}
RELATIONS = {"huwelijk": "H", "geregistreerd_partnerschap": "P"}
FUNCTIONS = {"woonadres": "W", "briefadres": "B"}
MARKERS = {"bij": "by", "tegenover": "to"}
ABROAD = ("VerblijfplaatsBuitenland", "VerblijfplaatsOnbekend")  # a country that is not known is 0000

_ODD_DATE = "Een datum van deze persoon is anders opgeschreven dan is afgesproken."
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_UNKNOWN = "00000000"
_NUMBER_LENGTHS = {"jaar": 4, "maand": 2, "dag": 2}


class Values:
    """One object of an answer, whose values are asked for by key; all that is wrong in it is gathered in `faults`."""

    def __init__(self, value: Object, faults: list[str] | None = None) -> None:
        inner = value.get("_embedded")
        self._value: Object = {**inner, **value} if isinstance(inner, dict) else value
        self.faults: list[str] = [] if faults is None else faults

    def __contains__(self, key: str) -> bool:
        return key in self._value

    def inside(self, key: str) -> "Values":
        """The object under `key`, empty when there is none."""
        return Values(self._as_object(self._value.get(key)), self.faults)

    def several(self, key: str) -> "list[Values]":
        """The objects in the list under `key`."""
        items = self._value.get(key)
        if items is not None and not isinstance(items, list):
            self.faults.append(jsontext.ODD_VALUE)
            return []
        return [Values(self._as_object(item), self.faults) for item in items or ()]

    def text(self, *keys: str) -> str:
        """The first filled text under one of `keys`."""
        for key in keys:
            value = self._value.get(key)
            if value is not None and (text := self._text(value)):
                return text
        return ""

    def code(self, *keys: str, words: dict[str, str] | None = None) -> str:
        """The code of the first filled value under one of `keys`: that of a table, or of one of `words`."""
        for key in keys:
            value = self._value.get(key)
            names = ("code", "omschrijving") if words else ("code",)
            text = Values(value, self.faults).text(*names) if isinstance(value, dict) else self._text(value)
            if text:
                return (words or {}).get(text.lower(), text)
        return ""

    def true(self, key: str) -> bool:
        return self._value.get(key) is True

    def false(self, key: str) -> bool:
        return self._value.get(key) is False

    def filled(self, *keys: str) -> bool:
        """Whether anything at all stands under one of `keys`."""
        return any(self._value.get(key) not in (None, "", False, {}, []) for key in keys)

    def may_be(self, key: str) -> bool:
        """Whether it is said, however oddly (`"true"`, `1`): all but nothing and a clear no."""
        return self._value.get(key) not in (None, False)

    def told(self, *but: str) -> bool:
        """Whether anything at all stands in it beside `but`."""
        return self.filled(*(key for key in self._value if key not in but))

    def misshapen(self, key: str, shape: type = dict) -> bool:
        """Whether something stands there that is not of this shape, an object."""
        return self.filled(key) and not isinstance(self._value[key], shape)

    def date(self, key: str) -> str:
        """A date as the register writes it: `2026-06-14`, a year and month, only a year, or unknown -> YYYYMMDD.

        Whatever else stands there stays as it is, so that it is seen to be malformed; what is no text is a fault, and
        the date is then unknown.
        """
        value = self._value.get(key)
        if not isinstance(value, dict):
            return _compact(self._text(value, _ODD_DATE)) or ("" if value in (None, "") else _UNKNOWN)
        parts = Values(value, self.faults)
        if written := parts.text("datum"):
            return _compact(written)
        numbers = [parts.text(part).zfill(length) for part, length in _NUMBER_LENGTHS.items()]
        if any(number.strip("0") for number in numbers):
            return "".join(numbers)
        if not parts.true("onbekend") and parts.text("type") != "DatumOnbekend":
            self.faults.append(_ODD_DATE)
        return _UNKNOWN

    def asked(self, category: str, *parts: "Values") -> str:
        """What of `category` is under investigation (83.10), as the code given, else the category whole; else ""."""
        found = [part._value["inOnderzoek"] for part in parts if part._value.get("inOnderzoek")]
        if category == "01" and "persoonInOnderzoek" in self:
            found.append(self._value["persoonInOnderzoek"])
        codes = [code for value in found if (code := self._investigation(value, category))]
        return codes[0] if codes else ""

    def _investigation(self, value: Any, category: str) -> str:
        """Something is investigated where a flag says so, or where there are no flags at all."""
        if not isinstance(value, dict):
            return f"{category}0000" if value else ""
        if code := Values(value, self.faults).text("aanduidingGegevensInOnderzoek"):
            return code
        flags = [flag for flag in value.values() if isinstance(flag, bool)]
        return f"{category}0000" if any(flags) or (value and not flags) else ""

    def _as_object(self, value: object) -> Object:
        if isinstance(value, dict):
            return value
        if value is not None:
            self.faults.append(jsontext.ODD_VALUE)
        return {}

    def _text(self, value: object, fault: str = jsontext.ODD_VALUE) -> str:
        text = jsontext.text(value)
        if text is None:
            self.faults.append(fault)
        return text or ""


def _compact(text: str) -> str:
    return "".join(parts.groups()) if (parts := _ISO_DATE.fullmatch(text)) else text
