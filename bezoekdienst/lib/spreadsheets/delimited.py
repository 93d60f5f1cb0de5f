"""Lines of separated cells, each read on its own: a quote that is never closed costs its own line and no other."""

import csv
from collections.abc import Iterator
from typing import NamedTuple

_SEPARATORS = ";,\t|"
_QUOTES = '"~'
EMPTY = "Deze regel is leeg."

Cells = list[str]


class Unread(NamedTuple):
    """A line that could not be read, and why; `continues`: it surely belonged to the person before it."""

    reason: str
    continues: bool = False
    cells: tuple[str, ...] = ()  # what stands there, as far as it can be told


def separator(heading: str) -> str:
    """Of the usual separators the one that stands most in the first line."""
    return max(_SEPARATORS, key=heading.count)


def quote(heading: str, between: str) -> str:
    """`"`, unless the first line shows that this supplier quotes with `~`."""
    return max(_QUOTES, key=lambda mark: heading.count(mark + between) + heading.count(between + mark))


def heading(text: str) -> Cells:
    """The cells of a first line; of a line that is no table at all just what stands between separators."""
    plain, between = text.removeprefix("\ufeff").rstrip("\r\n"), separator(text)
    try:
        cells = next(csv.reader([plain], delimiter=between, quotechar=quote(plain, between)), [""])
    except csv.Error:
        cells = plain.split(between)
    return [cell.strip() for cell in cells]


def rows(lines: Iterator[str | None], first: str, *, stacked: bool) -> Iterator[Cells | Unread]:
    """The rows under the first line: stripped cells, one "" more than there are headings.

    `stacked`: a row may be empty but for its separators, since it continues the one above.
    """
    between, above = separator(first), heading(first)
    mark, width = quote(first, between), len(above)
    padded_after, padded_before = f"{between} ", f" {between}"
    for text in lines:
        if text is None:
            yield Unread("Deze regel is te lang om te kunnen lezen.")
            continue
        cells = text.split(between) if mark not in text else _quoted(text, between, mark)
        if len(cells) == width and "\0" not in text:
            if padded_after in text or padded_before in text or "\t" in text or not text.isascii():
                cells = [cell.strip() for cell in cells]
            else:  # only at the ends of the line can there be a blank too many
                cells[0], cells[-1] = cells[0].lstrip(), cells[-1].rstrip()
            if cells == above:
                yield Unread("Dit is de kopregel, die hier nog een keer staat.", cells=tuple(cells))
            elif stacked or any(cells):
                cells.append("")
                yield cells
            else:
                yield Unread(EMPTY)
        else:
            continues = text.startswith((between, f"{mark}{mark}{between}"))
            yield Unread(_fault(text, cells, width), continues, tuple(cells or [text]))


def _quoted(text: str, between: str, mark: str) -> Cells:
    """The cells of a line with quotes in it; [] when they don't match."""
    try:
        return next(csv.reader([text], delimiter=between, quotechar=mark, strict=True))
    except csv.Error:
        return []


def _fault(text: str, cells: Cells, width: int) -> str:
    if "\0" in text:
        return "In deze regel staan onleesbare tekens."
    if not cells:
        return "In deze regel staat een aanhalingsteken dat niet goed is afgesloten."
    if not text.strip():
        return EMPTY
    columns = "1 kolom" if len(cells) == 1 else f"{len(cells)} kolommen"
    return f"Deze regel heeft {columns}, de kopregel heeft er {width}."
