"""The people of the worked example, all of them fictional, and small random towns for the properties."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from bezoekdienst.lib import words
from bezoekdienst.lib.errors import Reason
from bezoekdienst.lib.places import Point
from matching import blocks
from matching.facts import (
    HOME_TRAITS,
    Exclusion,
    Home,
    ResidentFacts,
    Town,
    VolunteerFacts,
    Weights,
    Wish,
    symmetric,
)

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


def case(v: VolunteerFacts, r: ResidentFacts, town: Town, on: date = ON) -> blocks.Case:
    return blocks.case(r, town.metres(v, r), on=on)


def _some(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def _few(codes: Iterable[str], most: int = 4) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(list(codes)[:5]), max_size=most)


_days = st.none() | st.integers(-30, 3).map(lambda days: ON + timedelta(days=days))
# postcodes lie on top of each other, next to each other, or on the edge of somebody's reach; and some aren't known
_places = st.none() | st.builds(Point, _some(51.98, 51.985, 52.0, 52.04919), _some(5.9, 5.91, 6.0125))
_homes = st.builds(Home, _some(None, True, False), _some(None, True, False), _some(None, False))
_said = {
    "loss": st.none() | st.sampled_from([*words.LOSS_KINDS, ""]),
    "birth_year": _some(None, 1940, 1943, 1951, 1957, 1990),
    "sex": _some(None, "V", "M", "V"),
    "children_at_home": _some(None, True, False),
    "life_view": st.none() | st.sampled_from([*words.LIFE_VIEWS, ""]),
    "interests": _few(words.INTERESTS),
    "dayparts": _few(words.DAYPARTS),
    "languages": _some(frozenset({"nl"}), frozenset({"nl"}), frozenset({"nl", "tr"}), frozenset({"tr"}), frozenset()),
    "place": _places,
    "area": _some(None, "", "6811", "6812", "6821"),
    "home": _homes,
    "must_not": st.frozensets(st.sampled_from(HOME_TRAITS), max_size=1),
    "held_back": _some(*[False] * 5, True),
}
any_volunteer = st.builds(
    VolunteerFacts,
    id=st.integers(101, 109),
    name=st.just("Mia"),
    not_deployable=_some(*[()] * 5, (Reason("V2", "Mia heeft pauze."),)),
    vog_valid_until=_some(ON + timedelta(days=99), ON + timedelta(days=99), ON, None),
    open_count=st.integers(0, 1),
    heavy_count=st.integers(0, 1),
    capacity=st.integers(1, 3),
    last_active_end_on=_days,
    idle_since=_days,
    max_km=_some(None, 0, 1, 5, 10, 400),
    must_sex=_some(None, None, "V"),
    **_said,
)
any_resident = st.builds(
    ResidentFacts,
    id=st.integers(1, 9),
    name=st.just("Truus"),
    signed_up_on=st.just(ON),
    waiting_since=_some(ON, ON - timedelta(days=9)),
    consent_given=_some(True, True, True, False),
    is_visited=_some(*[False] * 5, True),
    urgency=st.integers(0, 2),
    limit_on=_days | st.just(ON + timedelta(days=90)),
    earliest_start_on=_days,
    wishes=st.lists(
        st.builds(Wish, st.just("sex"), _some("V", "M"), st.booleans())
        | st.builds(Wish, st.just("loss"), _some("sudden", "dementia"), _some(False, False, True))
        | st.builds(Wish, _some("age_min", "age_max"), _some(60, 70, 80), _some(False, False, True)),
        max_size=3,
    ).map(tuple)
    | st.just((Wish("sex", "M"),) * 20),  # more than there are points to take
    not_with=_some((), (), (Exclusion(101, "friend"), Exclusion(104, "no_click"), Exclusion(999, "family"))),
    declined=_some(frozenset(), frozenset(), frozenset({102, 103})),
    **_said,
)
towns = _some(
    Town(),
    Town({("6811", "6811"): 0.7, ("6811", "6812"): 5.001}),
    Town({("6812", "6821"): 30.0, ("6811", "6812"): 1.0}),
)


def crowds(most: int = 4) -> st.SearchStrategy[tuple[list[ResidentFacts], list[VolunteerFacts]]]:
    """A few people of all kinds, with every rule in play and much unknown."""
    return st.tuples(
        st.lists(any_resident, max_size=most, unique_by=lambda person: person.id),
        st.lists(any_volunteer, max_size=most, unique_by=lambda person: person.id),
    )


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
    few = st.sampled_from([None, None, None, 5000, 5200, 6000])  # so that people share places in chains, not in one lot
    fits = draw(st.sampled_from([close, few, st.none() | st.integers(4500, 10_000)]))
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
