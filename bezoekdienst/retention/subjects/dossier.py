"""All that is held of one person, with what for, on which ground, how long and from whom (AVG art. 15); reads only."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bezoekdienst.policy import versions
from bezoekdienst.retention import loading
from bezoekdienst.retention.subjects import held, showing
from bezoekdienst.retention.subjects.held import Person
from bezoekdienst.retention.subjects.settled import Table, settled
from bezoekdienst.retention.subjects.showing import Said
from bezoekdienst.visiting.models import Resident
from bezoekdienst.visiting.states import Source

FORMAT = "bezoekdienst-subject/1"
STRUCK = "weggelaten"
FEW = 3  # columns that fit beside each other
_SIGNED_UP = {
    Source.LETTER: "van uzelf, als antwoord op een brief; naam en adres op die brief kwamen van de gemeente",
    Source.SELF: "van uzelf",
    Source.FAMILY: "van uw familie, die u aanmeldde",
    Source.GP: "van uw huisarts, die u aanmeldde",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """Why we may hold something: what for, on which ground, how long; `columns` by their Dutch names, or "" for all."""

    purpose: str
    basis: str
    term: str
    columns: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One table: `rows` of what is held, each in the order of the file; `flat` reads well as a table, `bare` columns
    without their name."""

    label: str
    heading: str
    source: str
    grounds: tuple[Ground, ...]
    rows: tuple[tuple[Said, ...], ...]
    names: Mapping[str, str]
    bare: frozenset[str]
    flat: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one person; `kept_back` says why something isn't in it, with the tables it is true of."""

    about: str
    name: str
    made_on: date
    parts: tuple[Part, ...]
    kept_back: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def passages(self) -> list[tuple[Part, tuple[Said, ...], Said]]:
        """The words that somebody must look at before they are given, each in its row."""
        return [(part, row, said) for part in self.parts for row in part.rows for said in row if said.passage]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(part.rows) for part in self.parts)

    @property
    def seen(self) -> str:
        """A digest of all there was to look at: 64 hexadecimal digits. Looking writes events, so these don't count."""
        said = [(one.passage, one.text) for _, _, one in self.passages]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def of(person: Person, *, on: date) -> Dossier:
    """Everything that is held of her on this day: a query a table."""
    tree, found, eyes = held.tree(person), held.rows(person), showing.Eyes(person)
    tables = [table for table in tree.tables if found[table.label]]
    lines, terms = _lines(), loading.terms(versions.current(on))
    parts = tuple(_part(table, person, found[table.label], lines, terms, eyes) for table in tables)
    return Dossier(person._meta.label, person.name, on, parts, tuple(_kept_back(tables)))


def as_json(dossier: Dossier, struck: Collection[str] = ()) -> bytes:
    """The same for a machine (art. 20): names as in the tables, Dutch beside them; UTF-8."""
    said = {
        "format": FORMAT,
        "about": {"table": dossier.about, "name": dossier.name},
        "made_on": dossier.made_on.isoformat(),
        "parts": [_part_json(part, struck) for part in dossier.parts],
        "kept_back": [{"reason": reason, "in": list(where)} for reason, where in dossier.kept_back],
        "struck": sorted(said.passage for _, _, said in dossier.passages if said.passage in struck),
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _part_json(part: Part, struck: Collection[str]) -> dict[str, Any]:
    return {
        "table": part.label,
        "heading": part.heading,
        "source": part.source,
        "grounds": [
            {"purpose": g.purpose, "basis": g.basis, "term": g.term, "columns": g.columns} for g in part.grounds
        ],
        "rows": [{said.key: _said_json(said, struck) for said in row} for row in part.rows],
    }


def _said_json(said: Said, struck: Collection[str]) -> dict[str, Any]:
    if said.passage and said.passage in struck:
        return {"label": said.label, "struck": True}
    return {"label": said.label, "value": said.value, "text": said.text}


def _lines() -> dict[str, list[loading.Line]]:
    found: dict[str, list[loading.Line]] = {}
    for line in loading.schedule().lines:
        found.setdefault(line.model, []).append(line)
    return found


def _part(
    table: Table,
    person: Person,
    rows: list[Any],
    lines: Mapping[str, list[loading.Line]],
    terms: Mapping[str, str],
    eyes: showing.Eyes,
) -> Part:
    shown = tuple(showing.of(row, table, eyes) for row in rows)
    flat = len(table.gives) <= FEW and not any(said.passage for row in shown for said in row)
    grounds = tuple(_grounds(table, lines[table.label], terms))
    return Part(table.label, table.heading, _source(table, person), grounds, shown, table.gives, table.bare, flat)


def _source(table: Table, person: Person) -> str:
    if table.source == "aanmelding" and isinstance(person, Resident):
        return _SIGNED_UP.get(Source(person.source), settled().sources[table.source])
    return settled().sources[table.source]


def _grounds(table: Table, lines: list[loading.Line], terms: Mapping[str, str]) -> Iterator[Ground]:
    """One for all that is given, and one apart for each column that has another purpose or term."""
    bases = loading.schedule().bases
    given = [line for line in lines if line.column in table.gives]
    given = [line for line in given if line.kind != "none"] or given  # what says nothing of anybody needs no ground
    by_ground: dict[tuple[str, str, str], list[str]] = {}
    for line in given:
        by_ground.setdefault((line.purpose, bases[line.basis], terms[line.term]), []).append(table.gives[line.column])
    usual = max(by_ground, key=lambda ground: len(by_ground[ground]))
    for ground, columns in sorted(by_ground.items(), key=lambda item: item[0] != usual):
        yield Ground(*ground, "" if ground == usual else ", ".join(columns))


def _kept_back(tables: list[Table]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for reason, sentence in settled().reasons.items():
        where = tuple(table.heading for table in tables if reason in table.keeps.values())
        if where:
            yield sentence, where
