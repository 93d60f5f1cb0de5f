"""L10: a damaged sheet is the same letter once more, and no more than that letter."""

import hashlib
from datetime import date

import pikepdf
import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from letters import codes, last_check, letterheads, rounds
from letters.models import PrintJob
from letters.printing import boxes, following, ipp, reprints, sending
from letters.states import BoxState
from tests.letters import chain, printers
from tests.services.printer import Printer

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))


@pytest.fixture
def box():
    return chain.printed(*THREE).boxes.get()


def sheet(box, typed):
    return reprints.sheet(box, typed, by=chain.clerk(), at=chain.at())


def code(box, place):
    return box.letters.order_by("position")[place - 1].code


def test_without_a_printer_it_says_which_pages(box):
    told = reprints.Sheet(2, 3, 4, sent=False)
    said = codes.shown(code(box, 2)).lower().replace(" ", "-")
    assert [sheet(box, typed) for typed in ("2", " 2 ", code(box, 2), said)] == [told] * 4
    assert [event.facts for event in Event.objects.filter(kind="box.sheet_reprinted")] == [{"place": 2}] * 4


def test_letters_in_large_print_lie_in_a_box_of_their_own_and_take_two_sheets():
    letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", large_print_from=82, by=None, at=chain.at())
    born = [chain.widow(number, e01_03_10=f"{year}0510") for number, year in enumerate((1950, 1940, 1951, 1939))]
    usual, large = chain.printed(*born).boxes.all()
    assert [letter.position for letter in usual.letters.all()] == [1, 3]
    assert [letter.position for letter in large.letters.all()] == [2, 4]
    told = [sheet(box, str(place)) for box in (usual, large) for place in (1, 2)]
    assert [(one.first, one.last) for one in told] == [(1, 2), (3, 4), (1, 4), (5, 8)]
    assert reprints.pages(1, 2) == "bladzijde 1 en 2" and reprints.pages(5, 8) == "bladzijde 5 tot en met 8"
    for box, pages in ((usual, 4), (large, 8)):
        with pikepdf.open(boxes.path(box)) as pdf:
            assert len(pdf.pages) == box.pages == pages


@pytest.mark.parametrize("typed", ["0", "4", "99", "", "CDFH 2345", "²"])
def test_what_is_not_in_the_box_is_refused(box, typed):
    with pytest.raises(Refused, match="zit niet in deze doos"):
        sheet(box, typed)


def test_a_letter_of_another_box_is_pointed_to(box):
    other = PrintJob.objects.create(round=box.round, number=2)
    letter = box.letters.last()
    box.letters.filter(pk=letter.pk).update(box=other)
    with pytest.raises(Refused, match="hoort in doos 2"):
        sheet(box, letter.code)


def test_a_letter_that_was_pulled_is_not_printed_again(box):
    stream = chain.delivery(*THREE[:2])
    last_check.lay(box.round, stream, state_on=chain.ON, by=chain.clerk(), at=chain.at(), on=chain.ON)
    with pytest.raises(Refused, match="eruit gehaald"):
        sheet(box, "3")
    assert sheet(box, "2").last == 4  # the others keep their place


def test_a_file_that_can_not_be_divided_is_printed_whole(box):
    PrintJob.objects.update(pages=8)
    with pytest.raises(Refused, match="Print de hele doos opnieuw"):
        sheet(box, "2")


def test_only_what_is_printed_and_not_yet_posted(box):
    PrintJob.objects.update(state=BoxState.SENT)
    with pytest.raises(Refused, match="zolang de doos gedrukt is"):
        sheet(box, "1")
    PrintJob.objects.update(state=BoxState.PRINTED)
    rounds.post(box.round, on=date(2026, 10, 2), by=chain.clerk(), at=chain.at(date(2026, 10, 2)))
    with pytest.raises(Refused, match="nog niet op de post"):
        sheet(box, "1")


def test_a_real_printer_gets_the_same_file_and_two_pages_of_it(box, printer: Printer, settings):
    settings.PRINTER_URL = printer.url
    assert sheet(box, "2") == reprints.Sheet(2, 3, 4, sent=True)
    assert ipp.Queue(printer.url).follow(1, seconds=30, pause=0.1).state == "completed"
    assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in printer.papers()] == [box.digest]
    asked = {name: printer.asked(name) for name in ("page-ranges", "sides", "media")}
    assert asked == {"page-ranges": ["3-4"], "sides": [ipp.TWO_SIDED], "media": ["iso_a4_210x297mm"]}


def test_a_printer_that_would_print_the_whole_box_gets_nothing(box, settings):
    with printers.running() as there:
        settings.PRINTER_URL = there.url
        there.says["printer"] = [("boolean", "page-ranges-supported", False)]
        with pytest.raises(Refused, match="bladzijde 3 en 4"):
            sheet(box, "2")
        assert there.heard == ["printer"]
    assert not Event.objects.filter(kind="box.sheet_reprinted").exists()


def test_a_printer_that_leaves_the_pages_out_is_not_believed(box, settings):
    with printers.running() as there:
        settings.PRINTER_URL = there.url
        there.ignores = ["page-ranges"]
        with pytest.raises(Refused):
            sheet(box, "2")
        assert there.heard == ["printer", "validate"]


def test_a_whole_box_once_more_is_the_same_file_and_the_round_waits_for_it(box, settings):
    reprints.whole(box, by=chain.clerk(), at=chain.at())
    with pytest.raises(Refused, match="nog een doos opnieuw geprint"):
        rounds.post(box.round, on=date(2026, 10, 2), by=chain.clerk(), at=chain.at(date(2026, 10, 2)))
    with printers.running() as there:
        settings.PRINTER_URL = there.url
        sending.send(box, by=chain.clerk(), at=chain.at())
        there.says["job"] = printers.job(9)
        assert following.follow(at=chain.at()) == 1
    again = PrintJob.objects.get()
    assert (again.state, again.digest) == (BoxState.PRINTED, box.digest)
    kinds = (
        Event.objects.filter(kind__in=("box.printed", "box.reprinted")).order_by("pk").values_list("kind", flat=True)
    )
    assert list(kinds) == ["box.printed", "box.reprinted"]
