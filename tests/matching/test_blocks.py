"""Every rule of the pair, on its boundary days and with what isn't known."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bezoekdienst.lib import words
from bezoekdienst.lib.errors import Reason
from bezoekdienst.lib.places import Point
from matching import blocks
from matching.facts import HOME_TRAITS, Exclusion, Home, ResidentFacts, Town, VolunteerFacts, Wish
from tests.matching.people import ON, case, resident, volunteer

DAY = timedelta(days=1)
KNOWN = {"area": "6811", "dayparts": frozenset({"mo-am"})}
MIA, TRUUS = volunteer(max_km=10, **KNOWN), resident(**KNOWN)
NEAR = Town({("6811", "6811"): 2.0})


def found(v: VolunteerFacts = MIA, r: ResidentFacts = TRUUS, town: Town = NEAR) -> list[tuple[str, str, str]]:
    """Key, rule and kind of every finding."""
    findings = blocks.judge(v, r, case(v, r, town))
    assert all(finding.text.endswith(".") for finding in findings)
    return [(finding.key, finding.rule, finding.kind) for finding in findings]


def at(km: float) -> Town:
    return Town({("6811", "6811"): km})


def test_a_pair_without_trouble_has_no_findings() -> None:
    assert found() == []


@pytest.mark.parametrize(("days", "expected"), [(-1, []), (0, []), (1, [("year", "T2", "block")])])
def test_the_last_day_of_the_year_still_counts(days: int, expected: list[tuple[str, str, str]]) -> None:  # property 15
    assert found(r=replace(TRUUS, limit_on=ON - days * DAY)) == expected
    assert found(r=replace(TRUUS, limit_on=ON + 9 * DAY, earliest_start_on=ON + (9 + days) * DAY)) == expected


@pytest.mark.parametrize(("days", "expected"), [(-1, []), (0, []), (1, [("vog", "V2", "block")])])
def test_the_vog_must_reach_the_start(days: int, expected: list[tuple[str, str, str]]) -> None:  # property 15
    assert found(v=replace(MIA, vog_valid_until=ON - days * DAY)) == expected
    later = replace(TRUUS, earliest_start_on=ON + (20 + days) * DAY)
    assert found(v=replace(MIA, vog_valid_until=ON + 20 * DAY), r=later) == expected


@pytest.mark.parametrize(("days", "expected"), [(27, [("rest", "V4", "objection")]), (28, []), (29, [])])
def test_rest_is_over_after_four_weeks(days: int, expected: list[tuple[str, str, str]]) -> None:
    assert found(v=replace(MIA, last_active_end_on=ON - days * DAY)) == expected


def test_a_start_in_the_past_counts_as_today() -> None:
    assert found(r=replace(TRUUS, earliest_start_on=ON - 90 * DAY, limit_on=ON - DAY)) == [("year", "T2", "block")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"not_deployable": (Reason("V2", "Mia heeft pauze."),)}, ("deployable", "V2", "block")),
        ({"vog_valid_until": None}, ("vog", "V2", "block")),
        ({"open_count": 2}, ("capacity", "V3", "block")),
        ({"open_count": 3}, ("capacity", "V3", "block")),
        ({"languages": frozenset({"tr"})}, ("languages", "M1", "block")),
        ({"languages": frozenset()}, ("languages", "M1", "check_yourself")),
        ({"must_sex": "V"}, ("must", "M1", "block")),
        ({"dayparts": frozenset({"su-pm"})}, ("dayparts", "M1", "objection")),
        ({"dayparts": frozenset()}, ("dayparts", "M1", "check_yourself")),
        ({"max_km": 1}, ("distance", "M1", "objection")),
        ({"max_km": None}, ("distance", "M1", "check_yourself")),
        ({"area": None}, ("distance", "M1", "check_yourself")),
    ],
)
def test_one_thing_amiss_with_the_volunteer_gives_one_finding(
    change: dict[str, object], expected: tuple[str, str, str]
) -> None:
    assert found(v=replace(MIA, **change)) == [expected]  # type: ignore[arg-type]


def test_consent_is_asked_first() -> None:
    assert found(r=replace(TRUUS, consent_given=False)) == [("consent", "M1", "block")]


def test_whom_somebody_visits_for_another_loss_is_not_given_a_second_visitor() -> None:
    assert found(r=replace(TRUUS, is_visited=True)) == [("visited", "T9", "block")]


def test_one_place_is_open_to_heavy_cases() -> None:
    heavy = replace(TRUUS, loss="suicide")
    assert found(v=replace(MIA, open_count=1), r=heavy) == []
    assert found(v=replace(MIA, open_count=1, heavy_count=1), r=heavy) == [("heavy", "V4", "block")]
    assert found(v=replace(MIA, open_count=1, heavy_count=1)) == []


@pytest.mark.parametrize("why", words.EXCLUSIONS)
def test_who_must_not_visit_is_blocked_with_why(why: str) -> None:
    assert found(r=replace(TRUUS, not_with=(Exclusion(MIA.id, why),))) == [("relation", "M1", "block")]
    assert found(r=replace(TRUUS, not_with=(Exclusion(MIA.id + 1, why),))) == []


def test_whom_the_coordinator_declined_or_holds_back_is_an_objection() -> None:
    declined = replace(TRUUS, declined=frozenset({MIA.id}))
    assert found(r=declined) == [("declined", "M3", "objection")]
    assert found(r=replace(TRUUS, declined=frozenset({MIA.id + 1}))) == []
    both = blocks.judge(
        held := replace(MIA, held_back=True),
        r := replace(declined, held_back=True),
        case(held, r, NEAR),
    )
    assert [finding.text for finding in both] == [
        "U koos Mia eerder niet voor Truus.",
        "U houdt Mia nu buiten de voorstellen.",
        "U houdt Truus nu buiten de voorstellen.",
    ]


@pytest.mark.parametrize(
    ("km", "text"),
    [
        (10.0, None),
        (10.04, "Net buiten bereik: ongeveer 10,1 km. De grens van Mia is 10 km."),
        (10.999, "Net buiten bereik: ongeveer 11,0 km. De grens van Mia is 10 km."),
        (11.0, "Buiten bereik: ongeveer 11 km. De grens van Mia is 10 km."),
    ],
)
def test_the_distance_limit_and_just_past_it(km: float, text: str | None) -> None:
    findings = blocks.judge(MIA, TRUUS, case(MIA, TRUUS, at(km)))
    assert [finding.text for finding in findings] == ([text] if text else [])


def test_points_go_before_the_list_of_districts_and_digits_are_never_guessed_from() -> None:
    here, there = Point(51.98, 5.91), Point(51.98, 6.20)
    far = replace(TRUUS, place=there)
    assert found(v=replace(MIA, place=here), r=far) == [("distance", "M1", "objection")]
    assert found(v=replace(MIA, place=here)) == []
    assert found(town=Town()) == [("distance", "M1", "check_yourself")]


@pytest.mark.parametrize("trait", HOME_TRAITS)
def test_must_not_holds_both_ways(trait: str) -> None:
    for there, kind in ((True, "objection"), (None, "check_yourself")):
        home, wish = Home(**{trait: there}), frozenset({trait})
        assert found(replace(MIA, must_not=wish), replace(TRUUS, home=home)) == [("home", "M1", kind)]
        assert found(replace(MIA, home=home), replace(TRUUS, must_not=wish)) == [("home", "M1", kind)]
    assert found(replace(MIA, must_not=frozenset({trait})), replace(TRUUS, home=Home(False, False, False))) == []


@pytest.mark.parametrize(
    ("wish", "fits", "misses"),
    [
        (Wish("sex", "V", must=True), {"sex": "V"}, {"sex": "M"}),
        (Wish("loss", "dementia", must=True), {"loss": "dementia"}, {"loss": "sudden"}),
        (Wish("age_min", 60, must=True), {"birth_year": ON.year - 60}, {"birth_year": ON.year - 59}),
        (Wish("age_max", 70, must=True), {"birth_year": ON.year - 70}, {"birth_year": ON.year - 71}),
    ],
)
def test_a_must_is_met_or_blocks_and_unknown_is_not_met(
    wish: Wish, fits: dict[str, object], misses: dict[str, object]
) -> None:
    wanting = replace(TRUUS, wishes=(wish,))
    assert found(replace(MIA, **fits), wanting) == []  # type: ignore[arg-type]
    assert found(replace(MIA, **misses), wanting) == [("must", "M1", "block")]  # type: ignore[arg-type]
    assert found(MIA, wanting) == [("must", "M1", "block")]
    assert found(MIA, replace(TRUUS, wishes=(replace(wish, must=False),))) == []


AMISS_VOLUNTEER: list[dict[str, object]] = [
    {},
    {"not_deployable": (Reason("V2", "Mia heeft pauze."),)},
    {"open_count": 2},
    {"vog_valid_until": ON - DAY},
    {"last_active_end_on": ON},
    {"languages": frozenset({"tr"})},
    {"max_km": 1},
]
AMISS_RESIDENT: list[dict[str, object]] = [
    {},
    {"consent_given": False},
    {"limit_on": ON - DAY},
    {"is_visited": True},
    {"wishes": (Wish("sex", "M", must=True),)},
    {"dayparts": frozenset({"su-pm"})},
    {"not_with": (Exclusion(MIA.id, "friend"),)},
]


@given(st.sets(st.integers(0, 6)), st.sets(st.integers(0, 6)))
def test_all_that_is_amiss_is_found_as_if_each_were_alone(of_hers: set[int], of_theirs: set[int]) -> None:  # property 5
    hers = [AMISS_VOLUNTEER[n] for n in sorted(of_hers)]
    theirs = [AMISS_RESIDENT[n] for n in sorted(of_theirs)]
    alone = [found(v=replace(MIA, **change)) for change in hers]  # type: ignore[arg-type]
    alone += [found(r=replace(TRUUS, **change)) for change in theirs]  # type: ignore[arg-type]
    v, r = MIA, TRUUS
    for change in hers:
        v = replace(v, **change)  # type: ignore[arg-type]
    for change in theirs:
        r = replace(r, **change)  # type: ignore[arg-type]
    assert sorted(found(v, r)) == sorted(finding for findings in alone for finding in findings)


@given(st.integers(-800, 800), st.integers(-60, 60), st.integers(-60, 60))
def test_all_dates_shifted_change_no_finding(shift: int, vog: int, ended: int) -> None:  # metamorphic 1
    days = timedelta(days=shift)

    def keys(move: timedelta) -> list[str]:
        v = replace(MIA, vog_valid_until=ON + vog * DAY + move, last_active_end_on=ON + ended * DAY + move)
        r = replace(TRUUS, limit_on=ON + 30 * DAY + move, earliest_start_on=ON + 10 * DAY + move)
        return [finding.key for finding in blocks.judge(v, r, case(v, r, NEAR, on=ON + move))]

    assert keys(days) == keys(timedelta())


def test_dates_are_said_in_dutch() -> None:
    [finding] = blocks.judge(v := replace(MIA, vog_valid_until=date(2026, 3, 1)), TRUUS, case(v, TRUUS, NEAR))
    assert finding.text == "De VOG van Mia geldt tot en met 1 maart 2026. De start is 23 november 2026."


def test_some_things_stop_her_whoever_the_volunteer_would_be() -> None:
    one = replace(TRUUS, consent_given=False, limit_on=ON - DAY, is_visited=True, wishes=(Wish("sex", "M", must=True),))
    about = blocks.case(one, None, on=ON)
    assert [finding.key for finding in blocks.whoever_comes(one, about)] == ["consent", "year", "visited"]
    assert blocks.whoever_comes(TRUUS, about) == ()
