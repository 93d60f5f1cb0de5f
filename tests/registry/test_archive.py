import io
import random
import struct
import zipfile

import pytest
from hypothesis import given

from bezoekdienst.lib.errors import Refused
from bezoekdienst.lib.spreadsheets import source, zips
from letters.registry import formats
from letters.registry.formats import archive
from tests.registry import damage, extracts, notations
from tests.registry.notations import array, lines, message, person, zipped

DAMAGED = "Dit zip-bestand is beschadigd. Maak het opnieuw en lever het nog een keer aan."
SEVERAL = "In dit zip-bestand zitten meer bestanden met gegevens. Lever ze een voor een."
METADATA = b'{"aantalBerichten": 3, "versie": "20264"}'


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        list(formats.read(io.BytesIO(content)))
    return str(caught.value)


MESSAGES = lines([message(person(n)) for n in (1, 2, 3)])
DATA = {
    "berichtregels.jsonl": MESSAGES,
    "levering/BERICHTEN.JSON": array([message(person(1))]),
    "personen.json": array({"personen": [notations.resource(person(1))]}),
    "Sv01.GBA": notations.lo3(*notations.categories(person(1))),
    "selectie.txt": notations.lo3(*notations.categories(person(1))),
    "rubrieken.csv": extracts.text(extracts.line()).encode(),
}


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_is_in_a_zip_is_read_as_if_it_lay_beside_it(name: str, packing: int) -> None:
    beside = formats.read(io.BytesIO(DATA[name]))
    rows = list(beside)
    delivery = formats.read(io.BytesIO(zipped({name: DATA[name]}, packing)))
    assert (delivery.format, list(delivery)) == (beside.format, rows)


def test_metadata_folders_and_what_a_mac_adds_are_passed_over() -> None:
    members = {
        "levering/": b"",
        "levering/am-metadata.json": METADATA,
        "levering/berichtregels.jsonl": MESSAGES,
        "levering/.DS_Store": b"x",
        "__MACOSX/levering/._berichtregels.jsonl": b"x",
        "leesmij.pdf": b"x",
    }
    _, persons, rejected = notations.read(zipped(members))
    assert ([one.line for one in persons], rejected) == ([1, 2, 3], [])


def test_the_messages_are_meant_when_something_else_lies_beside_them() -> None:
    _, persons, _ = notations.read(zipped({"toelichting.txt": b"lees dit", "berichtregels.jsonl": MESSAGES}))
    assert len(persons) == 3


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"a.csv": b"x", "b.csv": b"x"}, SEVERAL),
        ({"a/berichtregels.jsonl": b"x", "b/berichtregels.jsonl": b"x"}, SEVERAL),
        (
            {"am-metadata.json": METADATA},
            "In dit zip-bestand zit geen bestand met gegevens: json, jsonl, csv, gba of txt.",
        ),
        ({}, "In dit zip-bestand zit geen bestand met gegevens: json, jsonl, csv, gba of txt."),
        (
            {"berichtregels.jsonl": b"x", "meer.ZIP": b"x"},
            "In dit zip-bestand zit nog een zip-bestand. Pak het uit en lever het bestand met de gegevens.",
        ),
        ({"leeg.csv": b""}, "Het bestand is leeg."),
    ],
)
def test_a_zip_of_which_it_is_not_clear_what_is_meant_is_refused(members: dict[str, bytes], said: str) -> None:
    assert refusal(zipped(members)) == said


def test_a_zip_with_a_password_or_an_unusual_packing_is_refused() -> None:
    locked = bytearray(zipped({"berichtregels.jsonl": MESSAGES}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(locked)) == "Dit zip-bestand is met een wachtwoord beveiligd. Lever het zonder wachtwoord."
    unusual = zipped({"berichtregels.jsonl": MESSAGES}, zipfile.ZIP_BZIP2)
    assert refusal(unusual) == (
        "Dit zip-bestand is ingepakt op een manier die we niet kunnen lezen. Lever een gewone zip."
    )


def test_an_excel_file_is_left_to_who_can_read_it() -> None:
    stream = io.BytesIO(zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}))
    assert archive.opened(stream) is stream
    assert stream.tell() == 0


def test_what_cannot_be_rewound_is_left_as_it_is() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    pipe = Pipe(zipped({"berichtregels.jsonl": MESSAGES}))
    assert archive.opened(pipe) is pipe


def test_more_than_the_limit_is_counted_while_unpacking_whatever_the_zip_declares(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 2 * 1024 * 1024)
    bomb = bytearray(zipped({"berichtregels.jsonl": b" " * 10_000_000}))
    assert len(bomb) < 20_000
    assert refusal(bytes(bomb)) == "Het bestand is te groot: meer dan 2 MB. Lever het in delen."
    directory = bomb.index(b"PK\x01\x02")
    bomb[directory + 24 : directory + 28] = struct.pack("<I", 1000)
    assert refusal(bytes(bomb)) in (DAMAGED, "Het bestand is te groot: meer dan 2 MB. Lever het in delen.")


def test_a_directory_of_very_many_files_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MAX_READ", 100_000)
    assert refusal(zipped({f"{n:050}.csv": b"" for n in range(2_000)})) == DAMAGED


def test_a_zip_with_a_nameless_file_is_refused() -> None:
    nameless = bytearray(zipped({"x": b"x"}))
    directory = nameless.index(b"PK\x01\x02")
    nameless[directory + 28 : directory + 30] = b"\0\0"
    assert refusal(bytes(nameless)) == DAMAGED


@pytest.mark.parametrize("cut", [1, 30, 200])
def test_a_zip_that_is_cut_off_is_refused_before_anything_is_kept(cut: int) -> None:
    assert refusal(zipped({"berichtregels.jsonl": MESSAGES})[:-cut]) == DAMAGED


def test_a_zip_whose_content_changed_is_refused_before_anything_is_kept() -> None:
    content = zipped({"berichtregels.jsonl": MESSAGES}, zipfile.ZIP_STORED)
    with pytest.raises(Refused, match="Dit zip-bestand is beschadigd"):
        formats.read(io.BytesIO(content.replace(b"Lindelaan", b"Eikenlaan", 1)))


TWENTY = lines([message(one) for one in notations.twenty()])
ZIPPED = zipped({"am-metadata.json": METADATA, "berichtregels.jsonl": TWENTY})


@damage.changes
@given(where=damage.places)
def test_whatever_bytes_change_a_zip_is_refused_or_read_completely(where: damage.Places) -> None:
    content, _ = damage.changed([ZIPPED], where)
    try:
        delivery, persons, _ = notations.read(content)
    except Refused:
        return
    assert (delivery.lines, len(persons)) == (20, 20)


@damage.changes
@given(where=damage.places)
def test_whatever_bytes_change_in_a_zip_without_packing_nothing_crashes(where: damage.Places) -> None:
    content, _ = damage.changed([zipped({"berichtregels.jsonl": TWENTY[:20_000]}, zipfile.ZIP_STORED)], where)
    try:
        notations.read(content)
    except Refused:
        return


def test_noise_that_begins_like_a_zip_is_refused() -> None:
    noise = random.Random(5)
    for length in (0, 10, 100, 70_000):
        assert refusal(b"PK\x03\x04" + noise.randbytes(length)) == DAMAGED
