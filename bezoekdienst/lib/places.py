"""How far apart two postcode areas are, as the crow flies times a detour factor. Never guessed from the digits."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

DETOUR = 1.3  # streets are about a third longer than the straight line
WITHIN_ONE_AREA_KM = 0.5
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Point:
    """The middle of a postcode-4 area: degrees north, degrees east (WGS 84)."""

    lat: float
    lon: float


def distance_km(a: Point, b: Point) -> float:
    """Estimated travel distance in kilometres: haversine x 1.3, at least 0.5."""
    return float(max(WITHIN_ONE_AREA_KM, stretch_km(angles(a.lat, a.lon), angles(b.lat, b.lon))))


def angles(lat: Any, lon: Any, by: Any = math) -> tuple[Any, Any, Any]:
    """What `stretch_km` wants to know of a point: of a number of degrees by `math`, of columns of them by numpy."""
    return by.radians(lat), by.radians(lon), by.cos(by.radians(lat))


def stretch_km(a: tuple[Any, Any, Any], b: tuple[Any, Any, Any], by: Any = math) -> Any:
    """The distance without the least there is, between points or between columns of points, as `angles` gives them."""
    half = by.sin((b[0] - a[0]) / 2) ** 2 + a[2] * b[2] * by.sin((b[1] - a[1]) / 2) ** 2
    return DETOUR * 2 * EARTH_KM * by.asin(by.sqrt(half))


def parse(lines: Iterable[str]) -> dict[str, Point]:
    """Read `pc4;lat;lon` lines (a first heading line is allowed); raises ValueError naming the first bad line."""
    points: dict[str, Point] = {}
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line.strip().split(";")]
        if cells == [""] or (number == 1 and not cells[0].isdigit()):
            continue
        try:
            pc4, lat, lon = cells[0], float(cells[1].replace(",", ".")), float(cells[2].replace(",", "."))
        except (IndexError, ValueError):
            raise ValueError(f"regel {number}: verwacht `pc4;breedte;lengte`, maar er staat {line.strip()!r}") from None
        if not (len(pc4) == 4 and pc4.isdigit() and 50 < lat < 54 and 3 < lon < 8):
            raise ValueError(f"regel {number}: {line.strip()!r} is geen punt in Nederland")
        points[pc4] = Point(lat, lon)
    return points
