"""What one volunteer wrote is never read by the next, whatever the coordinator does with the year (B2)."""

import uuid
from datetime import timedelta

import pytest

from bezoekdienst.visiting import farewells, handovers, trajectories
from bezoekdienst.visiting.models import Visit
from tests import cast, factories
from tests.api.conftest import BASE, Phone, logged_in, phone
from tests.visiting import merged

SECRET = "Kweeperen in de achtertuin."
GIVEN = {"at": factories.NOW}


@pytest.fixture
def hers(riet, content):
    """What Riet wrote about Bep: a visit and another beside it, a worry."""
    visit, signal = uuid.uuid4(), uuid.uuid4()
    before = {**content, "on": "2026-11-20", "note": SECRET}
    for body in (before, {**before, "minutes": 90}):
        riet.client.put(f"{BASE}visits/{visit}", body, format="json")
    worry = {"trajectory": riet.trajectory.pk, "kind": "money", "note": SECRET}
    riet.client.put(f"{BASE}signals/{signal}", worry, format="json")
    assert everything(riet).count(SECRET) >= 3  # else these tests see nothing
    return {"visit": visit, "signal": signal}


def everything(one: Phone, visit: uuid.UUID | None = None, signal: uuid.UUID | None = None) -> str:
    """All that the API tells somebody, also when she asks for what isn't hers."""
    paths = [
        "me",
        "trajectories",
        *(f"trajectories/{pk}" for pk in one.volunteer.trajectories.values_list("pk", flat=True)),
    ]
    asked = [one.client.get(f"{BASE}{path}") for path in paths]
    if visit:
        said = {"trajectory": one.trajectory.pk, "on": "2026-11-23", "kind": "at_home", "minutes": 60, "mood": "well"}
        asked += [one.client.get(f"{BASE}visits/{visit}"), one.client.put(f"{BASE}visits/{visit}", said, format="json")]
        asked += [
            one.client.post(f"{BASE}visits/{visit}/{act}", said, format="json") for act in ("correct", "withdraw")
        ]
        worry = {"trajectory": one.trajectory.pk, "kind": "money"}
        asked += [
            one.client.get(f"{BASE}signals/{signal}"),
            one.client.put(f"{BASE}signals/{signal}", worry, format="json"),
        ]
        assert {answer.status_code for answer in asked[len(paths) :]} == {404}
    return "".join(answer.content.decode() for answer in asked)


def next_one(riet, today):
    """Somebody else goes on with Bep."""
    by = cast.coordinator()
    intake = handovers.begin(riet.trajectory, on=today, urgency=0, by=by, **GIVEN)
    user = cast.other_volunteer().user
    second = trajectories.start(intake, cast.other_volunteer(), by=by, **GIVEN)
    trajectories.meet(second, meeting_on=today, resident_agreed=True, volunteer_agreed=True, by=by, **GIVEN)
    return Phone(user, cast.other_volunteer(), second, logged_in(user))


def test_not_after_a_hand_over(riet, hers, today):
    second = next_one(riet, today)
    farewells.thank(riet.trajectory, words=SECRET, by=cast.coordinator(), **GIVEN)
    seen = everything(second, **hers)
    assert (SECRET in seen, '"last_visit_on":"' in seen, "Bep" in seen) == (False, False, True)
    assert SECRET in everything(riet)  # her own, for fourteen days


def test_not_after_the_first_one_went_on_again(riet, hers, today):
    second = next_one(riet, today)
    trajectories.close(second.trajectory, reason="stopped_by_resident", on=today, by=cast.coordinator(), **GIVEN)
    riet.trajectory.refresh_from_db()
    trajectories.reopen(riet.trajectory, by=cast.coordinator(), **GIVEN)
    assert SECRET not in everything(second, **hers)
    assert SECRET in everything(riet)


def test_not_after_two_entries_proved_to_be_one_person(riet, hers, today):
    trajectories.close(riet.trajectory, reason="goal_reached", on=today, by=cast.coordinator(), **GIVEN)
    joop = phone("Joop Verzonnen", "Bep", started_on=today - timedelta(days=30))
    merged.merge(riet.trajectory.resident, joop.trajectory.resident)
    joop.trajectory.refresh_from_db()
    riet.trajectory.refresh_from_db()
    assert joop.trajectory.resident == riet.trajectory.resident
    assert SECRET not in everything(joop, **hers)
    assert Visit.objects.get().note == SECRET
