"""The list of objections: what becomes of every row. Nothing of it is kept but keyed hashes, not even for a moment."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bezoekdienst.accounts.models import User
from bezoekdienst.lib.spreadsheets.columns import Row
from bezoekdienst.paper import KNOWN, NEW, WRONG, Judged, Line, Table
from letters import memory, objections
from letters.imports import columns, keys
from letters.models import Suppression

_TOO_LITTLE = (
    "Hieraan kunnen wij niemand herkennen. Nodig is een naam met een geboortedatum, "
    "of een naam met postcode en huisnummer."
)
_OR_A_NUMBER = " Een A-nummer of BSN alleen mag ook."


def _judge(rows: Sequence[Row], at: datetime, too_little: str) -> Iterator[Judged]:
    """Who is on a list twice is there once; who is remembered already stays so, from the day she was."""
    remembered = set(Suppression.objects.values_list("digest", flat=True))
    of_file: dict[str, int] = {}
    fresh = []
    for row in rows:
        said, hers = keys.name(row.values), keys.of(row.values)
        lasting = memory.lasting(hers)
        if row.faults or not keys.tells(hers):
            yield WRONG, Line(row.number, said, row.faults or (too_little,))
        elif lasting <= remembered:
            yield KNOWN, Line(row.number, said, ("Staat er al.",))
        elif lasting <= remembered | of_file.keys():
            earlier = max(of_file[one] for one in lasting if one in of_file)
            yield KNOWN, Line(row.number, said, (f"Staat ook op regel {earlier}.",))
        else:
            of_file.update(dict.fromkeys(lasting - of_file.keys(), row.number))
            fresh.append(hers)
            yield NEW, Line(row.number, said, stands="krijgt geen brief meer")
    if fresh:
        objections.remember(fresh, at=at)


def _of_the_service(rows: Sequence[Row], by: User, at: datetime) -> Iterator[Judged]:
    return _judge(rows, at, _TOO_LITTLE)


def _of_the_municipality(rows: Sequence[Row], by: User, at: datetime) -> Iterator[Judged]:
    return _judge(rows, at, _TOO_LITTLE + _OR_A_NUMBER)


_KINDS = ("objections.tried", "objections.taken_over", "objections.handed_back")
_COUNT = Suppression.objects.count
FOR_THE_SERVICE = Table(
    columns.NAME,
    columns.OF_THE_SERVICE,
    columns.NEEDS_OF_THE_SERVICE,
    columns.AT_MOST,
    *_KINDS,
    judge=_of_the_service,
    count=_COUNT,
    cells=False,
)
FOR_THE_MUNICIPALITY = Table(
    columns.NAME,
    columns.OF_THE_MUNICIPALITY,
    columns.NEEDS,
    columns.AT_MOST,
    *_KINDS,
    judge=_of_the_municipality,
    count=_COUNT,
    cells=False,
)
# where a municipal regulation allows the supply, which goes without (07-trust, C)
WITHOUT_BSN = replace(
    FOR_THE_MUNICIPALITY, columns=tuple(one for one in columns.OF_THE_MUNICIPALITY if one.key != "bsn")
)
