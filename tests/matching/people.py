"""The people of the worked example, all of them fictional, and small random towns for the properties."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from bezoekdienst.lib.errors import Reason
from matching.facts import ResidentFacts, Town, VolunteerFacts, Weights, Wish, symmetric

ON = date(2026, 11, 23)
TRUUS_ID, ANS_ID, HENK_ID = 1, 2, 3
MIA_ID, JOKE_ID, WIM_ID, ELS_ID = 11, 12, 13, 14


def resident(id: int = 1, name: str = "Truus", waits: int = 10, **facts: Any) -> ResidentFacts:
    """Somebody who has waited `waits` days, gave consent, and is otherwise unknown."""
    since = ON - timedelta(days=waits)
    given = {"signed_up_on": since - timedelta(days=14), "waiting_since": since, "consent_given": True}
    return ResidentFacts(id, name, **(given | facts))


def volunteer(id: int = 11, name: str = "Mia", **facts: Any) -> VolunteerFacts:
    """Somebody who can be deployed, with a VOG for years, and is otherwise unknown."""
    return VolunteerFacts(id, name, **({"vog_valid_until": date(2029, 1, 1)} | facts))


TRUUS = resident(
    TRUUS_ID,
    "Truus",
    61,
    birth_year=1952,
    loss="long_illness",
    life_view="none",
    area="truus",
    interests=frozenset({"lezen", "tuin", "muziek"}),
    dayparts=frozenset({"mo-am", "tu-am", "we-am"}),
)
ANS = resident(
    ANS_ID,
    "Ans",
    20,
    birth_year=1955,
    loss="dementia",
    life_view="any",
    area="ans",
    interests=frozenset({"lezen", "tuin", "fietsen"}),
    dayparts=frozenset({"mo-am", "tu-am", "th-pm"}),
)
HENK = resident(
    HENK_ID,
    "Henk",
    34,
    birth_year=1960,
    loss="sudden",
    life_view="catholic",
    area="henk",
    interests=frozenset({"fietsen", "techniek"}),
    dayparts=frozenset({"th-pm", "fr-pm"}),
    wishes=(Wish("sex", "M", must=True),),
)
MIA = volunteer(
    MIA_ID,
    "Mia",
    birth_year=1954,
    sex="V",
    loss="long_illness",
    life_view="none",
    area="mia",
    max_km=25,
    capacity=1,
    interests=frozenset({"lezen", "tuin"}),
    dayparts=frozenset({"mo-am", "tu-am"}),
)
JOKE = replace(MIA, id=JOKE_ID, name="Joke", birth_year=1957, life_view="catholic", area="joke", max_km=10)
WIM = volunteer(
    WIM_ID,
    "Wim",
    birth_year=1958,
    sex="M",
    loss="sudden",
    life_view="protestant",
    area="wim",
    max_km=25,
    capacity=2,
    interests=frozenset({"muziek", "fietsen", "techniek"}),
    dayparts=frozenset({"we-am", "th-pm", "fr-pm"}),
)
ELS = replace(MIA, id=ELS_ID, name="Els", not_deployable=(Reason("V2", "Els heeft pauze."),))
RESIDENTS, VOLUNTEERS = [TRUUS, ANS, HENK], [MIA, JOKE, WIM, ELS]
_HUNDREDTHS_OF_KM = [
    ("truus", "mia", 292),
    ("truus", "joke", 508),
    ("truus", "wim", 1828),
    ("ans", "mia", 412),
    ("ans", "joke", 1100),
    ("ans", "wim", 1660),
    ("henk", "wim", 1060),
]
TOWN = Town({pair: hundredths / 100 for pair, hundredths in symmetric(_HUNDREDTHS_OF_KM).items()})
LOADLESS = Weights(load=(0, 0))

Question = tuple[list[ResidentFacts], list[VolunteerFacts], dict[tuple[int, int], int]]


@st.composite
def questions(draw: st.DrawFn, most: int = 5, heavy: bool = True) -> Question:
    """A few residents, fewer volunteers, and the fit of some pairs; few different values, so that ties are common."""
    losses = st.sampled_from(["accident", "sudden"] if heavy else ["sudden"])
    residents = [
        resident(n, f"P{n}", draw(st.integers(0, 4)), urgency=draw(st.integers(0, 2)), loss=draw(losses))
        for n in range(1, draw(st.integers(0, most)) + 1)
    ]
    volunteers = [draw(volunteers_with_places(n)) for n in range(101, 101 + draw(st.integers(0, 4)))]
    # steps as small as the load deductions, so that plans often differ by little or nothing
    close = st.sampled_from([None, 5000, 5100, 5200, 5400, 5600, 6000])
    fits = draw(st.sampled_from([close, close, st.none() | st.integers(4500, 10_000)]))
    drawn = {(r.id, v.id): draw(fits) for r in residents for v in volunteers}
    return residents, volunteers, {pair: fit for pair, fit in drawn.items() if fit is not None}


@st.composite
def volunteers_with_places(draw: st.DrawFn, id: int) -> VolunteerFacts:
    """A volunteer with 0 to 3 places, perhaps visiting already, perhaps a heavy case."""
    open_count = draw(st.integers(0, 2))
    idle_since = None if open_count else ON - timedelta(days=draw(st.integers(0, 2)))
    return volunteer(
        id,
        f"V{id}",
        capacity=draw(st.integers(1, 3)),
        open_count=open_count,
        heavy_count=draw(st.integers(0, min(1, open_count))),
        idle_since=idle_since,
    )
