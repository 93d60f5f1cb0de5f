"""What stands in the file beside the database: all that was promised and sent, once, and only that."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from bezoekdienst.lib.errors import Refused
from letters import memory, promises, rounds
from letters.models import LedgerKey, Suppression
from tests.letters import chain

pytestmark = pytest.mark.django_db
HERS = {"strong": ["person-b:1"], "weak": ["person-h:2"]}


def lines(kind: str) -> int:
    return sum(line.startswith(f"{kind} ") for line in promises.path().read_text().splitlines())


def test_a_frozen_round_and_an_objection_are_written_as_soon_as_they_are_sure(
    django_capture_on_commit_callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as hooks:
        chain.frozen(chain.widow(1), chain.widow(2))
        memory.suppress(HERS, on=chain.ON)
    assert hooks.count(promises.write_down) == 1  # once, however many keys
    known = promises.read()
    assert known.taken == set(LedgerKey.objects.values_list("digest", flat=True))
    assert known.never == {"person-b:1": (True, chain.ON), "person-h:2": (False, chain.ON)}


def test_what_is_written_down_twice_writes_nothing_new() -> None:
    chain.posted(chain.widow(1), chain.widow(2))
    assert (promises.write_down(), promises.write_down()) == (6, 0)  # two letters, both printed and posted
    assert [one.posted_on for one in promises.read().letters.values()] == [date(2026, 10, 2)] * 2


def test_what_is_rolled_back_was_not_promised(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True) as hooks:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            memory.suppress(HERS, on=chain.ON)
            raise ZeroDivisionError
        assert Suppression.objects.count() == 0
    assert (hooks, promises.path().exists()) == ([], False)


def test_a_crash_before_the_file_was_written_is_made_good_by_the_night() -> None:
    memory.suppress(HERS, on=chain.ON)  # the process died here
    assert promises.read().never == {}
    assert (promises.write_down(), len(promises.read().never)) == (2, 2)


@pytest.mark.parametrize("torn", [1, 2, 30])
def test_a_line_that_was_torn_off_does_not_count_and_is_written_again(torn: int) -> None:
    chain.frozen(chain.widow(1))
    memory.suppress(HERS, on=chain.ON)
    promises.write_down()
    whole = promises.read()
    promises.path().write_text(promises.path().read_text()[:-torn])
    assert promises.read() != whole
    assert (promises.write_down(), promises.write_down()) == (1, 0)
    assert promises.read() == whole


def test_a_full_disk_keeps_nobody_from_objecting(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(os, "fsync", full)
        memory.suppress(HERS, on=chain.ON)
    assert Suppression.objects.count() == 2
    promises.write_down()
    assert set(promises.read().never) == {"person-b:1", "person-h:2"}


def test_a_cancelled_round_is_free_in_the_file_too() -> None:
    subject = chain.frozen(chain.widow(1))
    promises.write_down()
    rounds.cancel(subject, by=chain.clerk(), at=chain.at())
    assert (promises.write_down(), promises.write_down(), promises.read().taken) == (1, 0, frozenset())


def test_a_letter_that_was_pulled_for_good_stays_taken_and_another_is_free() -> None:
    subject = chain.frozen(chain.widow(1), chain.widow(2), chain.widow(3))
    promises.write_down()
    chain.check(subject, chain.widow(1, e01_07_10="1"), chain.widow(2), chain.widow(3, e08_11_20="99"))
    assert promises.write_down() == 1
    assert [one.freed for one in promises.read().letters.values()].count(True) == 1
    assert promises.read().taken == set(LedgerKey.objects.values_list("digest", flat=True))


def test_what_the_database_lacks_is_not_taken_for_freed() -> None:
    subject = chain.frozen(chain.widow(1))
    promises.write_down()
    subject.ledger.all().delete()
    subject.delete()
    assert (promises.write_down(), len(promises.read().taken) > 0) == (0, True)


def test_who_says_it_again_is_remembered_from_that_day_on_and_an_older_row_changes_nothing() -> None:
    memory.suppress(HERS, on=date(2028, 1, 1))
    promises.write_down()
    Suppression.objects.update(made_on=chain.ON)
    assert (promises.write_down(), promises.read().never["person-b:1"]) == (0, (True, date(2028, 1, 1)))


def test_what_had_its_time_goes_from_the_file_on_its_day_and_not_a_day_before() -> None:
    chain.posted(chain.widow(1))
    memory.suppress(HERS, on=chain.ON)
    promises.write_down()
    before, after = date(2029, 9, 30), date(2029, 10, 1)
    assert (promises.forget(before), lines("letter"), len(promises.read(before).letters)) == (0, 1, 1)
    assert len(promises.read(after).letters) == 0
    assert (promises.forget(after), lines("letter"), lines("posted"), lines("never")) == (3, 0, 0, 2)
    assert (promises.forget(date(2036, 9, 30)), promises.forget(date(2036, 10, 1)), lines("never")) == (0, 2, 0)
    assert (promises.forget(date(2036, 10, 1)), lines("key")) == (0, 1)


def test_a_file_of_another_key_is_refused_and_left_alone(settings: LazySettings) -> None:
    memory.suppress(HERS, on=chain.ON)
    promises.write_down()
    before = promises.path().read_bytes()
    settings.PSEUDONYM_KEY = "another key than the one before"
    for act in (promises.read, promises.write_down, lambda: promises.forget(chain.ON)):
        with pytest.raises(Refused, match="PSEUDONYM_KEY"):
            act()
    assert promises.path().read_bytes() == before


def test_the_file_holds_no_name_and_no_number(own_folder: Path) -> None:
    chain.posted(chain.widow(1))
    promises.write_down()
    text = promises.path().read_text()
    assert own_folder / "letters.txt" == promises.path()
    assert [word for word in (chain.bsn(2), chain.bsn(3), "Proef", "AB") if word in text] == []


@pytest.mark.parametrize("line", ["never 2026-13-01 person-b:1 strong .", "letter P8HVK45V .", "posted ."])
def test_a_whole_line_that_says_nothing_is_not_passed_over_in_silence(line: str) -> None:
    promises.path().write_text(f"\n{line}\n")
    with pytest.raises(Refused, match="Regel 2 van het bestand letters"):
        promises.read()


def test_what_a_power_cut_left_of_a_block_is_passed_over() -> None:
    memory.suppress(HERS, on=chain.ON)
    promises.write_down()
    with promises.path().open("ab") as file:
        file.write(bytes(40))
    assert (promises.write_down(), len(promises.read().never)) == (0, 2)
