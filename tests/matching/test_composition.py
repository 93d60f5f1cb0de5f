"""The group of volunteers beside who is visited and who waits, counted trait by trait."""

from datetime import date
from typing import Any

from matching import composition
from matching.composition import Share
from matching.facts import ResidentFacts, VolunteerFacts

ON = date(2026, 11, 23)


def volunteer(**facts: Any) -> VolunteerFacts:
    return VolunteerFacts(1, "Mia", **facts)


def person(**facts: Any) -> ResidentFacts:
    return ResidentFacts(1, "Truus", signed_up_on=ON, waiting_since=ON, **facts)


def shares(volunteers: list[VolunteerFacts], waiting: list[ResidentFacts]) -> dict[str, tuple[Share, ...]]:
    found = composition.compose([volunteers, waiting], areas={"6811": "Centrum", "6812": "Centrum"}, on=ON)
    return {trait.label: trait.shares for trait in found}


def test_nobody_at_all_gives_empty_traits() -> None:
    assert set(shares([], []).values()) == {()}


def test_each_trait_counts_both_groups_and_what_is_not_known() -> None:
    found = shares(
        [volunteer(sex="V", birth_year=1946, loss="dementia", area="6811"), volunteer(sex="V", birth_year=1967)],
        [person(sex="M", birth_year=1947, loss="dementia", area="6812", languages=frozenset({"nl", "tr"}))],
    )
    assert found == {
        "Geslacht": (Share("vrouw", (2, 0)), Share("man", (0, 1))),
        "Leeftijd": (Share("jonger dan 60", (1, 0)), Share("70 tot 80", (0, 1)), Share("80 en ouder", (1, 0))),
        "Soort verlies": (Share("dementie", (1, 1)), Share("niet bekend", (1, 0))),
        "Wijk": (Share("Centrum", (1, 1)), Share("niet bekend", (1, 0))),
        "Taal": (Share("Nederlands", (2, 1)), Share("Turks", (0, 1))),
        "Dagdeel": (Share("niet bekend", (2, 1)),),
    }


def test_an_area_without_a_name_is_its_own_and_several_parts_of_the_week_count_each() -> None:
    found = shares([volunteer(area="9999", dayparts=frozenset({"tu-pm", "mo-am"}))], [])
    assert found["Wijk"] == (Share("9999", (1, 0)),)
    assert found["Dagdeel"] == (Share("maandagochtend", (1, 0)), Share("dinsdagmiddag", (1, 0)))
