"""The register's selection messages in JSON: Sv01 and Sv11, bare or in an envelope, one a file, a line, or an array.

`{"berichtType": "Sv01", "status": "A", "plData": {"c01": [{"e0240": "Boer", "historie": [...]}], "c05": [...]}}`; in
the envelope it is `berichtInhoud`. Categories hold lists, each item how things stand, its `historie` what was before,
newest first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.lib.spreadsheets.source import MAX_ROWS, Source, too_many
from letters.registry.formats import jsontext, selections
from letters.registry.formats.jsondecoding import Object
from letters.registry.formats.jsontext import Kind, Piece
from letters.registry.formats.records import Record
from letters.registry.rows import RegistryPerson, Rejected

NAME = "berichten (JSON)"

_CONTENT, _KIND, _DATA, _PAST = "berichtInhoud", "berichtType", "plData", "historie"
_KEYS = ("$schema", "berichtKenmerken", _CONTENT, _KIND, "status", "datum", _DATA)
_KIND_OF_MESSAGE = re.compile(r"[A-Z][a-z][0-9]{2}")
_ELEMENT = re.compile(r"e([0-9]{2})([0-9]{2})")
_SIGN = re.compile(rf'"(?:{_KIND}|{_CONTENT}|{_DATA})"\s*:')
_MISSHAPEN = "De opbouw van dit bericht klopt niet."


def recognises(head: bytes) -> bool:
    """One of the keys that only these messages have."""
    return _SIGN.search(jsontext.head_text(head)) is not None


def prepared(source: Source) -> "Messages":
    """The messages of `source`, read while they are iterated."""
    return Messages(source)


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of one delivery; read once."""

    source: Source
    ignored: tuple[str, ...] = ()

    def pieces(self) -> Iterator[Piece]:
        """What stands in the delivery, one by one, as it is."""
        return jsontext.pieces(self.source, Kind(_KEYS, _is_message))

    def rows(self) -> Iterator[RegistryPerson | Rejected]:
        """Every message as a person or rejected, in order; its line is its number in the delivery, from 1.

        Raises Refused at the end when there was no message at all.
        """
        recognised = False
        for number, piece in enumerate(self.pieces(), start=1):
            if number > MAX_ROWS:
                raise too_many()
            recognised = recognised or (piece.value is not None and _is_message(piece.value))
            yield _row(number, piece)
        if not recognised:
            raise Refused(Reason("L12", "In dit bestand staat geen enkel bericht dat we kunnen lezen."))


def _is_message(value: Object) -> bool:
    return _KIND in value or _CONTENT in value


def _row(number: int, piece: Piece) -> RegistryPerson | Rejected:
    if piece.value is None:
        return Rejected(number, 1, piece.reason)
    if not _is_message(piece.value):
        return Rejected(number, 1, selections.NO_MESSAGE)
    message = piece.value.get(_CONTENT, piece.value)
    kind = message.get(_KIND) if isinstance(message, dict) else None
    if kind == selections.NOBODY:
        return Rejected(number, 1, selections.NO_PERSON)
    if kind != selections.PERSON:
        known = isinstance(kind, str) and _KIND_OF_MESSAGE.fullmatch(kind)
        return Rejected(number, 1, selections.other_kind(str(kind)) if known else _MISSHAPEN)
    faults = [selections.DOUBLED] * piece.doubled
    try:
        categories = list(_categories(message.get(_DATA), faults))
    except _Misshapen:
        return Rejected(number, 1, _MISSHAPEN)
    status = jsontext.text(message.get("status"))
    return selections.person(number, "?" if status is None else status.strip(), categories, faults)


class _Misshapen(ValueError):
    """Something is a list, an object or a value where another of these belongs."""


def _categories(data: object, faults: list[str]) -> Iterator[tuple[str, Record]]:
    """The used categories in their order, each followed by its history. Raises _Misshapen."""
    if not isinstance(data, dict):
        raise _Misshapen
    for history, category in selections.HISTORIES.items():
        for item in _objects(data.get(f"c{category}")):
            yield category, _record(item, faults)
            for past in _objects(item.get(_PAST)):
                yield history, _record(past, faults)


def _objects(value: object) -> list[Object]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _Misshapen
    return value


def _record(item: Object, faults: list[str]) -> Record:
    """`e0240` becomes `02.40`; a value that is no text and no number is a fault."""
    record = {}
    for key, value in item.items():
        element = _ELEMENT.fullmatch(key)
        if element is None:
            continue
        plain = jsontext.text(value)
        if plain is None:
            faults.append(jsontext.ODD_VALUE)
        record[f"{element[1]}.{element[2]}"] = plain or ""
    return record
