"""Reading `schedule.yaml`: one `Line` a column, or an error that says what is wrong where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bezoekdienst.policy.models import Policy

SCHEDULE = Path(__file__).with_name("schedule.yaml")
KINDS = ("none", "personal", "special")
ACTS = ("erase", "blank", "month", "keep")
_DEFAULTS = {"grondslag": "geen", "termijn": "keep", "gebeurt": "keep"}


class ScheduleError(ValueError):
    """The schedule can't be read as one; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Line:
    """What happens to one column: `kind` of KINDS, `act` of ACTS, `term` a key of the schedule's terms."""

    model: str  # "visiting.Resident"
    column: str
    kind: str
    purpose: str
    basis: str
    term: str
    act: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """The whole: lines in the order of the file, terms and bases as sentences by key."""

    lines: tuple[Line, ...]
    terms: Mapping[str, str]
    bases: Mapping[str, str]


@cache
def schedule() -> Schedule:
    """The schedule of this version of the program; raises ScheduleError."""
    return parse(SCHEDULE.read_text(encoding="utf-8"))


def terms(policy: Policy) -> dict[str, str]:
    """The terms as sentences, with the service's numbers filled in."""
    return {key: sentence.format_map(vars(policy)) for key, sentence in schedule().terms.items()}


def parse(text: str) -> Schedule:
    """A schedule from YAML; raises ScheduleError."""
    try:
        said = yaml.safe_load(text)
        terms, bases, tables = said["termen"], said["grondslagen"], said["tabellen"]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise ScheduleError(f"the schedule can't be read: {error}") from None
    lines = tuple(line for model, table in tables.items() for line in _lines(model, table))
    for line in lines:
        _check(line, terms, bases)
    return Schedule(lines, terms, bases)


def _lines(model: str, table: dict[str, Any]) -> Iterator[Line]:
    usual = {**_DEFAULTS, **{name: table[name] for name in ("doel", *_DEFAULTS) if name in table}}
    for kind in KINDS:
        # What says nothing about anybody stays as long as its row does, whatever else happens to the row.
        for column in table.get(kind, ()):
            yield _line(model, column, kind, usual)
    for apart in table.get("apart", ()):
        for column in apart["kolommen"]:
            yield _line(model, column, apart["soort"], {**usual, **apart})


def _line(model: str, column: str, kind: str, said: dict[str, str]) -> Line:
    purpose = said.get("doel", "")
    return Line(model, column, kind, purpose, said["grondslag"], said["termijn"], said["gebeurt"])


def _check(line: Line, terms: Mapping[str, str], bases: Mapping[str, str]) -> None:
    where = f"{line.model}.{line.column}"
    faults = [
        fault
        for wrong, fault in (
            (line.kind not in KINDS, f"soort {line.kind!r}"),
            (line.act not in ACTS, f"gebeurt {line.act!r}"),
            (line.term not in terms, f"termijn {line.term!r}"),
            (line.basis not in bases, f"grondslag {line.basis!r}"),
            (not line.purpose, "geen doel"),
            ((line.act == "keep") != (line.term == "keep"), "gebeurt en termijn spreken elkaar tegen"),
            (line.kind != "none" and line.act == "keep", "een gegeven van een persoon blijft niet altijd"),
        )
        if wrong
    ]
    if faults:
        raise ScheduleError(f"{where}: {', '.join(faults)}")
