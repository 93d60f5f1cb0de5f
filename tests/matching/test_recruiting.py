"""Whom to look for: each sentence with its numbers, and none where nothing is scarce."""

from datetime import date, timedelta
from typing import Any

import pytest

from bezoekdienst.lib.errors import Reason
from matching import recruiting
from matching.assignment import TightGroup, Waiting
from matching.facts import ResidentFacts, VolunteerFacts, Wish
from matching.recruiting import Advice, Situation

ON = date(2026, 11, 23)
NOT_NOW = (Reason("V2", "Els heeft pauze."),)


def volunteer(id: int = 1, name: str = "Mia", **facts: Any) -> VolunteerFacts:
    return VolunteerFacts(id, name, **{"loss": "long_illness", "birth_year": 1950, "capacity": 2, **facts})


def person(id: int = 1, name: str = "Truus", **facts: Any) -> ResidentFacts:
    given = {"signed_up_on": ON, "waiting_since": ON, "loss": "long_illness", "birth_year": 1950, **facts}
    return ResidentFacts(id, name, **given)


def advice(
    waiting: list[ResidentFacts],
    volunteers: list[VolunteerFacts],
    *unplaced: Waiting,
    near: dict[int, int] | None = None,
) -> list[tuple[str, str]]:
    reach = {one.id: len(volunteers) for one in waiting} if near is None else near
    now = Situation(waiting, volunteers, reach, unplaced, {"6811": "Centrum"}, ON)
    return [(one.seek, one.why) for one in recruiting.advise(now)]


def test_an_empty_service_looks_for_nobody() -> None:
    assert advice([], []) == []
    assert advice([], [volunteer()]) == []


def test_one_volunteer_with_a_place_for_the_one_who_waits_is_enough() -> None:
    assert advice([person()], [volunteer()]) == []


def test_without_volunteers_there_is_only_one_thing_to_say() -> None:
    two = [person(1, loss="suicide"), person(2, languages=frozenset({"tr"}))]
    assert advice(two, []) == [("Nog een vrijwilliger", "Er wachten 2 mensen. Er is geen plaats vrij.")]


def test_places_count_only_with_who_can_be_deployed() -> None:
    four = [person(number) for number in range(4)]
    there = [volunteer(open_count=1), volunteer(2, "Els", not_deployable=NOT_NOW)]
    assert advice(four, there) == [("Meer vrijwilligers", "Er wachten 4 mensen. Er is 1 plaats vrij.")]
    assert volunteer(open_count=3).free_places == 0


def test_the_place_of_who_rests_is_not_free_yet() -> None:
    two, ended_on = [person(1), person(2)], ON - timedelta(weeks=4)
    assert advice(two, [volunteer(last_active_end_on=ended_on)]) == []
    rests = volunteer(last_active_end_on=ended_on + timedelta(days=1))
    assert advice(two, [rests]) == [("Nog een vrijwilliger", "Er wachten 2 mensen. Er is geen plaats vrij.")]


def test_places_and_parts_of_the_week_of_who_is_held_back_count_for_nothing() -> None:
    mornings = frozenset({"mo-am"})
    there = [volunteer(held_back=True, dayparts=mornings), volunteer(2, "Joke", dayparts=frozenset({"tu-am"}))]
    said = "Er wacht 1 mens. Geen van de vrijwilligers die nu kunnen, kan dan."
    assert advice([person(dayparts=mornings)], there) == [("Iemand die kan op maandagochtend", said)]
    assert advice([person(1), person(2)], there[:1])[0][1] == "Er wachten 2 mensen. Er is geen plaats vrij."


def test_a_language_that_nobody_speaks() -> None:
    turkish = person(languages=frozenset({"tr"}))
    said = "Er wacht 1 mens. Niemand van de vrijwilligers spreekt Turks."
    assert advice([turkish], [volunteer()]) == [("Iemand die Turks spreekt", said)]
    assert advice([turkish], [volunteer(languages=frozenset({"nl", "tr"}))]) == []
    either = person(languages=frozenset({"tr", "ar"}))
    assert advice([either], [volunteer()])[0][0] == "Iemand die Turks of Arabisch spreekt"


def test_somebody_out_of_reach_is_named_by_her_district() -> None:
    far = [person(1, area="6811"), person(2, area="6811"), person(3), person(4, area="9999")]
    there = [volunteer(), volunteer(2, "Joke")]
    assert advice(far, there, near={}) == [
        ("Iemand uit Centrum", "Er wachten 2 mensen in Centrum. Geen van de vrijwilligers die nu kunnen, komt zo ver."),
        ("Iemand die dichterbij woont", "Er wacht 1 mens. Geen van de vrijwilligers die nu kunnen, komt zo ver."),
        ("Iemand uit 9999", "Er wacht 1 mens in 9999. Geen van de vrijwilligers die nu kunnen, komt zo ver."),
    ]


def test_who_wants_only_a_man_needs_one_with_a_place() -> None:
    asks = person(wishes=(Wish("sex", "M", must=True),))
    said = "1 mens wil alleen een man. Bij mannen is geen plaats vrij."
    assert advice([asks], [volunteer(sex="V")]) == [("Een man", said)]
    assert advice([asks], [volunteer(sex="M")]) == []
    rather = person(wishes=(Wish("sex", "M"),))
    assert advice([rather], [volunteer(sex="V")]) == []


def test_who_only_visits_women_has_no_place_for_men() -> None:
    men = [person(1, sex="M"), person(2, sex="M")]
    there = [volunteer(must_sex="V"), volunteer(2, "Wim", capacity=1)]
    said = "Er wachten 2 mannen. Bij wie ook mannen bezoekt, is 1 plaats vrij."
    assert advice(men, there) == [("Iemand die ook mannen bezoekt", said)]


def test_each_volunteer_has_one_place_after_a_heavy_loss() -> None:
    heavy = [person(1, loss="suicide"), person(2, loss="suicide"), person(3, loss="accident")]
    there = [volunteer(loss="suicide"), volunteer(2, "Joke", loss="accident", open_count=1, heavy_count=1)]
    seek = "Iemand met plaats na een zwaar verlies"
    said = "Er wachten 3 mensen na zelfdoding of na een ongeluk. 1 vrijwilliger heeft daar plaats voor."
    assert advice(heavy, there) == [(seek, said)]
    (found,) = advice(heavy[:1], [there[1], volunteer(3, loss="suicide", not_deployable=NOT_NOW)])
    assert found == (seek, "Er wacht 1 mens na zelfdoding. Geen vrijwilliger heeft daar plaats voor.")


def test_a_loss_that_none_of_the_volunteers_knows() -> None:
    two = [person(1, loss="dementia"), person(2, loss="dementia")]
    said = "Er wachten 2 mensen na dementie. Geen van de vrijwilligers maakte dat zelf mee."
    assert advice(two, [volunteer()]) == [("Iemand die alleen verder moest na dementie", said)]
    assert advice([person(loss="other"), person(2, loss=None)], [volunteer()]) == []


def test_parts_of_the_week_that_nobody_has() -> None:
    early = person(dayparts=frozenset({"mo-am", "we-pm"}))
    said = "Er wacht 1 mens. Geen van de vrijwilligers die nu kunnen, kan dan."
    seek = "Iemand die kan op maandagochtend of woensdagmiddag"
    assert advice([early], [volunteer(dayparts=frozenset({"tu-am"}))]) == [(seek, said)]
    assert advice([early], [volunteer()]) == []
    assert advice([person()], [volunteer(dayparts=frozenset({"tu-am"}))]) == []


@pytest.mark.parametrize(("born", "found"), [(1935, 0), (1934, 1), (1965, 0), (1966, 1)])
def test_somebody_far_older_or_younger_than_all_volunteers(born: int, found: int) -> None:
    assert len(advice([person(birth_year=born)], [volunteer()])) == found


def test_an_age_is_told_with_the_nearest_there_is() -> None:
    said = "Er wacht 1 mens van rond de 90. De vrijwilliger die daar het dichtst bij komt, is 70."
    there = [volunteer(birth_year=1956), volunteer(2, birth_year=1970), volunteer(3, birth_year=None)]
    assert advice([person(birth_year=1936)], there) == [("Iemand van rond de 90", said)]


def test_who_share_too_few_places_are_told_once_with_whom_they_share_them() -> None:
    three = [person(1), person(2, "Ans"), person(3, "Henk")]
    there = [volunteer(capacity=1), volunteer(2, "Joke", capacity=3)]
    smaller, larger = TightGroup((1, 2), (1,), 1, 0), TightGroup((1, 2, 3), (1,), 1, 0)
    found = advice(three, there, Waiting(2, smaller), Waiting(3, larger))
    assert found == [("Iemand zoals Mia", "Bij Truus, Ans en Henk past nu alleen Mia. Daar is 1 plaats.")]


def test_for_whom_nobody_may_be_proposed_without_a_reason_of_ours_the_proposals_say_why() -> None:
    said = "Nu kan niemand worden voorgesteld. Bij de voorstellen staat waarom."
    assert advice([person()], [volunteer()], Waiting(1, None)) == [("Iemand voor Truus", said)]
    known = advice([person(languages=frozenset({"tr"}))], [volunteer()], Waiting(1, None))
    assert [seek for seek, _ in known] == ["Iemand die Turks spreekt"]


def test_what_helps_most_people_stands_first() -> None:
    three = [person(1, languages=frozenset({"tr"})), person(2, loss="dementia"), person(3, loss="dementia")]
    now = Situation(three, [volunteer(capacity=4)], {1: 1, 2: 1, 3: 1}, [], {}, ON)
    assert [one.helps for one in recruiting.advise(now)] == [(2, 3), (1,)]
    assert isinstance(recruiting.advise(now)[0], Advice)
