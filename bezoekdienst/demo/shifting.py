"""The shipped extract was written for one day; a demo on another day moves its dates, and nothing else, along."""

import csv
import io
from datetime import date

from bezoekdienst.lib import calendar

WRITTEN_FOR_ON = date(2026, 10, 1)
# What moves: the end of the relation and when it was registered, own death, suspension. Births and marriages stay.
MOVING = frozenset({"05.07.10", "05.85.10", "05.86.10", "06.08.10", "07.67.10"})


def shifted(content: bytes, to_on: date) -> bytes:
    """The same file with its moving dates as many days later as `to_on` lies after the day it was written for.

    Unreadable lines stay byte for byte; a date without a day moves by whole months, one without a month by whole years.
    """
    lines = content.decode("utf-8-sig").splitlines()
    heading = lines[0].split(";")
    columns = [index for index, name in enumerate(heading) if name in MOVING]
    moved = [_line(line, columns, len(heading), to_on) for line in lines[1:]]
    return ("\ufeff" + "\r\n".join([lines[0], *moved]) + "\r\n").encode()


def _line(line: str, columns: list[int], width: int, to_on: date) -> str:
    cells = next(csv.reader([line], delimiter=";"), [])
    if len(cells) != width:
        return line
    for column in columns:
        cells[column] = _day(cells[column], to_on)
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="").writerow(cells)
    return out.getvalue()


def _day(text: str, to_on: date) -> str:
    if len(text) != 8 or not text.isdigit() or text[:4] == "0000":
        return text
    months = (to_on.year - WRITTEN_FOR_ON.year) * 12 + to_on.month - WRITTEN_FOR_ON.month
    if text[4:6] == "00":
        return f"{int(text[:4]) + round(months / 12):04}0000"
    if text[6:] == "00":
        return f"{calendar.add_months(date(int(text[:4]), int(text[4:6]), 1), months):%Y%m}00"
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return text  # an impossible date is one of the sample's troubles
    return f"{day + (to_on - WRITTEN_FOR_ON):%Y%m%d}"
