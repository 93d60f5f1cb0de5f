"""How far apart people live, as far as anybody knows: the table of places, else the coordinator's own districts.

Nothing is guessed from the digits of a postcode. Two postcodes of which neither the points nor the districts are known
are at an unknown distance, which the coordinator judges herself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import F, FloatField, JSONField, Value
from django.db.models.functions import Cast

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


_NOT, _NONE = Value(0.0, FloatField()), Value([], JSONField())


def read(pc4s: Iterable[str]) -> Atlas:
    """The atlas as it is now, with the points of `pc4s` only.

    One query over three tables, so that a town with a list of districts asks no more of the database than another. Its
    rows are points (pc4, "", latitude, longitude, []), and what lies between two districts or within one (name, name,
    kilometres, 0, the postcodes of the one).
    """
    spots = Place.objects.filter(pc4__in={pc4 for pc4 in pc4s if pc4})
    points = spots.order_by().values_list("pc4", Value(""), F("lat"), F("lon"), _NONE)
    within = District.objects.order_by().values_list("name", F("name"), _float("within_km"), _NOT, "pc4s")
    between = Apart.objects.values_list("one__name", F("other__name"), _float("km"), _NOT, _NONE)
    rows = list(points.union(within, between, all=True))
    return Atlas(
        {pc4: places.Point(lat, lon) for pc4, other, lat, lon, _ in rows if not other},
        {pc4: name for name, _, _, _, inside in rows for pc4 in inside},
        {facts.ordered(one, other): km for one, other, km, _, _ in rows if other},
    )


def _float(name: str) -> Cast:
    return Cast(name, FloatField())
