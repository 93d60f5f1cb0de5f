"""Random tables from paper: never an error, every row in exactly one heap, and a second time nobody is new."""

import io
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bezoekdienst import paper
from bezoekdienst.lib.errors import Refused
from bezoekdienst.lib.spreadsheets.columns import Column
from bezoekdienst.paper import Table
from bezoekdienst.visiting.imports import files as waiting
from bezoekdienst.visiting.models import Trajectory, Visit
from letters.imports import files as objections
from matching.imports import files as running
from tests import cast, factories

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what cells say doesn't differ by database
TABLES = {"running": running.TABLE, "waiting": waiting.TABLE, "objections": objections.FOR_THE_MUNICIPALITY}
DAYS = ("1-11-2025", "24-11-2025", "2-3-2026", "1-6-2026", "15-6-2026", "23-11-2026", "1-12-2026", "31-2-2026")
WORDS = (
    *("Vera Vrijwilliger", "olga@voorbeeld.example", "Verzonnen", "van Verzonnen", "026 000 90 01", "026 000 90 02"),
    *("6811 AB", "12", "0", "-1", "ja", "=1+1", "\u202eachterstevoren", "\x00", "x" * 400, "🌼", '"', ";"),
)


def rows(table: Table) -> st.SearchStrategy[list[list[str]]]:
    """Rows of people who could be taken over, a few of them about one person, each with up to four cells spoilt."""
    offered = [column for column in table.columns if column.offered]
    cell = st.one_of(st.sampled_from(["", *DAYS]), st.sampled_from(WORDS))
    spoilt = st.dictionaries(st.integers(0, len(offered) - 1), cell, max_size=4)
    return st.lists(st.tuples(st.integers(1, 4), spoilt).map(lambda one: _row(offered, *one)), min_size=1, max_size=6)


def _row(offered: list[Column], person: int, spoilt: dict[int, str]) -> list[str]:
    hers = {"last_name": f"Verzonnen{person}", "phone": f"026 000 91 0{person}", "number": str(person)}
    given = {"volunteer": "Vera Vrijwilliger", **hers}
    return [spoilt.get(place, given.get(column.key, column.example)) for place, column in enumerate(offered)]


def csv(table: Table, found: list[list[str]]) -> bytes:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in found]
    heading = ";".join(column.heading for column in table.columns if column.offered)
    return "\n".join([heading, *(";".join(row) for row in quoted)]).encode()


@pytest.mark.parametrize("name", TABLES)
@given(data=st.data())
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_every_row_is_accounted_for_and_twice_is_once(name: str, data: Any) -> None:
    with transaction.atomic():
        _one_file(TABLES[name], csv(TABLES[name], data.draw(rows(TABLES[name]))))
        transaction.set_rollback(True)


def _one_file(table: Table, content: bytes) -> None:
    cast.volunteer(), cast.other_volunteer()
    try:
        tried = paper.try_out(table, io.BytesIO(content), by=cast.coordinator(), at=factories.NOW)
    except Refused as refused:
        assert refused.reasons
        return
    done = paper.take_in(table, io.BytesIO(content), by=cast.coordinator(), at=factories.NOW)
    assert done.counts == tried.counts and (done.before, done.after) == (tried.before, tried.after)
    assert len(done.new) + len(done.known) + len(done.wrong) == done.lines == len(done.sheet.rows)
    assert all(line.said for line in (*done.known, *done.wrong))
    again = paper.take_in(table, io.BytesIO(content), by=cast.coordinator(), at=factories.NOW)
    assert (again.counts["new"], again.before) == (0, again.after)
    for one in Trajectory.objects.select_related("bereavement"):
        assert one.hard_stop_on and one.bereavement.hard_stop_on and one.hard_stop_on <= one.bereavement.hard_stop_on
        assert one.ended_on or one.hard_stop_on >= factories.TODAY
    assert not Visit.objects.exists()
