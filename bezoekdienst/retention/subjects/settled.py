"""What is given of each table to whom it is about, and what isn't and why: `disclosure.yaml`, read and checked.

Nothing of a person is forgotten and nothing is given by accident: every column of every table that is hers is settled,
and every relation that points at one of these tables, or the program doesn't start.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.core import checks
from django.db.models import Model

from bezoekdienst.visiting.mergers import relations

DISCLOSURE = Path(__file__).parents[1] / "disclosure.yaml"
ROOTS = {"bezoeker": "visiting.Resident", "vrijwilliger": "volunteers.Volunteer"}
FURTHER = "verder"


class Unsettled(ValueError):
    """The file can't be read as one; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table as it is given: `gives` column -> its name in Dutch, `keeps` column -> the key of the reason why not.

    `via`: lookup -> the table of which these rows are; empty for the person herself and for what hangs on no relation.
    `passages`: columns with words that somebody must look at first, beside all that is encrypted; `bare`: those that
    need no name beside them in a line. `stays`: why these rows stay, without her, when she is erased; "" when they go.
    """

    model: type[Model]
    heading: str
    source: str
    via: Mapping[str, str]
    gives: Mapping[str, str]
    keeps: Mapping[str, str]
    passages: frozenset[str]
    bare: frozenset[str]
    stays: str

    @property
    def label(self) -> str:
        """As in the schedule: "visiting.Resident"."""
        return self.model._meta.label


@dataclass(frozen=True, slots=True)
class Tree:
    """All tables of one kind of person, she herself first; and the relations that are followed no further, with why."""

    tables: tuple[Table, ...]
    further: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Settled:
    """The whole file: reasons and sources as sentences by key, a tree by the table of the person herself."""

    reasons: Mapping[str, str]
    sources: Mapping[str, str]
    trees: Mapping[str, Tree]


@cache
def settled() -> Settled:
    """What this version of the program gives; raises Unsettled."""
    return parse(DISCLOSURE.read_text(encoding="utf-8"))


def parse(text: str) -> Settled:
    """The same from YAML; raises Unsettled."""
    try:
        said = yaml.safe_load(text)
        trees = {root: _tree(said[name]) for name, root in ROOTS.items()}
        return Settled(said["redenen"], said["bronnen"], trees)
    except (yaml.YAMLError, KeyError, TypeError, LookupError, AttributeError) as error:
        raise Unsettled(f"disclosure.yaml can't be read: {error!r}") from None


def _tree(said: Mapping[str, Any]) -> Tree:
    tables = tuple(_table(label, table) for label, table in said.items() if label != FURTHER)
    return Tree(tables, _by_column(said.get(FURTHER, {})))


def _table(label: str, said: Mapping[str, Any]) -> Table:
    return Table(
        model=apps.get_model(label),
        heading=said["kop"],
        source=said["van"],
        via=said.get("via", {}),
        gives=said["geeft"],
        keeps=_by_column(said["niet"]),
        passages=frozenset(said.get("weg", ())),
        bare=frozenset(said.get("kaal", ())),
        stays=said.get("blijft", ""),
    )


def _by_column(said: Mapping[str, list[str]]) -> dict[str, str]:
    found = [(column, reason) for reason, columns in said.items() for column in columns]
    if len(found) != len(dict(found)):
        raise KeyError(
            f"named twice: {sorted(name for name, count in Counter(c for c, _ in found).items() if count > 1)}"
        )
    return dict(found)


def complete(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """An Error for each fault, for Django's system check."""
    try:
        found = list(faults(settled()))
    except Unsettled as error:
        found = [str(error)]
    return [checks.Error(fault, id="retention.E006") for fault in found]


def faults(said: Settled) -> Iterator[str]:
    """What is wrong between the file and the models."""
    for tree in said.trees.values():
        yield from _unsettled_relations(tree)
        for table in tree.tables:
            yield from _unsettled_columns(table)
            if unknown := ({table.source} - said.sources.keys()) | (set(table.keeps.values()) - said.reasons.keys()):
                yield f"{table.label}: not in the file: {', '.join(sorted(unknown))}"
            if strange := set(table.via.values()) - {one.label for one in tree.tables}:
                yield f"{table.label}: via a table that isn't there: {', '.join(sorted(strange))}"


def _unsettled_columns(table: Table) -> Iterator[str]:
    columns = {field.name for field in table.model._meta.concrete_fields}
    if both := table.gives.keys() & table.keeps.keys():
        yield f"{table.label}: given and not given: {', '.join(sorted(both))}"
    said = table.gives.keys() | table.keeps.keys()
    if missing := columns - said:
        yield f"{table.label}: say in disclosure.yaml whether somebody gets to see {', '.join(sorted(missing))}"
    if gone := (said | table.passages | table.bare) - columns:
        yield f"{table.label}: columns that aren't there: {', '.join(sorted(gone))}"


def _unsettled_relations(tree: Tree) -> Iterator[str]:
    """Of a table of this tree every column is settled anyhow; another one must say why it isn't part of it."""
    labels = {table.label for table in tree.tables}
    pointing = {name for table in tree.tables for name, _ in relations.pointing(table.model)}
    outside = {name for name in pointing if name.rpartition(".")[0] not in labels}
    if missing := outside - tree.further.keys():
        yield f"{tree.tables[0].label}: say in disclosure.yaml what becomes of {', '.join(sorted(missing))}"
    if gone := tree.further.keys() - outside:
        yield f"{tree.tables[0].label}: these point at nothing of hers: {', '.join(sorted(gone))}"
