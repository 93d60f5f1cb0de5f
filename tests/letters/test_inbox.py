import io
import os
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.spreadsheets import source
from bezoekdienst.notices.models import Message
from letters.deliveries import drops, extracts, inbox, mappings
from letters.models import Extract
from tests import factories
from tests.letters import chain, dropping, suppliers

pytestmark = pytest.mark.django_db


def test_a_file_is_taken_in_told_and_gone():
    clerks = [chain.clerk(), chain.clerk()]
    factories.UserFactory(roles=[Role.COORDINATOR])
    dropping.put()
    assert dropping.look() == 1
    assert dropping.told() == [(dropping.NAME, 1)] and dropping.lying() == []
    extract = Extract.objects.get()
    assert (extract.state_on, extract.received_by, extract.received_at) == (date(2026, 10, 1), None, chain.at())
    mails = Message.objects.order_by("pk")
    assert [(mail.kind, mail.user, mail.facts) for mail in mails] == [
        ("extract_taken_in", clerk, {"due": 1, "held": 0}) for clerk in clerks
    ]
    assert dropping.look() == 0 and Message.objects.count() == 2


def test_without_a_folder_in_the_settings_nothing_is_looked_at(settings):
    settings.EXTRACT_INBOX = None
    assert dropping.look() == 0 and dropping.told() == []


def test_a_second_copy_goes_without_a_word():
    chain.take_in(chain.widow(1))
    chain.clerk()
    dropping.put()
    assert dropping.look() == 0
    assert (dropping.told(), dropping.lying(), Message.objects.count(), Extract.objects.count()) == ([], [], 0, 1)


def test_killed_between_commit_and_removal_nothing_comes_twice(monkeypatch):
    def killed(self):
        raise SystemExit

    chain.clerk()
    dropping.put()
    monkeypatch.setattr(drops.Drop, "remove", killed)
    with pytest.raises(SystemExit):
        dropping.look()
    assert (dropping.told(), dropping.lying()) == ([(dropping.NAME, 1)], [dropping.NAME])
    monkeypatch.undo()
    assert dropping.look() == 0
    assert (dropping.told(), dropping.lying(), Message.objects.count()) == ([(dropping.NAME, 1)], [], 1)


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
    dropping.put(name=name)
    assert dropping.look() == 1
    assert dropping.told()[0][1][0].startswith(sentence)
    assert dropping.lying() == [] and not Extract.objects.exists()


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
    dropping.put(b"dit is geen tabel", name=name)
    assert dropping.look() == 1
    assert dropping.told()[0][0] == "een bestand"


def test_a_name_that_is_no_text_at_all_is_no_obstacle():
    path = os.fsencode(settings.EXTRACT_INBOX) + b"/\xff\xfe-20261001.csv"
    Path(os.fsdecode(path)).write_bytes(b"niets")
    dropping.aged(os.fsdecode(path))
    assert dropping.look() == 1 and dropping.told()[0][0] == "een bestand" and dropping.lying() == []


def test_a_refused_file_is_told_with_its_reasons_and_gone_and_the_others_go_on():
    clerk = chain.clerk()
    dropping.put(b"dit is geen tabel", name="a-20261001.csv")
    dropping.put(b"", name="b-20261001.csv")
    dropping.put(name="c-20261001.csv")
    assert dropping.look() == 3 and dropping.lying() == []
    assert dropping.told()[0][1][0].startswith("Dit bestand herkennen we niet.")
    assert dropping.told()[1:] == [("b-20261001.csv", ["Het bestand is leeg.", inbox.GONE.text]), ("c-20261001.csv", 1)]
    assert sorted(Message.objects.filter(user=clerk).values_list("kind", flat=True)) == [
        "extract_refused",
        "extract_taken_in",
    ]
    assert Event.objects.filter(kind="inbox.refused").count() == 2


def test_of_many_wrong_files_there_is_one_mail_a_day_until_somebody_looked():
    clerk = chain.clerk()

    def mails(name, at):
        dropping.put(b"leeg", name=name)
        dropping.look(at)
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
        dropping.put(b"leeg", name=f"{number}-20261001.csv")
    os.mkfifo(Path(settings.EXTRACT_INBOX) / "0")  # stays, and is told once
    dropping.aged(Path(settings.EXTRACT_INBOX) / "0")
    assert (dropping.look(), dropping.look(), dropping.look(), dropping.lying()) == (2, 2, 0, ["0"])


def test_a_file_over_the_limit_is_refused_by_its_size_alone(monkeypatch):
    monkeypatch.setattr(source, "MAX_BYTES", 1024**2)
    path = dropping.put()
    os.truncate(path, 1024**2 + 1)
    dropping.aged(path)
    monkeypatch.setattr(extracts, "take_in", None)
    assert dropping.look() == 1 and dropping.lying() == []
    too_big = "Het bestand is te groot: meer dan 1 MB. Lever het in delen."
    assert dropping.told() == [(dropping.NAME, [too_big, inbox.GONE.text])]


def test_unknown_columns_are_pointed_out_on_the_page_and_nothing_of_them_is_kept():
    dropping.put(suppliers.table(suppliers.row(1)).getvalue())
    assert dropping.look() == 1 and dropping.lying() == []
    assert dropping.told() == [(dropping.NAME, [inbox.UNMAPPED, inbox.GONE.text])]


def test_what_was_pointed_out_once_is_known_in_the_folder_too(monkeypatch):
    content = suppliers.table(suppliers.row(1)).getvalue()
    with pytest.raises(mappings.tables.Unmapped) as unknown:
        mappings.read(io.BytesIO(content))
    mappings.remember(unknown.value.heading, suppliers.SAID, supplier="proef", by=chain.clerk(), at=chain.at())
    dropping.put(content)
    assert dropping.look() == 1
    assert [type(what) for _, what in dropping.told()] == [int]


def test_a_bomb_in_a_zip_is_refused_like_on_the_page():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("brp.csv", b"\0" * (300 * 1024**2))
    dropping.put(packed.getvalue(), name="brp-20261001.zip")
    assert dropping.look() == 1 and dropping.lying() == []
    assert dropping.told()[0][1] and not Extract.objects.exists()


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
    dropping.put(name="a-20261001.csv")
    dropping.put(chain.delivery(chain.widow(2)).getvalue(), name="b-20261001.csv")
    assert (dropping.look(), dropping.look()) == (2, 0)
    assert dropping.told() == [("a-20261001.csv", [sentence]), ("b-20261001.csv", 1)]
    assert dropping.lying() == ["a-20261001.csv"] and "Proefels" not in caplog.text


def test_a_database_that_is_away_is_no_fault_of_the_file(monkeypatch):
    monkeypatch.setattr(extracts, "take_in", failing(OperationalError()))
    dropping.put()
    with pytest.raises(OperationalError):
        dropping.look()
    assert dropping.told() == [] and dropping.lying() == [dropping.NAME]
    monkeypatch.undo()
    assert dropping.look() == 1


def test_a_folder_that_is_not_there_is_told_once_a_week(settings):
    settings.EXTRACT_INBOX = Path(settings.EXTRACT_INBOX) / "weg"
    clerk = chain.clerk()
    assert (dropping.look(), dropping.look(), dropping.look(chain.at() + timedelta(days=7))) == (1, 0, 1)
    assert dropping.told() == [(inbox.FOLDER, [inbox.NO_FOLDER])] * 2
    assert Message.objects.filter(user=clerk).count() == 2


def test_what_went_wrong_is_on_the_list_until_somebody_saw_it():
    dropping.put(b"dit is geen tabel")
    dropping.put(name="c-20261001.csv")
    dropping.look()
    (wrong,) = inbox.unseen()
    clerk = chain.clerk()
    inbox.see(wrong, by=clerk, at=chain.at())
    inbox.see(wrong, by=chain.clerk(), at=chain.at())
    wrong.refresh_from_db()
    assert (wrong.seen_by, wrong.seen_at, inbox.unseen()) == (clerk, chain.at(), [])
    assert Event.objects.filter(kind="inbox.seen").count() == 1


def test_no_mail_and_no_event_says_what_stood_in_the_file_or_its_name():
    chain.clerk()
    dropping.put(b"jan;proefels\n;;\n", name="Proefels 20261001.csv")
    dropping.put()
    dropping.look()
    mails, facts = Message.objects.values_list("key", "facts"), Event.objects.values_list("facts", flat=True)
    written = [*mails, *facts, *dropping.told()]
    assert "proef" not in str(written).lower()
