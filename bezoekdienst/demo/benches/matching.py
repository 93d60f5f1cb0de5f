"""Scoring, solving and explaining everybody who waits, beside the raw solver, a greedy by hand and networkx.

All get the same scores. The raw solver answers the same question in one call, who and with whom, and explains nothing.
Ours and raw run in turn, and the best of each counts: who shares the machine disturbs both alike.
"""

import gc
import importlib.util
import random
import time
from collections.abc import Callable, Sequence
from datetime import date
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

import numpy as np

from bezoekdienst.demo.benches import peak_mb
from bezoekdienst.lib import places, words
from matching import assignment, explanation, facts
from matching.facts import ResidentFacts, VolunteerFacts
from matching.solving import markets, prices
from matching.solving.markets import Market

OPTIONS = {"volunteers": 11, "residents": 7}
ON = date(2026, 10, 1)
TURNS = 3
NETWORKX_AT_MOST, NETWORKX_SECONDS = 1_000, 120
Given = TypeVar("Given")
Steps = dict[str, float]


def run(*, volunteers: int, residents: int) -> dict[str, Any]:
    """Seconds of each, and whether the plan is proven. `ours_s`: from bare facts to everybody placed and explained."""
    waiting, people = _town(volunteers, residents)
    _ours(waiting[:3], people[:3])  # the first import of the solver costs what belongs to no plan
    board, plan, _ = _ours(waiting, people)
    peak = peak_mb()
    market = markets.set_up(waiting, people, board.points, board.weights, ())
    turns = [(_ours(waiting, people)[2], _timed(lambda: _raw(market))[1]) for _ in range(TURNS)]
    steps = min((each for each, _ in turns), key=lambda each: sum(each.values()))
    ours_s, raw_s = sum(steps.values()), min(each for _, each in turns)
    greedy, greedy_s = _timed(lambda: _greedy(market))
    return {
        **{name: round(seconds, 4) for name, seconds in {"ours_s": ours_s, **steps, "raw_s": raw_s}.items()},
        "ratio": round(ours_s / max(raw_s, 1e-6), 2),
        "greedy_s": round(greedy_s, 4),
        "networkx_s": _networkx(market),
        "total": plan.total / 100,
        "greedy_total": greedy / 100,
        "pairs": len(board.points),
        "placed": len(plan.placed),
        "optimal": _is_proven(market, plan),
        "peak_mb": peak,
    }


def _town(volunteers: int, residents: int) -> tuple[list[ResidentFacts], list[VolunteerFacts]]:
    rng = random.Random(f"{volunteers} {residents}")  # noqa: S311 (made-up people, the same ones every time)
    people = [_volunteer(rng, number) for number in range(volunteers)]
    return [_resident(rng, number) for number in range(residents)], people


def _ours(waiting: Sequence[ResidentFacts], people: Sequence[VolunteerFacts]) -> tuple[Any, assignment.Plan, Steps]:
    board = explanation.judge_all(waiting, people, on=ON, town=facts.Town(), weights=facts.Weights())
    _, scored_s = _timed(lambda: board.points)
    plan, solved_s = _timed(lambda: explanation.propose(board))
    _, explained_s = _timed(lambda: explanation.explain(board, plan))
    return board, plan, {"scored_s": scored_s, "solved_s": solved_s, "explained_s": explained_s}


def _timed(act: Callable[[], Given]) -> tuple[Given, float]:
    gc.collect()
    gc.disable()  # as timeit does: what it finds to sweep here isn't ours
    try:
        began = time.perf_counter()
        given = act()
        return given, time.perf_counter() - began
    finally:
        gc.enable()


def _raw(market: Market) -> Any:
    """One call of scipy: fits less deductions, and beside them for everybody a way to wait that costs by priority."""
    from scipy.sparse import coo_array, diags_array, hstack
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    gains, people, count = market.gains, len(market.residents), len(market.places)
    if not people:
        return None
    costs = coo_array((10_001.0 - gains.values, (gains.rows, gains.columns)), shape=(people, count))
    waits = 10_001.0 * people * (people - np.arange(people))
    return min_weight_full_bipartite_matching(hstack([costs, diags_array(waits)], format="csr"))


def _networkx(market: Market) -> float | str | None:
    """Seconds of its matching of largest weight, or that it took more than so many; None where it isn't asked."""
    if importlib.util.find_spec("networkx") is None or len(market.residents) > NETWORKX_AT_MOST:
        return None
    told, tell = Pipe(duplex=False)
    child = get_context("fork").Process(target=_match_by_networkx, args=(market, tell), daemon=True)
    child.start()
    seconds = round(told.recv(), 4) if told.poll(NETWORKX_SECONDS) else f"more than {NETWORKX_SECONDS}"
    child.kill()
    child.join()
    return seconds


def _match_by_networkx(market: Market, tell: Connection) -> None:
    import networkx

    graph = networkx.Graph()
    for row, gains in enumerate(market.gains):
        graph.add_weighted_edges_from((("row", row), ("place", column), gain) for column, gain in gains.items())
    tell.send(_timed(lambda: networkx.max_weight_matching(graph, maxcardinality=True))[1])


def _greedy(market: Market) -> int:
    """Down the list, each her best free place: what one would do by hand."""
    taken: set[int] = set()
    total = 0
    for gains in market.gains:
        free = {column: gain for column, gain in gains.items() if column not in taken}
        if free:
            column = max(free, key=lambda each: (free[each], -each))
            taken.add(column)
            total += free[column]
    return total


def _is_proven(market: Market, plan: assignment.Plan) -> bool:
    """Whether prices certify the best columns for these people, the plan's total is theirs, and whoever waits shares
    all the places she could have with as many people, who go before her."""
    placed = plan.pairs
    rows = np.array([row for row, resident in enumerate(market.residents) if resident.id in placed], dtype=np.int64)
    gains = market.gains.take(rows)
    columns, ladder = (each.tolist() for each in assignment.choose_with_whom(gains, len(market.places)))
    best = sum(row[column] for row, column in zip(gains, columns, strict=True))
    order = {resident.id: place for place, resident in enumerate(market.residents)}
    groups = [waits.group for waits in plan.waiting if waits.group]
    tight = all(
        len(group.resident_ids) == group.places + 1
        and group.resident_ids[-1] == max(group.resident_ids, key=order.__getitem__)
        for group in groups
    )
    return tight and best == plan.total and prices.holds(gains, columns, ladder)


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
