"""A file is collected in memory; one that is too large is dropped on the way, and the page says so."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadhandler import StopUpload
from django.test import Client
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from bezoekdienst.web import uploads
from bezoekdienst.web.uploads import MemoryOnlyUploadHandler
from letters.models import Extract
from tests.letters import chain
from tests.web import clients

TOO_BIG = "Het bestand is te groot: meer dan 256 MB. Lever het in delen."


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 100)


def received(*chunks: int) -> MemoryOnlyUploadHandler:
    handler = MemoryOnlyUploadHandler()
    handler.new_file("file", "aanlevering.csv", "text/csv", None)
    for size in chunks:
        handler.receive_data_chunk(b"x" * size, 0)
    return handler


def test_what_fits_is_there_whole(small: None) -> None:
    file = received(60, 40).file_complete(100)
    assert (file.size, file.read()) == (100, b"x" * 100)


def test_what_does_not_fit_is_dropped_and_its_size_is_told(small: None) -> None:
    handler = received(60, 41, 60)
    assert (handler.file.getvalue(), handler.file_complete(161).size) == (b"", 161)


def test_two_files_together_are_no_more_than_one(small: None) -> None:
    handler = received(60)
    handler.new_file("file", "nog een.csv", "text/csv", None)
    handler.receive_data_chunk(b"x" * 60, 0)
    file = handler.file_complete(60)
    assert (file.size, file.read()) == (120, b"")


def test_far_beyond_it_the_connection_is_cut(small: None) -> None:
    with pytest.raises(StopUpload) as stopped:
        received(*[100] * 4, 1)
    assert stopped.value.connection_reset


@pytest.mark.django_db
def test_a_file_of_somebody_who_is_not_logged_in_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def kept(*_: object) -> None:
        raise AssertionError("was read into memory")

    monkeypatch.setattr(MemoryOnlyUploadHandler, "receive_data_chunk", kept)
    filled = {"name": "", "phone": "026 000 00 09", "file": ContentFile(b"x" * 1_000_000, "groot.bin")}
    answer = Client().post(reverse("sign_up"), filled)
    assert answer.status_code == 422
    assert 'value="026 000 00 09"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["extract_new", "trial", "trial_take_along"])
def test_a_file_that_is_too_large_gets_its_sentence_on_the_page(
    small: None, address: str, time_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "PATIENCE", 1000)
    time_machine.move_to(chain.at())
    file = chain.delivery(*(chain.widow(number) for number in range(3)))
    file.name = "aanlevering.csv"
    answer = clients.logged_in(Role.CLERK).post(reverse(address), {"file": file, "state_on": "2026-09-30"})
    page = answer.content.decode()
    assert answer.status_code == 422 and TOO_BIG in page
    assert 'value="2026-09-30"' in page and "Kies het bestand opnieuw" in page
    assert not Extract.objects.exists()
