"""Distances between postcode areas."""

import pytest

from bezoekdienst.lib import places
from bezoekdienst.lib.places import Point

ARNHEM, VELP = Point(51.985, 5.899), Point(51.996, 5.974)


def test_a_distance_is_the_same_both_ways_and_never_under_half_a_kilometre() -> None:
    assert places.distance_km(ARNHEM, VELP) == places.distance_km(VELP, ARNHEM)
    assert round(places.distance_km(ARNHEM, VELP), 1) == 6.9
    assert places.distance_km(ARNHEM, ARNHEM) == 0.5


def test_a_table_of_points_is_read_with_or_without_heading_and_with_decimal_commas() -> None:
    assert places.parse(["pc4;lat;lon", "6811;51,985;5,899", ""]) == {"6811": Point(51.985, 5.899)}
    assert places.parse(["6811;51.985;5.899"]) == {"6811": Point(51.985, 5.899)}


@pytest.mark.parametrize("line", ["6811;5.899;51.985", "6811;51.985", "681;51.985;5.899", "6811;x;y"])
def test_a_bad_line_is_named_and_not_guessed(line: str) -> None:
    with pytest.raises(ValueError, match="regel 2"):
        places.parse(["pc4;lat;lon", line])
