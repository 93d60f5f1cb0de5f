"""Where postcode areas lie: the operator's table of points, or the coordinator's own list of districts."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import places
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from volunteers.models import Apart, District, Place

NEAREST_KM, FARTHEST_KM = Decimal("0.5"), Decimal(99)
LONGEST_NAME = 60
_PC4 = re.compile(r"[1-9]\d{3}")
_GONE = "Een wijk op deze lijst is intussen weggehaald. Er is niets bewaard. Kijk na wat er nu staat."


@dataclass(frozen=True, slots=True)
class Drawn:
    """A district as it should be; `id` None makes a new one."""

    id: int | None
    name: str
    pc4s: tuple[str, ...]
    within_km: Decimal


def save(
    drawn: Sequence[Drawn],
    *,
    gone: Iterable[int] = (),
    apart: Mapping[tuple[int, int], Decimal | None] | None = None,
    by: User | None,
    at: datetime,
) -> int:
    """Change the list of districts; how many there are now. What isn't named stays as it is.

    `gone` are ids of districts that leave the list, with their distances; `apart` gives kilometres by two ids, None
    for unknown. Raises Refused with every reason of `reasons`, or when a district was taken away meanwhile.
    """
    apart, gone = apart or {}, set(gone)
    with transaction.atomic():
        rows = {row.pk: row for row in District.objects.select_for_update() if row.pk not in gone}
        kept = {pk: Drawn(pk, row.name, tuple(row.pc4s), row.within_km) for pk, row in rows.items()}
        if any(one.id is not None and one.id not in rows for one in drawn) or any({*pair} - {*rows} for pair in apart):
            raise Refused(Reason("M1", _GONE))
        wanted = [*(kept | {one.id: one for one in drawn if one.id is not None}).values()]
        wanted += [one for one in drawn if one.id is None]
        refuse_if(reasons(wanted, [km for km in apart.values() if km is not None]))
        District.objects.filter(pk__in=gone).delete()
        _write(rows, [one for one in wanted if one.id is None or one != kept[one.id]])
        _set_apart(apart)
        events.record("districts.changed", by=by, at=at, count=len(wanted))
    return len(wanted)


def reasons(drawn: Sequence[Drawn], kilometres: Iterable[Decimal] = ()) -> list[Reason]:
    """Why a list of districts can't be: names, postcodes, distances; a postcode lies in one district only. Pure."""
    texts = [text for one in drawn for text in _about(one)]
    names = Counter(one.name.casefold() for one in drawn if one.name)
    texts += [
        f"Er zijn twee wijken met de naam {one.name}. Geef elke wijk een eigen naam." for one in _twice(drawn, names)
    ]
    homes: dict[str, list[str]] = {}
    for one in drawn:
        for pc4 in one.pc4s:
            homes.setdefault(pc4, []).append(one.name)
    texts += [
        f"{pc4} staat bij {' en bij '.join(names)}. Een postcode hoort bij één wijk."
        for pc4, names in homes.items()
        if len(names) > 1
    ]
    if any(not NEAREST_KM <= km <= FARTHEST_KM for km in kilometres):
        texts.append(f"Tussen twee wijken kan 0,5 tot en met {FARTHEST_KM} km liggen.")
    return [Reason("M1", text) for text in texts]


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


def _about(one: Drawn) -> Iterator[str]:
    if not one.name:
        yield f"De wijk met {' en '.join(one.pc4s)} heeft nog geen naam."
    elif len(one.name) > LONGEST_NAME:
        yield f"De naam “{one.name[:20]}…” is te lang. Schrijf hooguit {LONGEST_NAME} tekens."
    elif not re.search(r"[^\W\d_]", one.name):
        yield f"“{one.name}” is geen naam van een wijk. Gebruik ook letters."
    if not one.pc4s:
        yield f"Bij {one.name} staat nog geen postcode."
    for pc4 in one.pc4s:
        if not _PC4.fullmatch(pc4):
            yield f"“{pc4}” bij {one.name} is geen postcode van vier cijfers."
    if not NEAREST_KM <= one.within_km <= FARTHEST_KM:
        yield f"Binnen {one.name} kan 0,5 tot en met {FARTHEST_KM} km liggen."


def _twice(drawn: Sequence[Drawn], names: Counter[str]) -> list[Drawn]:
    """One of each name that stands there more than once."""
    return [*{one.name.casefold(): one for one in drawn if names[one.name.casefold()] > 1}.values()]


def _write(rows: dict[int, District], drawn: Sequence[Drawn]) -> None:
    for row in (rows[one.id] for one in drawn if one.id is not None):
        row.name = f"~{row.pk}"  # out of each other's way first: two districts may swap their names
        row.save(update_fields=["name"])
    for one in drawn:
        row = District() if one.id is None else rows[one.id]
        row.name, row.pc4s, row.within_km = one.name, list(one.pc4s), one.within_km
        row.save()


def _set_apart(apart: Mapping[tuple[int, int], Decimal | None]) -> None:
    for pair, km in apart.items():
        one, other = sorted(pair)
        if km is None:
            Apart.objects.filter(one=one, other=other).delete()
        else:
            Apart.objects.update_or_create(one_id=one, other_id=other, defaults={"km": km})
