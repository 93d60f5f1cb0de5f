"""The servers that the other tests lean on are real, and say so."""

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import redis as redis_client
from django.db import DatabaseError, transaction
from playwright.sync_api import Page, expect

from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.celery import app
from bezoekdienst.policy.models import Policy
from tests.services import postgresql, printer, programs, redis, worker

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PDF = b"%PDF-1.4 a letter of one line: the printer looks at no more than how it begins\n%%EOF\n"


def test_redis_keeps_what_it_is_given(redis_url: str) -> None:
    with redis_client.Redis.from_url(redis_url) as client:
        client.set("services", "real")
        assert client.get("services") == b"real"


def test_a_redis_of_ones_own_is_gone_after_the_block() -> None:
    port = programs.free_port()
    with redis.server(port):
        assert programs.answers(port)
    assert not programs.answers(port)


def test_postgresql_answers_as_a_new_cluster() -> None:
    with postgresql.cluster() as url, psycopg.connect(url) as connection:
        names = connection.execute("SELECT datname FROM pg_database ORDER BY datname").fetchall()
    assert names == [("postgres",), ("template0",), ("template1",)]


def test_chromium_shows_a_dutch_page(page: Page) -> None:
    page.set_content("<p lang=nl></p><script>document.querySelector('p').textContent = navigator.language</script>")
    expect(page.locator("p")).to_have_text("nl-NL")


def test_the_printer_keeps_the_paper_it_was_sent(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(PDF)
    with printer.running() as there:
        tool = programs.find("ipptool", package="cups-ipp-utils")
        command = [tool, "-q", "-f", str(tmp_path / "letter.pdf"), there.url, "print-job.test"]
        assert subprocess.run(command, check=False, capture_output=True).returncode == 0
        deadline = time.monotonic() + 10
        while not there.papers() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [paper.read_bytes() for paper in there.papers()] == [PDF]


def test_a_missing_program_is_a_sentence_with_the_package_to_install() -> None:
    with pytest.raises(programs.StartError) as refusal:
        programs.find("no-such-program", package="no-such-package")
    assert str(refusal.value) == (
        "This test needs the program no-such-program: run ./dev install, or install what Debian calls no-such-package."
    )


def test_a_server_that_ends_at_once_is_reported_with_what_it_said() -> None:
    command = [sys.executable, "-c", "print('out of paper'); raise SystemExit(3)"]
    with (
        pytest.raises(programs.StartError, match="ended with 3:\nout of paper"),
        programs.running(command, ready=lambda _: False),
    ):
        pass


def test_a_worker_in_its_own_process_hears_a_bell(start_worker: worker.Start, own_folder: Path) -> None:
    with start_worker():
        answers = app.control.ping(timeout=10, limit=1)
    assert [list(answer.values()) for answer in answers] == [[{"ok": "pong"}]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", ["once", "and again"])
def test_each_transactional_test_finds_what_the_migrations_left_and_the_guard_in_place(run: str) -> None:
    assert (Policy.objects.count(), Event.objects.count()) == (1, 0)
    with transaction.atomic():
        events.record("policy.changed", by=None, at=NOW, valid_from_on="2027-01-01", fields="meals")
    with pytest.raises(DatabaseError):
        Event.objects.all().delete()
    assert Event.objects.count() == 1
