"""The joint plan of a small random town, and every plan there could be, written naively."""

import itertools
from collections import Counter
from collections.abc import Iterator

from matching import assignment
from matching.facts import Weights
from matching.solving.markets import Lock
from tests.matching.people import Question

WEIGHTS = Weights()


def solve(question: Question, weights: Weights = WEIGHTS, locks: tuple[Lock, ...] = ()) -> assignment.Plan:
    residents, volunteers, points = question
    return assignment.solve(residents, volunteers, points, weights, locks=locks)


def every_plan(question: Question) -> Iterator[dict[int, int]]:
    """Each way to give residents a volunteer that keeps to places (V3) and heavy cases (V4), written naively."""
    residents, volunteers, points = question
    heavy = {person.id for person in residents if person.is_heavy}
    for choice in itertools.product([None, *volunteers], repeat=len(residents)):
        pairs = {r.id: v for r, v in zip(residents, choice, strict=True) if v is not None}
        loads = Counter(v.id for v in pairs.values())
        heavies = Counter(v.id for r, v in pairs.items() if r in heavy)
        if all((r, v.id) in points for r, v in pairs.items()) and all(
            v.open_count + loads[v.id] <= v.capacity and (not heavies[v.id] or v.heavy_count + heavies[v.id] <= 1)
            for v in pairs.values()
        ):
            yield {r: v.id for r, v in pairs.items()}


def worth(question: Question, pairs: dict[int, int], weights: Weights = WEIGHTS) -> tuple[list[bool], int]:
    """First the priority list, then fit less load deductions."""
    residents, volunteers, points = question
    loads = Counter(pairs.values())
    costs = sum(weights.deduction(v.open_count + n) for v in volunteers for n in range(loads[v.id]))
    placed = [person.id in pairs for person in sorted(residents, key=lambda person: person.priority)]
    return placed, sum(points[pair] for pair in pairs.items()) - costs
