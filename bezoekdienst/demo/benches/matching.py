"""Judging, scoring and solving everybody who waits, beside the raw solver and a greedy by hand on the same scores."""

import random
import time
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from bezoekdienst.demo.benches import peak_mb
from bezoekdienst.lib import places, words
from matching import assignment, explanation, facts, markets, prices

OPTIONS = {"volunteers": 11, "residents": 7}
ON = date(2026, 10, 1)
Given = TypeVar("Given")


def run(*, volunteers: int, residents: int) -> dict[str, Any]:
    """Seconds of each, and whether least prices certify the plan. `ours_s` judges every pair and solves."""
    rng = random.Random(f"{volunteers} {residents}")  # noqa: S311 (made-up people, the same ones every time)
    people = [_volunteer(rng, number) for number in range(volunteers)]
    waiting = [_resident(rng, number) for number in range(residents)]
    weights = facts.Weights()
    _solve_once()
    board, judged_s = _timed(lambda: explanation.judge_all(waiting, people, on=ON, town=facts.Town(), weights=weights))
    plan, solved_s = _timed(lambda: explanation.propose(board))
    market = markets.set_up(waiting, people, board.points, weights, ())
    rows = [row for row, resident in enumerate(market.residents) if resident.id in plan.pairs]
    raw_s = _timed(lambda: _raw([market.gains[row] for row in rows], len(market.places)))[1]
    greedy, greedy_s = _timed(lambda: _greedy(market))
    return {
        "ours_s": round(judged_s + solved_s, 4),
        "judged_s": round(judged_s, 4),
        "raw_s": round(raw_s, 4),
        "greedy_s": round(greedy_s, 4),
        "total": plan.total / 100,
        "greedy_total": greedy / 100,
        "placed": len(plan.placed),
        "optimal": _certified([market.gains[row] for row in rows], len(market.places), plan.total),
        "peak_mb": peak_mb(),
    }


def _timed(act: Callable[[], Given]) -> tuple[Given, float]:
    began = time.perf_counter()
    given = act()
    return given, time.perf_counter() - began


def _solve_once() -> None:
    """The first import of the solver costs seconds that belong to no plan."""
    _raw([{0: 1}], 1)


def _raw(gains: list[Any], count: int) -> None:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    if not gains:
        return
    most = 1 + max(max(row.values()) for row in gains)
    starts = [0]
    for row in gains:
        starts.append(starts[-1] + len(row))
    costs = [float(most - gain) for row in gains for gain in row.values()]
    heads = [column for row in gains for column in row]
    min_weight_full_bipartite_matching(csr_array((costs, heads, starts), shape=(len(gains), count)))


def _greedy(market: markets.Market) -> int:
    """Down the list, each her best free place: what one would do by hand."""
    taken: set[int] = set()
    total = 0
    for row in range(len(market.residents)):
        free = {column: gain for column, gain in market.gains[row].items() if column not in taken}
        if free:
            column = max(free, key=lambda each: (free[each], -each))
            taken.add(column)
            total += free[column]
    return total


def _certified(gains: list[Any], count: int, total: int) -> bool:
    """Whether prices certify the best columns for these people, and the plan's total is theirs."""
    columns, ladder = assignment.choose_with_whom(gains, count)
    best = sum(row[column] for row, column in zip(gains, columns, strict=True))
    return prices.holds(gains, columns, ladder) and best == total


def _person(rng: random.Random, number: int) -> dict[str, Any]:
    return {
        "id": number + 1,
        "name": f"Persoon {number + 1}",
        "loss": rng.choice(list(words.LOSS_KINDS)[:5]),
        "birth_year": rng.randint(1935, 1965),
        "sex": rng.choice("VVVM"),
        "life_view": rng.choice(["protestant", "catholic", "none", "any"]),
        "interests": frozenset(rng.sample(list(words.INTERESTS), 4)),
        "dayparts": frozenset(rng.sample(list(words.DAYPARTS), 5)),
        "place": places.Point(51.9 + rng.random() * 0.6, 5.5 + rng.random() * 1.0),
    }


def _volunteer(rng: random.Random, number: int) -> facts.VolunteerFacts:
    return facts.VolunteerFacts(
        **_person(rng, number), capacity=rng.randint(1, 2), max_km=10, vog_valid_until=date(2028, 1, 1)
    )


def _resident(rng: random.Random, number: int) -> facts.ResidentFacts:
    since = date(2026, rng.randint(5, 9), rng.randint(1, 28))
    return facts.ResidentFacts(**_person(rng, number), signed_up_on=since, waiting_since=since, consent_given=True)
