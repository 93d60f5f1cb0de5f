"""What changed about a pair since it stood on screen, in sentences: told before anything starts (M2). Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matching import wording
from matching.explanation import Pair

Name = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Sight:
    """What matters of what stood on screen: who was proposed for her, this pair's fit by its parts, what was found.

    `points` in hundredths, None when blocked; `parts` as (label, points).
    """

    proposed: int | None = None
    points: int | None = None
    parts: tuple[tuple[str, int], ...] = ()
    findings: tuple[str, ...] = ()


def sight(pair: Pair, proposed: int | None) -> Sight:
    """As it is now."""
    parts = tuple((part.label, part.points) for part in pair.fit.parts) if pair.fit else ()
    return Sight(proposed, pair.fit.points if pair.fit else None, parts, tuple(one.text for one in pair.findings))


def kept(shown: Mapping[str, Any], volunteer_id: int) -> Sight:
    """As a proposal kept it; a volunteer who wasn't among its candidates gives the proposed one only."""
    for one in shown["candidates"]:
        if one["volunteer"] == volunteer_id:
            parts = tuple((part["label"], part["points"]) for part in one["parts"])
            findings = tuple(finding["text"] for finding in one["findings"])
            return Sight(shown["proposed"], one["points"], parts, findings)
    return Sight(shown["proposed"])


def told(before: Sight, after: Sight, volunteer: str, name: Name) -> list[str]:
    """Every change, in sentences; empty when nothing that matters changed. `name` gives a volunteer's by the id."""
    return [*_findings(before, after), *_fit(before, after, volunteer), *_proposed(before, after, name)]


def _findings(before: Sight, after: Sight) -> Iterator[str]:
    yield from (text for text in after.findings if text not in before.findings)
    yield from (f"Niet meer zo: “{text}”" for text in before.findings if text not in after.findings)


def _fit(before: Sight, after: Sight, volunteer: str) -> Iterator[str]:
    if before.points is None or after.points is None or before.parts == after.parts:
        return
    yield f"{volunteer} past nu {wording.decimal(after.points)}. Dat was {wording.decimal(before.points)}."
    then, now = _sums(before), _sums(after)
    for label in dict.fromkeys([*then, *now]):
        if then[label] != now[label]:
            yield f"{label}: nu {wording.decimal(now[label])}, dat was {wording.decimal(then[label])}."


def _sums(seen: Sight) -> Counter[str]:
    sums: Counter[str] = Counter()  # more than one wish may stand under the same word
    for label, points in seen.parts:
        sums[label] += points
    return sums


def _proposed(before: Sight, after: Sight, name: Name) -> Iterator[str]:
    if before.proposed == after.proposed:
        return
    if after.proposed is None:
        yield f"Eerst stond hier {name(before.proposed or 0)}. Nu is er niemand."
    elif before.proposed is None:
        yield f"Eerst was er niemand. Nu staat hier {name(after.proposed)}."
    else:
        yield f"Eerst stond hier {name(before.proposed)}. Nu staat hier {name(after.proposed)}."
