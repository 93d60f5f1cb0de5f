"""Other weights are seen before they are kept, and what was seen is what happens then."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from matching import gather, situation, weights
from matching.facts import Weights
from tests.factories import NOW, TODAY, IntakeFactory, VolunteerFactory
from volunteers.models import Place

pytestmark = pytest.mark.django_db
ONLY = {"loss": 0, "life_stage": 0, "life_view": 0, "interests": 0, "dayparts": 0, "distance": 0}
USUAL = Weights()


def places() -> None:
    for pc4, lat in (("6811", 51.98), ("6844", 52.05)):
        Place.objects.get_or_create(pc4=pc4, lat=lat, lon=5.91)


def town() -> None:
    """Three people and three volunteers of different ages, losses and places."""
    said = [("long_illness", 1950, "6811"), ("sudden", 1970, "6844"), ("dementia", 1940, "6811")]
    places()
    for number, (loss, born, pc4) in enumerate(said):
        waits = {"waiting_since": date(2026, 11, 2 + number)}
        about = {"bereavement__kind": loss, "bereavement__resident__birth_year": born}
        place = {"bereavement__resident__postcode": f"{pc4} AA"}
        IntakeFactory(waiting=True, **waits, **about, **place)
        VolunteerFactory(loss=loss, birth_year=born + 9 * number, pc4=said[-number][2], capacity=1, max_km=25)


def plan(on: date = TODAY) -> list[tuple[int, int, int]]:
    return [(one.resident_id, one.volunteer_id, one.points) for one in situation.read(on).plan.placed]


@pytest.mark.parametrize(
    "wanted",
    [
        replace(USUAL, floor=70),
        replace(USUAL, floor=100),
        Weights(**{**ONLY, "distance": 100}),
        Weights(**{**ONLY, "life_stage": 100}),
        Weights(**{**ONLY, "loss": 100}, loss_table={}),
    ],
)
def test_what_was_seen_is_what_happens_once_it_is_kept(wanted: Weights) -> None:
    town()
    before = plan()
    seen = weights.preview(wanted, TODAY)
    assert plan() == before
    assert Policy.objects.count() == 1
    weights.change(wanted, valid_from_on=TODAY, by=None, at=NOW)
    now = [(one.resident_id, one.now.volunteer_id, one.now.points) for one in seen.effects if one.now.volunteer_id]
    then = [(one.resident_id, one.then.volunteer_id, one.then.points) for one in seen.effects if one.then.volunteer_id]
    assert (now, then) == (before, plan())


def test_a_preview_takes_as_many_queries_for_three_people_as_for_one() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            weights.preview(replace(USUAL, floor=60), TODAY)
        return len(captured)

    places()
    IntakeFactory(waiting=True)
    VolunteerFactory()
    for_one = queries()
    town()
    assert queries() == for_one


def test_weights_hold_from_their_day_on_and_are_told_in_the_log() -> None:
    begins_on = TODAY + timedelta(days=7)
    wanted = replace(USUAL, loss=20, distance=15, floor=50)
    weights.change(wanted, valid_from_on=begins_on, by=None, at=NOW)
    assert gather.weights(versions.current(TODAY)) == USUAL
    assert gather.weights(versions.current(begins_on)) == wanted
    assert events.sentence(Event.objects.get()) == (
        "paste het beleid aan vanaf 30 november 2026: "
        "soort verlies in punten: van 25 naar 20; afstand in punten: van 10 naar 15; "
        "ondergrens bij het koppelen: van 45 naar 50"
    )


def test_back_to_what_came_along_leaves_nothing_behind() -> None:
    weights.change(replace(USUAL, loss=20, distance=15), valid_from_on=TODAY, by=None, at=NOW)
    weights.change(USUAL, valid_from_on=TODAY, by=None, at=NOW)
    assert versions.current(TODAY).matching == {}


@pytest.mark.parametrize(
    "garbage", [{"loss": "veel"}, {"loss": 99}, {"smaak": 1}, {"loss_table": 5}, {"loss_table": [["a"]]}, "x", [1]]
)
def test_what_was_damaged_by_hand_is_told_and_can_be_mended(garbage) -> None:
    Policy.objects.update(matching=garbage)
    with pytest.raises(Refused, match="niet te lezen"):
        gather.weights(versions.current(TODAY))
    assert weights.preview(USUAL, TODAY).effects == []
    weights.change(USUAL, valid_from_on=TODAY, by=None, at=NOW)
    assert gather.weights(versions.current(TODAY)) == USUAL


def test_a_sum_that_is_not_a_hundred_has_no_weights_to_keep() -> None:
    with pytest.raises(ValueError, match="samen 99"):
        replace(USUAL, loss=24)
