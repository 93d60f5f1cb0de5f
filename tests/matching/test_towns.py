"""Distances come from the table of places or from the coordinator's own districts; nothing is guessed from digits."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bezoekdienst.lib.places import Point
from matching import towns
from matching.towns import Atlas
from tests.factories import NOW
from tests.matching.people import resident, volunteer
from volunteers import districts
from volunteers.districts import Drawn
from volunteers.models import District, Place

ATLAS = Atlas(
    points={"6811": Point(51.98, 5.91), "6844": Point(52.02, 5.91)},
    districts={"6811": "Centrum", "6812": "Centrum", "6844": "Zuid"},
    distances={("Centrum", "Centrum"): 1.5, ("Centrum", "Zuid"): 4.0, ("Zuid", "Zuid"): 2.0},
)


def metres(one: str, other: str, atlas: Atlas = ATLAS) -> int | None:
    """Between somebody in `one` and a volunteer in `other`."""
    waits = resident(place=atlas.points.get(one), area=atlas.area(one))
    visits = volunteer(place=atlas.points.get(other), area=atlas.area(other))
    return atlas.town([one, other]).metres(visits, waits)


def test_within_a_district_and_between_two_the_list_says_how_far() -> None:
    assert (metres("6812", "6812"), metres("6812", "6844"), metres("6844", "6812")) == (1500, 4000, 4000)


def test_points_go_first_where_both_are_known() -> None:
    assert metres("6811", "6844") == 5782
    assert metres("6811", "6812") == 1500


def test_a_postcode_of_no_district_is_near_itself_and_nothing_else() -> None:
    assert metres("6821", "6821") == 500
    assert metres("6821", "6822") is None
    assert metres("6821", "6812") is None


def test_neighbouring_numbers_say_nothing() -> None:
    assert [metres("6811", f"68{number}", Atlas()) for number in (10, 12, 13)] == [None, None, None]


def test_who_has_no_postcode_lives_at_an_unknown_distance() -> None:
    assert (metres("", "6811"), metres("", "")) == (None, None)


def test_two_districts_without_a_distance_between_them_are_unknown() -> None:
    atlas = Atlas(districts={"6811": "Centrum", "6844": "Zuid"}, distances={("Centrum", "Centrum"): 1.0})
    assert metres("6811", "6844", atlas) is None


@pytest.mark.django_db
def test_the_atlas_is_what_stands_in_the_tables_in_one_query() -> None:
    assert towns.read(["6811"]) == Atlas()
    place = {"pc4": "6811", "lat": 51.980000000000004, "lon": 5.910000000000001}
    point = Point(place["lat"], place["lon"])
    Place.objects.create(**place), Place.objects.create(pc4="6844", lat=52.02, lon=5.91)
    assert towns.read(["6811", "6812", ""]) == Atlas({"6811": point})
    made = [Drawn(None, "Zuid", ("6844",), Decimal(2)), Drawn(None, "Centrum", ("6811", "6812"), Decimal("1.5"))]
    districts.save(made, by=None, at=NOW)
    south, centre = District.objects.order_by("pk")
    districts.save([], apart={(centre.pk, south.pk): Decimal("4")}, by=None, at=NOW)
    with CaptureQueriesContext(connection) as captured:
        found = towns.read(["6811"])
    assert found == Atlas({"6811": point}, ATLAS.districts, ATLAS.distances)
    assert len(captured) == 1
    assert towns.read([]) == Atlas({}, ATLAS.districts, ATLAS.distances)
