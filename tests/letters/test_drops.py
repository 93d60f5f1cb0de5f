"""Which files of the watched folder are opened, when, by whom, and which are left alone."""

import os
import socket
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from bezoekdienst.notices.models import Message
from letters.deliveries import drops, extracts, inbox
from letters.models import Extract
from tests.letters import chain, dropping

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("age", [timedelta(seconds=59), timedelta(0), -timedelta(seconds=90)])
def test_a_file_that_may_still_be_written_waits(age):
    dropping.put(age=age)
    assert dropping.look() == 0 and dropping.told() == [] and dropping.lying() == [dropping.NAME]


def test_a_file_from_a_clock_that_is_years_ahead_does_not_wait_for_it():
    dropping.put(age=-timedelta(days=800))
    assert dropping.look() == 1 and dropping.told() == [(dropping.NAME, 1)]


def test_what_is_written_while_it_is_read_is_left_for_the_next_look(monkeypatch):
    path = dropping.put()
    usual = extracts.take_in

    def take_in(stream, **given):
        taken = usual(stream, **given)
        with path.open("ab") as more:
            more.write(chain.widow(2).encode() + b"\n")
        return taken

    monkeypatch.setattr(extracts, "take_in", take_in)
    assert dropping.look() == 0
    assert (Extract.objects.count(), dropping.told(), dropping.lying()) == (0, [], [dropping.NAME])
    monkeypatch.undo()
    dropping.aged(path)
    assert dropping.look() == 1 and dropping.told() == [(dropping.NAME, 2)]


@pytest.mark.parametrize("name", [".brp-20261001.csv", "brp-20261001.csv.part", "brp-20261001.csv.filepart", "x.TMP"])
def test_hidden_and_unfinished_files_are_left_alone(name):
    dropping.put(name=name)
    assert dropping.look() == 0 and dropping.lying() == [name]


def test_what_was_never_finished_is_taken_away_after_a_day_and_told():
    dropping.put(name="brp-20261001.csv.part", age=timedelta(days=1))
    assert dropping.look() == 1
    assert dropping.told() == [("brp-20261001.csv.part", [inbox.LEFT, inbox.GONE.text])] and dropping.lying() == []


def other_than_files(folder: Path):
    secret = folder.parent / "elders.csv"
    secret.write_bytes(chain.delivery(chain.widow(1)).getvalue())
    dropping.aged(secret)
    (folder / "link-20261001.csv").symlink_to(secret)
    (folder / "map-20261001").mkdir()
    os.mkfifo(folder / "pijp-20261001.csv")
    (folder / "twee-20261001.csv").hardlink_to(secret)
    with socket.socket(socket.AF_UNIX) as waiting:
        waiting.bind(str(folder / "s-20261001"))
    return secret


def test_nothing_but_plain_files_is_opened_and_that_is_told_once_a_week():
    secret = other_than_files(Path(settings.EXTRACT_INBOX))
    there = dropping.lying()
    assert (dropping.look(), dropping.look()) == (5, 0)
    assert {what[0] for _, what in dropping.told()} == {inbox.NO_FILE}
    assert dropping.lying() == there and secret.exists() and not Extract.objects.exists()
    assert dropping.look(chain.at() + timedelta(days=7)) == 5


def test_a_file_that_is_exchanged_for_a_link_before_it_is_opened_is_not_read(monkeypatch, tmp_path):
    path, secret, usual = dropping.put(), tmp_path / "geheim", os.open
    secret.write_bytes(path.read_bytes())
    dropping.aged(secret)

    def open_late(target, *given, **more):
        if target == path:
            path.unlink()
            path.hardlink_to(secret)
        return usual(target, *given, **more)

    monkeypatch.setattr(os, "open", open_late)
    assert dropping.look() == 0
    assert (dropping.told(), dropping.lying(), secret.exists()) == ([], [dropping.NAME], True)
    assert not Extract.objects.exists()


def test_a_file_that_may_not_be_read_is_told_once_and_lies_there(monkeypatch):
    def forbidden(*given):
        raise PermissionError

    dropping.put()
    monkeypatch.setattr(os, "open", forbidden)  # root, who may run this, may read everything
    assert (dropping.look(), dropping.look()) == (1, 0)
    assert dropping.told() == [(dropping.NAME, [inbox.UNREADABLE])] and dropping.lying() == [dropping.NAME]


@pytest.mark.parametrize("content", [None, b"dit is geen tabel"], ids=["taken in", "refused"])
def test_a_file_that_may_not_be_removed_is_not_told_at_every_look(monkeypatch, content):
    def forbidden(drop):
        raise PermissionError

    monkeypatch.setattr(drops.Drop, "remove", forbidden)
    dropping.put(content)
    assert [dropping.look() for _ in range(3)][1:] == [0, 0]
    assert dropping.told()[1:] == [(dropping.NAME, [inbox.UNREADABLE])] and dropping.lying() == [dropping.NAME]
    monkeypatch.undo()
    assert dropping.look() == 0 and dropping.lying() == []


def test_a_file_that_is_gone_again_is_nobodys_worry(monkeypatch):
    path = dropping.put()
    monkeypatch.setattr(drops, "lying", lambda folder: [path])
    path.unlink()
    assert dropping.look() == 0 and dropping.told() == []


def test_another_file_under_the_same_name_is_not_taken_away(monkeypatch):
    path = dropping.put()
    usual = drops.Drop.remove

    def remove(drop):
        path.unlink()
        dropping.put(chain.delivery(chain.widow(2)).getvalue())
        usual(drop)

    monkeypatch.setattr(drops.Drop, "remove", remove)
    assert dropping.look() == 1 and dropping.lying() == [dropping.NAME]
    monkeypatch.undo()
    assert dropping.look() == 1 and dropping.told() == [(dropping.NAME, 1), (dropping.NAME, 1)]


@pytest.mark.django_db(transaction=True)
def test_of_readers_at_the_same_moment_exactly_one_takes_it():
    chain.clerk()
    dropping.put()
    together, found = threading.Barrier(4), []

    def reader():
        try:
            together.wait()
            found.append(dropping.look())
        finally:
            connection.close()

    readers = [threading.Thread(target=reader) for _ in range(4)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert sorted(found) == [0, 0, 0, 1]
    assert (dropping.told(), dropping.lying(), Message.objects.count()) == ([(dropping.NAME, 1)], [], 1)


@pytest.mark.django_db(transaction=True)
def test_without_locks_on_the_disk_the_database_takes_it_once(monkeypatch):
    monkeypatch.setattr(drops, "_lock", lambda stream: None)
    test_of_readers_at_the_same_moment_exactly_one_takes_it()
