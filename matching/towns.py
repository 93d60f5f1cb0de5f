"""How far apart people live, as far as anybody knows: the table of places, else the coordinator's own districts.

Nothing is guessed from the digits of a postcode. Two postcodes of which neither the points nor the districts are known
are at an unknown distance, which the coordinator judges herself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bezoekdienst.lib import places
from matching import facts
from volunteers.models import Apart, District, Place

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Atlas:
    """What is known of places: the point of a postcode-4, the district it lies in, and kilometres between districts."""

    points: Mapping[str, places.Point] = field(default_factory=dict)
    districts: Mapping[str, str] = field(default_factory=dict)
    distances: Mapping[Pair, float] = field(default_factory=dict)

    def area(self, pc4: str) -> str | None:
        """The district's name, else the postcode-4 itself: it is near to itself at least; None when unknown."""
        return self.districts.get(pc4, pc4) or None

    def town(self, pc4s: Iterable[str]) -> facts.Town:
        """The distances between the areas of these postcodes; within a postcode of no district the least there is."""
        alone = {pc4 for pc4 in pc4s if pc4 and pc4 not in self.districts}
        return facts.Town({(pc4, pc4): places.WITHIN_ONE_AREA_KM for pc4 in alone} | dict(self.distances))


def read(pc4s: Iterable[str] | None = None) -> Atlas:
    """The atlas as it is now, in three queries; only the points of `pc4s` when they are given, and in one when the
    points of all of them are known: then no district is asked."""
    wanted = None if pc4s is None else {pc4 for pc4 in pc4s if pc4}
    rows = Place.objects.all() if wanted is None else Place.objects.filter(pc4__in=wanted)
    points = {place.pc4: places.Point(place.lat, place.lon) for place in rows}
    if wanted is not None and wanted <= points.keys():
        return Atlas(points)
    named = {district.pk: district for district in District.objects.all()}
    districts = {pc4: district.name for district in named.values() for pc4 in district.pc4s}
    distances = {(one.name, one.name): float(one.within_km) for one in named.values()}
    for apart in Apart.objects.all():
        pair = facts.ordered(named[apart.one_id].name, named[apart.other_id].name)
        distances[pair] = float(apart.km)
    return Atlas(points, districts, distances)
