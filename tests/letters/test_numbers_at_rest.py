"""A BSN is used for its pseudonym while a delivery is read, and is nowhere afterwards, whatever form it came in."""

import io
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from bezoekdienst.lib.errors import Refused
from letters.deliveries import extracts, trials
from letters.models import Extract
from letters.states import Outcome
from tests.letters import chain
from tests.lib.spreadsheets import handmade
from tests.registry import extracts as deliveries
from tests.registry import notations
from tests.services.worker import Start

HERS, HIS, HER_A_NUMBER = chain.bsn(4711), chain.bsn(4712), "1000000019"
PLANTED = (HERS, HIS, HER_A_NUMBER, chain.bsn(4713), chain.bsn(4714))
DIED = {"e05_07_10": "20260301", "e05_85_10": "20260301", "e05_86_10": "20260303"}


def _persons() -> list[notations.Elements]:
    """One who is due, one held, one left out, all with numbers that are looked for afterwards."""
    his = DIED | {"e05_01_20": HIS}
    return [
        notations.person(1, e01_01_20=HERS, e01_01_10=HER_A_NUMBER, **his),
        notations.person(2, e01_01_20=chain.bsn(4713), e08_83_10="080000", **his),
        notations.person(3, e01_01_20=chain.bsn(4714), e06_08_10="20260901", **his),
    ]


def _own() -> list[dict[str, str]]:
    planted = deliveries.OWN_WIDOW | {"01.01.20": HERS, "05.01.20": HIS, "05.08.10": "1-3-2026"}
    held, dead = {"01.01.20": chain.bsn(4713), "07.70.10": "misschien"}, {"06.08.10": "1-9-2026"}
    return [planted, planted | held, planted | dead | {"01.01.20": chain.bsn(4714)}]


def _forms() -> dict[str, bytes]:
    persons = _persons()
    lines = [";".join(person.get(name, "") for name in deliveries.HEADING) for person in persons]
    broken = lines[0].replace("Lindelaan", '"Lindelaan')
    rows = [list(deliveries.OWN.values()), *([row.get(e, "") for e in deliveries.OWN] for row in _own())]
    messages = notations.lines([notations.message(person) for person in persons])
    return {
        "numbers": deliveries.text(*lines, broken).encode(),
        "names": deliveries.table(persons, deliveries.NAMES).encode(),
        "own": deliveries.table(_own(), deliveries.OWN).encode("cp1252"),
        "workbook": handmade.book(handmade.table(*rows)),
        "lo3": b"".join(notations.lo3(*notations.categories(person)) for person in persons) + b"00000000Sv01A2027",
        "messages": messages + messages[:200],
        "persons": notations.lines([notations.resource(person) for person in persons]),
        "zip": notations.zipped({"berichtregels.jsonl": messages}),
    }


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files in which nothing else lies."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _at_rest(*folders: Path) -> Iterator[bytes]:
    """All that lies on disk: the database with what SQLite keeps beside it, and the given folders."""
    database = Path(connection.settings_dict["NAME"])
    files = [*database.parent.glob(f"{database.name}*"), *(file for folder in folders for file in folder.rglob("*"))]
    yield from (file.read_bytes() for file in files if file.is_file())


def _found(content: bytes) -> list[str]:
    return [number for number in PLANTED if number.encode() in content or number.encode("utf-16-le") in content]


@pytest.mark.one_database  # it looks into SQLite's own files
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", list(_forms()))
def test_no_number_is_at_rest_after_a_delivery_is_taken_in_tried_or_refused(
    form: str, temporary: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    content, by = _forms()[form], chain.clerk()
    given = {"state_on": chain.ON, "on": chain.ON, "by": by, "at": chain.at()}
    with caplog.at_level(logging.DEBUG):
        trials.try_out(io.BytesIO(content), **given)
        list(trials.take_along(io.BytesIO(content), **given)[1])
        taken = extracts.take_in(io.BytesIO(content), **given)
        with pytest.raises(Refused):
            extracts.take_in(io.BytesIO(content), **given)
    assert (taken.lines, taken.addressees.filter(outcome=Outcome.HELD).exists()) == (taken.lines, True)
    read = [*_at_rest(settings.VAR_DIR, temporary), "".join([caplog.text, *capfd.readouterr()]).encode()]
    assert sum(map(len, read)) > 10_000
    assert [number for part in read for number in _found(part)] == []
    assert Extract.objects.count() == 1


@pytest.mark.one_database
def test_no_number_and_no_name_is_in_the_messages_between_programs(start_worker: Start, redis_url: str) -> None:
    line = chain.widow(1, e01_01_20=HERS, e05_01_20=HIS, e01_01_10=HER_A_NUMBER, e01_02_40="Merkwaardig")
    chain.released(line, chain.widow(2))
    with redis.Redis.from_url(redis_url) as client:
        kept = [client.dump(key) or b"" for key in client.scan_iter()]
    assert [number for part in kept for number in _found(part)] == []
    assert not any(b"Merkwaardig" in part for part in kept)
    assert kept  # the worker was rung for
