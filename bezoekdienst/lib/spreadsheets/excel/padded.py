"""The rows of a sheet as a table wants them: as many cells as there are headings, or why a row can't be one."""

from collections.abc import Iterator

from bezoekdienst.lib.spreadsheets.delimited import EMPTY, Cells, Unread
from bezoekdienst.lib.spreadsheets.excel.cells import fault


def rows(sheet: Iterator[Cells], heading: Cells, used: list[int], *, stacked: bool) -> Iterator[Cells | Unread]:
    """Stripped cells, one "" more than there are headings. `used`: the places of the columns that count.

    `stacked`: a row may be empty but for its first column, since it continues the one above.
    """
    width = len(heading)
    for cells in sheet:
        if len(cells) < width:
            cells = [*cells, *[""] * (width - len(cells))]
        if reason := fault([cells[place] for place in used]) or _misfit(cells, heading, stacked):
            yield Unread(reason, stacked and not cells[0], tuple(cells[:width]))
        else:
            yield [*(cell.strip() for cell in cells), ""]


def _misfit(cells: Cells, heading: Cells, stacked: bool) -> str:
    if len(cells) > len(heading):
        return f"In deze regel staat iets naast de {len(heading)} kolommen die een kop hebben."
    if cells == heading:
        return "Dit is de kopregel, die hier nog een keer staat."
    return "" if stacked or any(cells) else EMPTY
