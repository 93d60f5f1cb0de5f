"""What stands on the list about appointments and calls, each on its boundary days."""

from datetime import timedelta

import pytest

from bezoekdienst.visiting import gather
from bezoekdienst.visiting.facts import IntakeFacts
from bezoekdienst.visiting.states import IntakeState
from bezoekdienst.web.today import worklist
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Need, Urgency
from tests import cast, factories
from tests.factories import NOW, TODAY

DAY = timedelta(days=1)


def needs(**more: object) -> list[Need]:
    given = {"pk": 3, "person": "mevrouw A", "state": "signed_up", "opened_on": TODAY - DAY, "tried": True, **more}
    return worklist.needs(facts.Facts(today=TODAY, intakes=(IntakeFacts(**given),)))


def planned(days: int, **more: object) -> list[Need]:
    return needs(state="planned", planned_on=TODAY + days * DAY, planned_time="14.00", **more)


@pytest.mark.parametrize(
    ("days", "urgency"), [(0, Urgency.TODAY), (1, Urgency.TODAY), (2, Urgency.WEEK), (4, Urgency.WEEK)]
)
def test_a_visit_that_is_near_is_confirmed(days: int, urgency: Urgency) -> None:
    found = next(need for need in planned(days) if need.act == "Bevestigen")
    assert (found.sentence, found.urgency) == ("De afspraak met mevrouw A is nog niet bevestigd.", urgency)


@pytest.mark.parametrize(("days", "confirmed"), [(5, False), (1, True), (-1, False)])
def test_one_that_is_far_or_over_or_confirmed_asks_for_nothing(days: int, confirmed: bool) -> None:
    assert [need for need in planned(days, confirmed=confirmed) if need.act == "Bevestigen"] == []


def test_who_goes_is_named_as_soon_as_that_is_known() -> None:
    assert planned(2, confirmed=True)[0].sentence.startswith("U gaat")
    assert planned(2, confirmed=True, goes="Cato")[0].sentence.startswith("Cato gaat")
    assert planned(0, confirmed=True, goes="Cato")[0].sentence == "Cato is om 14.00 uur bij mevrouw A voor het gesprek."
    assert planned(-1, goes="Cato")[0].sentence == "Gisteren had Cato een gesprek met mevrouw A."


def test_a_visit_that_is_near_and_not_confirmed_is_one_line_that_says_who_goes_and_when() -> None:
    said = [(need.act, need.reason) for need in planned(2, goes="Cato")]
    assert said == [("Bevestigen", "Cato gaat woensdag 25 november om 14.00 uur.")]
    assert [need.act for need in planned(0)] == ["Bevestigen", "Gesprek openen"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"again_on": TODAY}, ["Bel mevrouw A vandaag opnieuw."]),
        ({"again_on": TODAY - DAY}, ["U zou mevrouw A gisteren opnieuw bellen."]),
        ({"again_on": TODAY - 2 * DAY}, ["U zou mevrouw A op 21 november opnieuw bellen."]),
        ({"again_on": TODAY + DAY}, []),
        ({"again_on": TODAY, "state": "not_now"}, ["Bel mevrouw A vandaag opnieuw."]),
        ({"missed_calls": 2}, ["Mevrouw A is nog niet bereikt."]),
        ({"missed_calls": 3}, ["Mevrouw A was 3 keer niet te bereiken."]),
        ({"missed_calls": 3, "again_on": TODAY}, ["Bel mevrouw A vandaag opnieuw."]),
    ],
)
def test_calling_again_rests_until_its_day_and_is_said_once(more: dict[str, object], said: list[str]) -> None:
    assert [need.sentence for need in needs(**more)] == said


@pytest.mark.django_db
def test_the_facts_know_who_goes_whether_she_knows_and_whom_to_call_again() -> None:
    cato = cast.coordinator()
    factories.IntakeFactory(state="planned", planned_for_at=NOW, planned_with=cato, confirmed_way="phone")
    factories.IntakeFactory(state=IntakeState.NOT_NOW, again_on=TODAY)
    factories.IntakeFactory(state=IntakeState.NOT_NOW)
    factories.IntakeFactory(state=IntakeState.NOT_NOW, again_on=TODAY, bereavement__resident__died_on=TODAY)
    found = [(one.state, one.goes, one.confirmed, one.again_on) for one in gather.intakes()]
    assert found == [("planned", "Cato Coördinator", True, None), ("not_now", "", False, TODAY)]
