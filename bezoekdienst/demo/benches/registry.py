"""Reading, deciding and composing a rubrieken CSV, beside a bare csv.DictReader with a BSN check over the same file."""

import csv
import time
from collections.abc import Iterator
from datetime import date
from io import BytesIO, TextIOWrapper
from typing import Any

from stdnum.nl import bsn

from bezoekdienst.demo import mailing, shifting
from bezoekdienst.demo.benches import peak_mb
from letters import selection, sheets
from letters.registry import formats
from letters.registry.rows import RegistryPerson

OPTIONS = {"rows": 20_000}
ON = date(2026, 10, 1)


def run(*, rows: int) -> dict[str, Any]:
    """Rows (lines) a second of both, in one process over one file in memory."""
    content = _file(rows)
    bare_s, lines = _bare(content)
    ours_s, due = _ours(content)
    return {
        "rows": lines,
        "due": due,
        "rows_per_s": round(lines / ours_s),
        "bare_rows_per_s": round(lines / bare_s),
        "ratio": round(bare_s / ours_s, 2),
        "peak_mb": peak_mb(),
    }


def _file(rows: int) -> bytes:
    """The readable part of the sample, over and over; line numbers and persons stay apart by their first column."""
    heading, *lines = shifting.shifted(mailing.SAMPLE.read_bytes(), ON).decode("utf-8-sig").splitlines()
    width = heading.count(";")
    whole = [line for line in lines if line.count(";") == width]
    return "\r\n".join([heading, *_repeated(whole, rows)]).encode()


def _repeated(lines: list[str], rows: int) -> Iterator[str]:
    for number in range(rows):
        yield lines[number % len(lines)]


def _bare(content: bytes) -> tuple[float, int]:
    began, count = time.perf_counter(), 0
    for row in csv.DictReader(TextIOWrapper(BytesIO(content), "utf-8"), delimiter=";"):
        bsn.is_valid(row["01.01.20"] or "")
        count += 1
    return time.perf_counter() - began, count


def _ours(content: bytes) -> tuple[float, int]:
    began, due = time.perf_counter(), 0
    for person in formats.read(BytesIO(content)):
        if isinstance(person, RegistryPerson):
            decision = selection.judge(person, on=ON, extract_on=ON, municipality="0202")
            sheets.compose(person, decision, "Arnhem")
            due += decision.decision == selection.DUE
    return time.perf_counter() - began, due
