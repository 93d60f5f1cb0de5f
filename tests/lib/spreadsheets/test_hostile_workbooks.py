"""Workbooks that are none, broken, too large, or made to harm: refused with a sentence, at once, in little memory."""

import io
import re
import time
import tracemalloc
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bezoekdienst.lib.errors import Refused
from bezoekdienst.lib.spreadsheets import source
from bezoekdienst.lib.spreadsheets.excel import cells, package, workbook
from tests.lib.spreadsheets import handmade
from tests.lib.spreadsheets.handmade import book, number, row, table, text
from tests.lib.spreadsheets.workbooks import DAMAGED, HEADING, read, refusal

MANY = 10_000 if settings().max_examples > 1000 else 40

NOT_XLSX = (
    "Dit is geen Excel-werkmap van het soort .xlsx. Open het bestand in Excel, sla het op als Excel-werkmap (.xlsx) en "
    "lever dat bestand aan."
)


def test_a_file_with_a_password_is_refused_with_what_to_do() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100
    said = "Dit bestand is met een wachtwoord beveiligd. Sla het op zonder wachtwoord en lever het opnieuw aan."
    assert (workbook.recognises(locked), refusal(locked)) == (True, said)
    content = bytearray(book(table(HEADING)))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # a zip that is itself locked
        for at in (match.start() for match in re.finditer(re.escape(header), bytes(content))):
            content[at + flags] |= 1
    assert refusal(bytes(content)) == said


def test_an_old_excel_file_is_refused_with_what_to_do() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "Workbook".encode("utf-16-le")
    assert (workbook.recognises(old), refusal(old)) == (
        True,
        "Dit is een bestand van een oude versie van Excel (.xls). Open het in Excel, sla het op als Excel-werkmap "
        "(.xlsx) en lever dat bestand aan.",
    )


@pytest.mark.parametrize(
    "contents",
    [
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"},
        {"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\x83\x01\0"},
        {"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"},
    ],
)
def test_other_office_files_are_refused_with_what_to_do(contents: Mapping[str, str | bytes]) -> None:
    content = handmade.zipped(contents)
    assert (workbook.recognises(content), refusal(content)) == (True, NOT_XLSX)


@pytest.mark.parametrize("head", [b"", b"PK", b"01.02.40;05.02.40", handmade.zipped({"berichtregels.jsonl": "{}"})])
def test_what_is_no_office_file_is_not_recognised(head: bytes) -> None:
    assert not workbook.recognises(head)


def test_a_broken_zip_is_refused() -> None:
    content = book(table(HEADING, *[["Bos"]] * 50))
    assert workbook.recognises(content)
    assert refusal(content[: len(content) // 2]) == DAMAGED
    at = content.index(b"xl/worksheets/sheet1.xml") + 200
    assert refusal(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]) == DAMAGED
    assert refusal(b"PK\x03\x04" + b"\0" * 100) == DAMAGED


@pytest.mark.parametrize("missing", ["xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
def test_a_missing_part_is_damage(missing: str) -> None:
    contents = handmade.parts({"Blad1": table(HEADING)})
    del contents[missing]
    assert refusal(handmade.zipped(contents)) == DAMAGED


def test_strings_and_styles_may_be_missing() -> None:
    contents = handmade.parts({"Blad1": table(HEADING, ["Bos"])})
    del contents["xl/sharedStrings.xml"], contents["xl/styles.xml"]
    assert read(handmade.zipped(contents)) == [HEADING, ["Bos"]]


TOO_WIDE = (
    "Het werkblad 'Blad1' heeft te veel kolommen: meer dan 1.000. Verwijder wat rechts van de tabel staat en lever het "
    "bestand opnieuw aan."
)


def test_one_cell_in_the_last_corner_takes_no_memory() -> None:
    content = book(row(1_048_576, text("XFD1048576", "x")))
    tracemalloc.start()
    assert refusal(content) == TOO_WIDE
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("form", ["ALM1", "XFD1"])
@pytest.mark.parametrize("start", ["<row r='1'>", '<row r="1">'])
def test_the_limit_of_columns_is_named(form: str, start: str) -> None:
    assert read(book(f"{start}{text('ALL1', 'x')}</row>")) == [[""] * 999 + ["x"]]
    assert refusal(book(f"{start}{text(form, 'x')}</row>")) == TOO_WIDE


def test_a_row_far_below_the_others_is_a_row_too_many() -> None:
    last = 1 + source.MAX_ROWS
    assert len(read(book(table(["x"]) + row(last, text(f"A{last}", "x"))))) == last
    said = "Het bestand heeft te veel regels: meer dan 250.000. Lever het in delen."
    assert refusal(book(table(["x"]) + row(last + 1, text("A250002", "x")))) == said


def test_too_many_rows_are_seen_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_ROWS", 1000)
    content = book(table(["x"], *[["y"]] * 1000))
    assert len(read(content)) == 1001
    more = book(table(["x"], *[["y"]] * 9000))
    with pytest.raises(Refused, match="te veel regels"):
        workbook.rows(io.BytesIO(more))
    empty = "".join(row(n, f'<c r="A{n}" s="1"/>') for n in range(1002, 9000))
    assert len(read(book(table(["x"], *[["y"]] * 1000) + empty))) == 1001


def bomb(name: str, size: int) -> bytes:
    """A workbook of which one part is `size` megabytes of blanks, unpacked."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, content in handmade.parts({"Blad1": table(HEADING)}).items():
            if part != name:
                archive.writestr(part, content)
        with archive.open(name, "w") as part_of_it:
            part_of_it.write(b"<sst>")
            for _ in range(size):
                part_of_it.write(b" " * 1024**2)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "limit", "said"),
    [
        ("xl/worksheets/sheet1.xml", "package.MAX_UNPACKED", "te groot: meer dan 1 MB"),
        ("xl/sharedStrings.xml", "cells.MAX_STRINGS_UNPACKED", "te groot: meer dan 1 MB"),
        ("xl/sharedStrings.xml", "package.MAX_UNPACKED", "te groot: meer dan 1 MB"),
        ("xl/styles.xml", "", "een regel of tekst veel te lang: meer dan 2 MB"),
        ("xl/workbook.xml", "", "een regel of tekst veel te lang: meer dan 2 MB"),
        ("xl/worksheets/sheet1.xml", "", "een regel of tekst veel te lang: meer dan 2 MB"),
    ],
)
def test_a_bomb_is_refused_at_once_with_the_limit(
    monkeypatch: pytest.MonkeyPatch, name: str, limit: str, said: str
) -> None:
    content = bomb(name, 6)
    if limit:
        monkeypatch.setattr({"package": package, "cells": cells}[limit.split(".")[0]], limit.split(".")[1], 1024**2)
    tracemalloc.start()
    began = time.monotonic()
    assert said in refusal(content)
    assert (time.monotonic() - began < 2, tracemalloc.get_traced_memory()[1] < 20_000_000) == (True, True)
    tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    content = bytearray(bomb("xl/worksheets/sheet1.xml", 6))
    for header, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.rindex(header)
        content[at + place : at + place + 4] = (100).to_bytes(4, "little")
    assert refusal(bytes(content)) == DAMAGED


def test_what_is_unpacked_is_counted_whatever_was_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    file = package.Package(io.BytesIO(bomb("xl/worksheets/sheet1.xml", 2)))
    with pytest.raises(Refused, match="meer dan 1 MB"):
        list(file.chunks("xl/worksheets/sheet1.xml", 1024**2))


def test_a_flood_of_strings_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "Dit Excel-bestand heeft te veel verschillende teksten: meer dan 1.000. Lever het in delen."
    monkeypatch.setattr(cells, "MAX_STRINGS", 1000)
    monkeypatch.setattr(cells, "_AS_THEY_ARE", 10)
    assert refusal(book(table(HEADING), ("<si/>",) * 3000)) == said
    assert refusal(book(table(HEADING), ("<si xml:space='preserve'/>",) * 3000)) == said


def test_a_directory_of_the_zip_that_floods_memory_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in handmade.parts({"Blad1": table(HEADING)}).items():
            archive.writestr(name, content)
        for n in range(20):
            archive.writestr(f"{n:05}" + "x" * 60_000, b"")
    assert refusal(stream.getvalue()) == DAMAGED


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<?xml version="1.0" encoding="ISO-8859-1"?>',
    ],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_xml_with_entities_or_in_another_encoding_is_refused(before: str, part: str) -> None:
    contents = handmade.parts({"Blad1": table(HEADING)})
    assert refusal(handmade.zipped({**contents, part: before + contents[part]})) == DAMAGED


def test_a_sheet_in_utf16_is_refused() -> None:
    contents: dict[str, str | bytes] = {**handmade.parts({"Blad1": table(HEADING)})}
    contents["xl/worksheets/sheet1.xml"] = handmade.sheet(table(HEADING)).encode("utf-16")
    assert refusal(handmade.zipped(contents)) == DAMAGED


def test_a_compression_that_needs_much_memory_is_refused() -> None:
    assert refusal(handmade.zipped(handmade.parts({"Blad1": ""}), zipfile.ZIP_LZMA)) == DAMAGED


def test_too_many_merged_cells_are_refused() -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    said = "In het werkblad zijn te veel cellen samengevoegd. Maak ze los."
    assert refusal(book(handmade.sheet(table(HEADING), after=merged))) == said


def test_a_million_nested_elements_are_refused() -> None:
    assert refusal(book(handmade.sheet("<a>" * 800_000))) == (
        "In dit Excel-bestand is een regel of tekst veel te lang: meer dan 2 MB."
    )


def test_a_row_in_a_comment_is_no_row() -> None:
    hidden = row(2, text("A2", "verborgen")) + row(3, text("A3", "verborgen"))
    assert read(book(table(HEADING) + f"<!-- {hidden} -->" + row(4, text("A4", "Bos")))) == [
        HEADING,
        [],
        [],
        ["Bos"],
    ]


SHEET = handmade.parts({"Blad1": table(HEADING, *[[f"Bos {n}", "6811AB", str(n)] for n in range(20)])}, ("a", "b"))


CELL = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8).map(lambda t: text("{}", t)),
    st.integers(0, 10**12).map(lambda n: number("{}", n)),
    st.tuples(st.integers(0, 60000), st.integers(0, 8)).map(lambda p: number("{}", *p)),
    st.sampled_from(
        [
            *['<c r="{}" t="s"><v>1</v></c>', '<c r="{}" t="b"><v>1</v></c>', '<c r="{}" t="e"><v>#N/A</v></c>'],
            *['<c r="{}" s="1"/>', '<c r="{}"><f>A1</f><v>5</v></c>', '<c r="{}"><f>A1</f></c>', "", '<c r="{}"></c>'],
            '<c r="{}" t="str"><v>Bos &amp; Laan</v></c>',
        ]
    ),
)


@settings(max_examples=MANY // 4)
@given(st.lists(st.lists(CELL, max_size=6), max_size=8))
def test_plain_rows_read_as_the_parser_reads_them(drawn: list[list[str]]) -> None:
    rows = table(HEADING) + "".join(
        row(at, *(cell.replace("{}", f"{chr(65 + place)}{at}") for place, cell in enumerate(cells)))
        for at, cells in enumerate(drawn, start=2)
    )
    assert read(book(rows, ("a", "b"))) == read(book("<!-- no row is plain after this -->" + rows, ("a", "b")))
    prefixed = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", handmade.sheet(rows)).replace("xmlns=", "xmlns:x=")
    contents = {**SHEET, "xl/worksheets/sheet1.xml": prefixed}
    assert read(handmade.zipped(contents)) == read(book(rows, ("a", "b")))


@settings(max_examples=MANY)
@given(st.data())
def test_whatever_bytes_change_there_are_rows_or_a_refusal(data: st.DataObject) -> None:
    inside = data.draw(st.sampled_from([None, "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]))
    contents: dict[str, str | bytes] = {**SHEET}
    content = bytearray(handmade.zipped(SHEET) if inside is None else SHEET[inside].encode())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    whole = bytes(content) if inside is None else handmade.zipped({**contents, inside: bytes(content)})
    try:
        found = read(whole)
    except Refused:
        return
    assert all(isinstance(cell, str) for cells in found for cell in cells)
