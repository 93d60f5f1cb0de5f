"""Printing on a real queue: a file handed over, a job followed until it is done, and what goes wrong."""

import hashlib
import struct
from pathlib import Path

import pytest

from letters import rendering
from letters.printing import ipp, ippcodec
from tests.letters import stationeries
from tests.services import printer as printers
from tests.services import programs


@pytest.fixture
def paper(tmp_path: Path) -> rendering.Rendering:
    return rendering.render_box(stationeries.sheets(3), stationeries.stationery(), tmp_path / "doos-1.pdf")


def test_a_box_is_printed_as_it_is_and_followed_until_completed(
    printer: printers.Printer, paper: rendering.Rendering
) -> None:
    queue = ipp.Queue(printer.url)
    assert queue.printer().state == "idle"
    job = queue.submit(paper.path, name="Doos 1 van 1, ronde april 2027 – ë")
    assert queue.follow(job, seconds=30, pause=0.1).state == "completed"
    assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in printer.papers()] == [paper.sha256]


def test_a_file_larger_than_one_chunk_arrives_whole(printer: printers.Printer, tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    large.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20_000)
    queue = ipp.Queue(printer.url)
    assert queue.follow(queue.submit(large, name="groot"), seconds=30, pause=0.1).is_final
    assert [path.read_bytes() for path in printer.papers()] == [large.read_bytes()]


def test_a_job_nobody_knows_is_an_error_with_the_status(printer: printers.Printer) -> None:
    with pytest.raises(ipp.PrintError, match="nam de opdracht niet aan") as caught:
        ipp.Queue(printer.url).job(4711)
    assert caught.value.status == 0x0406


def test_a_way_of_printing_the_printer_does_not_know_is_refused(
    printer: printers.Printer, paper: rendering.Rendering
) -> None:
    with pytest.raises(ipp.PrintError, match="kan niet dubbelzijdig"):
        ipp.Queue(printer.url).submit(paper.path, name="doos 1", sides="three-sided")
    assert printer.papers() == []


def test_a_printer_that_is_gone_is_said_so(paper: rendering.Rendering) -> None:
    queue = ipp.Queue(f"ipp://localhost:{programs.free_port()}/ipp/print", timeout=2)
    with pytest.raises(ipp.PrintError, match="De printer is niet bereikbaar"):
        queue.submit(paper.path, name="doos 1")


def test_a_printer_that_goes_away_mid_job_is_said_so(paper: rendering.Rendering) -> None:
    with printers.running() as there:
        queue = ipp.Queue(there.url, timeout=5)
        job = queue.submit(paper.path, name="doos 1")
    with pytest.raises(ipp.PrintError, match="De printer is niet bereikbaar"):
        queue.follow(job, seconds=10)


@pytest.mark.parametrize("uri", ["http://printer/ipp", "printer", "ipp:///ipp/print", ""])
def test_an_address_that_is_no_queue_is_refused(uri: str) -> None:
    with pytest.raises(ipp.PrintError, match="Het adres van de printer klopt niet"):
        ipp.Queue(uri).printer()


def test_messages_are_read_back_as_written() -> None:
    message = ippcodec.encode(
        0x0B, [("uri", "printer-uri", "ipp://x/"), ("integer", "job-id", -7)], [("keyword", "sides", "one-sided")]
    )
    status, found = ippcodec.decode(message)
    assert status == 0x0B
    assert found == {
        "attributes-charset": ["utf-8"],
        "attributes-natural-language": ["nl"],
        "printer-uri": ["ipp://x/"],
        "job-id": [-7],
        "sides": ["one-sided"],
    }


def test_a_name_is_cut_at_255_octets_and_never_inside_a_letter() -> None:
    _, found = ippcodec.decode(ippcodec.encode(5, [("name", "job-name", "ë" * 200)], []))
    assert found["job-name"] == ["ë" * 127]


@pytest.mark.parametrize(
    "answer", [b"", b"\x02\x00", b"<html>no printer</html>", struct.pack(">BBHI", 2, 0, 0, 1) + b"\x01\x47\x00\xff"]
)
def test_an_answer_that_is_no_ipp_is_an_error(answer: bytes) -> None:
    with pytest.raises(ValueError, match="not an IPP answer"):
        ippcodec.decode(answer)
