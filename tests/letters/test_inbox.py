import io
import os
import socket
import threading
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.notices.models import Message
from letters.deliveries import drops, extracts, inbox, mappings
from letters.models import Extract, InboxFile
from letters.registry.formats import source
from tests import factories
from tests.letters import chain, suppliers

NAME = "brp-20261001.csv"


def put(content=None, name=NAME, *, age=timedelta(minutes=2)) -> Path:
    """Drop a file that was touched `age` ago, seen from 1 October 2026, 10:00."""
    path = Path(settings.EXTRACT_INBOX) / name
    path.write_bytes(chain.delivery(chain.widow(1)).getvalue() if content is None else content)
    aged(path, age)
    return path


def aged(path, age=timedelta(minutes=2)):
    touched = (chain.at() - age).timestamp()
    os.utime(path, (touched, touched), follow_symlinks=False)


def look(at=None):
    return inbox.take_all(on=chain.ON, at=at or chain.at())


def told():
    """What is written down of each file: its name and either the number of letters or the reasons."""
    rows = InboxFile.objects.order_by("pk").select_related("extract")
    return [(row.name, row.extract.due if row.extract else [text for _, text in row.reasons]) for row in rows]


def lying():
    return sorted(path.name for path in Path(settings.EXTRACT_INBOX).iterdir())


pytestmark = pytest.mark.django_db


def test_a_file_is_taken_in_told_and_gone():
    clerks = [chain.clerk(), chain.clerk()]
    factories.UserFactory(roles=[Role.COORDINATOR])
    put()
    assert look() == 1
    assert told() == [(NAME, 1)] and lying() == []
    extract = Extract.objects.get()
    assert (extract.state_on, extract.received_by, extract.received_at) == (date(2026, 10, 1), None, chain.at())
    mails = Message.objects.order_by("pk")
    assert [(mail.kind, mail.user, mail.facts) for mail in mails] == [
        ("extract_taken_in", clerk, {"due": 1, "held": 0}) for clerk in clerks
    ]
    assert look() == 0 and Message.objects.count() == 2


def test_without_a_folder_in_the_settings_nothing_is_looked_at(settings):
    settings.EXTRACT_INBOX = None
    assert look() == 0 and told() == []


@pytest.mark.parametrize("age", [timedelta(seconds=59), timedelta(0), -timedelta(seconds=90)])
def test_a_file_that_may_still_be_written_waits(age):
    put(age=age)
    assert look() == 0 and told() == [] and lying() == [NAME]


def test_a_file_from_a_clock_that_is_years_ahead_does_not_wait_for_it():
    put(age=-timedelta(days=800))
    assert look() == 1 and told() == [(NAME, 1)]


def test_what_is_written_while_it_is_read_is_left_for_the_next_look(monkeypatch):
    path = put()
    usual = extracts.take_in

    def take_in(stream, **given):
        taken = usual(stream, **given)
        with path.open("ab") as more:
            more.write(chain.widow(2).encode() + b"\n")
        return taken

    monkeypatch.setattr(extracts, "take_in", take_in)
    assert look() == 0
    assert (Extract.objects.count(), told(), lying()) == (0, [], [NAME])
    monkeypatch.undo()
    aged(path)
    assert look() == 1 and told() == [(NAME, 2)]


@pytest.mark.parametrize("name", [".brp-20261001.csv", "brp-20261001.csv.part", "brp-20261001.csv.filepart", "x.TMP"])
def test_hidden_and_unfinished_files_are_left_alone(name):
    put(name=name)
    assert look() == 0 and lying() == [name]


def test_what_was_never_finished_is_taken_away_after_a_day_and_told():
    put(name="brp-20261001.csv.part", age=timedelta(days=1))
    assert look() == 1
    assert told() == [("brp-20261001.csv.part", [inbox.LEFT, inbox.GONE.text])] and lying() == []


def test_a_second_copy_goes_without_a_word():
    chain.take_in(chain.widow(1))
    chain.clerk()
    put()
    assert look() == 0
    assert (told(), lying(), Message.objects.count(), Extract.objects.count()) == ([], [], 0, 1)


def test_killed_between_commit_and_removal_nothing_comes_twice(monkeypatch):
    def killed(self):
        raise SystemExit

    chain.clerk()
    put()
    monkeypatch.setattr(drops.Drop, "remove", killed)
    with pytest.raises(SystemExit):
        look()
    assert (told(), lying()) == ([(NAME, 1)], [NAME])
    monkeypatch.undo()
    assert look() == 0
    assert (told(), lying(), Message.objects.count()) == ([(NAME, 1)], [], 1)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("brp.csv", "In de naam staat geen goede datum."),
        ("brp-20261301.csv", "In de naam staat geen goede datum."),
        ("brp-120261001.csv", "In de naam staat geen goede datum."),
        ("brp-20261001-20260901.csv", "In de naam van het bestand staan meer datums."),
        ("brp-20261002.csv", "De toestandsdatum ligt in de toekomst."),
        ("brp-20250901.csv", "Het bestand is ouder dan een jaar."),
    ],
)
def test_a_name_without_one_good_date_is_refused_and_the_file_goes(name, sentence):
    put(name=name)
    assert look() == 1
    assert told()[0][1][0].startswith(sentence)
    assert lying() == [] and not Extract.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "Proefpersoon van der Linde 20261001.csv",
        "123456782-20261001.csv",
        "brp.csv",
        "brp-20261001-é.csv",
        "a" * 80 + "-20261001.csv",
    ],
)
def test_a_name_that_may_hold_a_persons_is_not_kept(name):
    put(b"dit is geen tabel", name=name)
    assert look() == 1
    assert told()[0][0] == "een bestand"


def test_a_name_that_is_no_text_at_all_is_no_obstacle():
    path = os.fsencode(settings.EXTRACT_INBOX) + b"/\xff\xfe-20261001.csv"
    Path(os.fsdecode(path)).write_bytes(b"niets")
    aged(os.fsdecode(path))
    assert look() == 1 and told()[0][0] == "een bestand" and lying() == []


def test_a_refused_file_is_told_with_its_reasons_and_gone_and_the_others_go_on():
    clerk = chain.clerk()
    put(b"dit is geen tabel", name="a-20261001.csv")
    put(b"", name="b-20261001.csv")
    put(name="c-20261001.csv")
    assert look() == 3 and lying() == []
    assert told()[0][1][0].startswith("Dit bestand herkennen we niet.")
    assert told()[1:] == [("b-20261001.csv", ["Het bestand is leeg.", inbox.GONE.text]), ("c-20261001.csv", 1)]
    assert sorted(Message.objects.filter(user=clerk).values_list("kind", flat=True)) == [
        "extract_refused",
        "extract_taken_in",
    ]
    assert Event.objects.filter(kind="inbox.refused").count() == 2


def test_of_many_wrong_files_there_is_one_mail_a_day_until_somebody_looked():
    clerk = chain.clerk()

    def mails(name, at):
        put(b"leeg", name=name)
        look(at)
        return Message.objects.filter(user=clerk).count()

    told = [mails(f"{number}-20261001.csv", chain.at()) for number in range(3)]
    told.append(mails("3-20261001.csv", chain.at() + timedelta(days=1)))
    for wrong in inbox.unseen():
        inbox.see(wrong, by=clerk, at=chain.at() + timedelta(days=1))
    told.append(mails("4-20261001.csv", chain.at() + timedelta(days=1)))
    assert told == [1, 1, 1, 2, 3]


def test_a_folder_that_is_full_is_read_in_more_than_one_look(monkeypatch):
    monkeypatch.setattr(inbox, "MOST", 2)
    for number in range(3):
        put(b"leeg", name=f"{number}-20261001.csv")
    os.mkfifo(Path(settings.EXTRACT_INBOX) / "0")  # stays, and is told once
    aged(Path(settings.EXTRACT_INBOX) / "0")
    assert (look(), look(), look(), lying()) == (2, 2, 0, ["0"])


def test_a_file_over_the_limit_is_refused_by_its_size_alone(monkeypatch):
    monkeypatch.setattr(source, "MAX_BYTES", 1024**2)
    path = put()
    os.truncate(path, 1024**2 + 1)
    aged(path)
    monkeypatch.setattr(extracts, "take_in", None)
    assert look() == 1 and lying() == []
    assert told() == [(NAME, ["Het bestand is te groot: meer dan 1 MB. Lever het in delen.", inbox.GONE.text])]


def test_unknown_columns_are_pointed_out_on_the_page_and_nothing_of_them_is_kept():
    put(suppliers.table(suppliers.row(1)).getvalue())
    assert look() == 1 and lying() == []
    assert told() == [(NAME, [inbox.UNMAPPED, inbox.GONE.text])]


def test_what_was_pointed_out_once_is_known_in_the_folder_too(monkeypatch):
    content = suppliers.table(suppliers.row(1)).getvalue()
    with pytest.raises(mappings.tables.Unmapped) as unknown:
        mappings.read(io.BytesIO(content))
    mappings.remember(unknown.value.heading, suppliers.SAID, supplier="proef", by=chain.clerk(), at=chain.at())
    put(content)
    assert look() == 1
    assert [type(what) for _, what in told()] == [int]


def test_a_bomb_in_a_zip_is_refused_like_on_the_page():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("brp.csv", b"\0" * (300 * 1024**2))
    put(packed.getvalue(), name="brp-20261001.zip")
    assert look() == 1 and lying() == []
    assert told()[0][1] and not Extract.objects.exists()


def other_than_files(folder: Path):
    secret = folder.parent / "elders.csv"
    secret.write_bytes(chain.delivery(chain.widow(1)).getvalue())
    aged(secret)
    (folder / "link-20261001.csv").symlink_to(secret)
    (folder / "map-20261001").mkdir()
    os.mkfifo(folder / "pijp-20261001.csv")
    (folder / "twee-20261001.csv").hardlink_to(secret)
    with socket.socket(socket.AF_UNIX) as waiting:
        waiting.bind(str(folder / "s-20261001"))
    return secret


def test_nothing_but_plain_files_is_opened_and_that_is_told_once_a_week():
    secret = other_than_files(Path(settings.EXTRACT_INBOX))
    there = lying()
    assert (look(), look()) == (5, 0)
    assert {what[0] for _, what in told()} == {inbox.NO_FILE}
    assert lying() == there and secret.exists() and not Extract.objects.exists()
    assert look(chain.at() + timedelta(days=7)) == 5


def test_a_file_that_is_exchanged_for_a_link_before_it_is_opened_is_not_read(monkeypatch, tmp_path):
    path, secret, usual = put(), tmp_path / "geheim", os.open
    secret.write_bytes(path.read_bytes())
    aged(secret)

    def open_late(target, *given, **more):
        if target == path:
            path.unlink()
            path.hardlink_to(secret)
        return usual(target, *given, **more)

    monkeypatch.setattr(os, "open", open_late)
    assert look() == 0
    assert (Extract.objects.count(), told(), lying(), secret.exists()) == (0, [], [NAME], True)


def test_a_file_that_may_not_be_read_is_told_once_and_lies_there(monkeypatch):
    def forbidden(*given):
        raise PermissionError

    put()
    monkeypatch.setattr(os, "open", forbidden)  # root, who may run this, may read everything
    assert (look(), look()) == (1, 0)
    assert told() == [(NAME, [inbox.UNREADABLE])] and lying() == [NAME]


@pytest.mark.parametrize("content", [None, b"dit is geen tabel"], ids=["taken in", "refused"])
def test_a_file_that_may_not_be_removed_is_not_told_at_every_look(monkeypatch, content):
    def forbidden(drop):
        raise PermissionError

    monkeypatch.setattr(drops.Drop, "remove", forbidden)
    put(content)
    assert [look() for _ in range(3)][1:] == [0, 0]
    assert told()[1:] == [(NAME, [inbox.UNREADABLE])] and lying() == [NAME]
    monkeypatch.undo()
    assert look() == 0 and lying() == []


def failing(failure):
    def take_in(stream, **given):
        if b"Proefels" in stream.read():
            raise failure
        stream.seek(0)
        return USUAL(stream, **given)

    return take_in


USUAL = extracts.take_in


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [(OSError(5, "Input/output error"), inbox.UNREADABLE), (RuntimeError("Proefels"), inbox.BROKEN)],
    ids=["disk", "unforeseen"],
)
def test_a_file_that_breaks_the_reader_stays_is_told_once_and_the_others_go_on(monkeypatch, caplog, failure, sentence):
    monkeypatch.setattr(extracts, "take_in", failing(failure))
    put(name="a-20261001.csv")
    put(chain.delivery(chain.widow(2)).getvalue(), name="b-20261001.csv")
    assert (look(), look()) == (2, 0)
    assert told() == [("a-20261001.csv", [sentence]), ("b-20261001.csv", 1)]
    assert lying() == ["a-20261001.csv"] and "Proefels" not in caplog.text


def test_a_database_that_is_away_is_no_fault_of_the_file(monkeypatch):
    monkeypatch.setattr(extracts, "take_in", failing(OperationalError()))
    put()
    with pytest.raises(OperationalError):
        look()
    assert told() == [] and lying() == [NAME]
    monkeypatch.undo()
    assert look() == 1


def test_a_file_that_is_gone_again_is_nobodys_worry(monkeypatch):
    path = put()
    monkeypatch.setattr(drops, "lying", lambda folder: [path])
    path.unlink()
    assert look() == 0 and told() == []


def test_another_file_under_the_same_name_is_not_taken_away(monkeypatch):
    path = put()
    usual = drops.Drop.remove

    def remove(drop):
        path.unlink()
        put(chain.delivery(chain.widow(2)).getvalue())
        usual(drop)

    monkeypatch.setattr(drops.Drop, "remove", remove)
    assert look() == 1 and lying() == [NAME]
    monkeypatch.undo()
    assert look() == 1 and told() == [(NAME, 1), (NAME, 1)]


def test_a_folder_that_is_not_there_is_told_once_a_week(settings):
    settings.EXTRACT_INBOX = Path(settings.EXTRACT_INBOX) / "weg"
    clerk = chain.clerk()
    assert (look(), look(), look(chain.at() + timedelta(days=7))) == (1, 0, 1)
    assert told() == [(inbox.FOLDER, [inbox.NO_FOLDER])] * 2
    assert Message.objects.filter(user=clerk).count() == 2


def test_what_went_wrong_is_on_the_list_until_somebody_saw_it():
    put(b"dit is geen tabel")
    put(name="c-20261001.csv")
    look()
    (wrong,) = inbox.unseen()
    clerk = chain.clerk()
    inbox.see(wrong, by=clerk, at=chain.at())
    inbox.see(wrong, by=chain.clerk(), at=chain.at())
    wrong.refresh_from_db()
    assert (wrong.seen_by, wrong.seen_at, inbox.unseen()) == (clerk, chain.at(), [])
    assert Event.objects.filter(kind="inbox.seen").count() == 1


def test_no_mail_and_no_event_says_what_stood_in_the_file_or_its_name():
    chain.clerk()
    put(b"jan;proefels\n;;\n", name="Proefels 20261001.csv")
    put()
    look()
    written = [*Message.objects.values_list("key", "facts"), *Event.objects.values_list("facts", flat=True), *told()]
    assert "proef" not in str(written).lower()


@pytest.mark.django_db(transaction=True)
def test_of_readers_at_the_same_moment_exactly_one_takes_it():
    chain.clerk()
    put()
    together, found = threading.Barrier(4), []

    def reader():
        try:
            together.wait()
            found.append(look())
        finally:
            connection.close()

    readers = [threading.Thread(target=reader) for _ in range(4)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert sorted(found) == [0, 0, 0, 1]
    assert (told(), lying(), Message.objects.count()) == ([(NAME, 1)], [], 1)


@pytest.mark.django_db(transaction=True)
def test_without_locks_on_the_disk_the_database_takes_it_once(monkeypatch):
    monkeypatch.setattr(drops, "_lock", lambda stream: None)
    test_of_readers_at_the_same_moment_exactly_one_takes_it()
