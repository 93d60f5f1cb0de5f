"""Where postcode areas lie: the operator's table replaces the one before it, whole or not at all."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import places
from bezoekdienst.lib.errors import Reason, Refused
from volunteers.models import Place


def take_over(lines: Iterable[str], *, by: User | None, at: datetime) -> int:
    """Replace all places by the `pc4;lat;lon` lines given; how many there are now.

    Raises Refused with the first line that can't be read, or when there is none; then nothing changed.
    """
    try:
        points = places.parse(lines)
    except ValueError as error:
        raise Refused(Reason("M1", f"De plaatsentabel is niet overgenomen. {error}.")) from None
    if not points:
        raise Refused(Reason("M1", "De plaatsentabel is leeg. Er is niets veranderd."))
    with transaction.atomic():
        Place.objects.all().delete()
        Place.objects.bulk_create(Place(pc4=pc4, lat=point.lat, lon=point.lon) for pc4, point in points.items())
        events.record("places.imported", by=by, at=at, count=len(points))
    return len(points)
