"""A list as a file to take along: the rows and their order as the page shows them, in columns told beside its view.

    TABLE = exports.Table[Line]("wachtlijst", (("Naam", lambda line: line.name), ("Dagen", lambda line: line.days)))

    @access.needs(Ability.RESIDENTS)
    @exports.offered
    def waiting_list(request):
        ...
        return exports.taken(request, TABLE, lines, chips, sorts) or render(...)

The page itself includes components/exports.html. No more columns than the page shows, and never a note, a signal or an
own loss: a file lies about for years where nothing is erased.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.spreadsheets import writing
from bezoekdienst.lib.spreadsheets.columns import CSV, EXCEL
from bezoekdienst.web import access, searching

Row = TypeVar("Row")
ASKED = "als"  # the button: which kind of file
MOST = 20_000  # rows: more is no list that anybody reads
TYPES = {CSV: "text/csv; charset=utf-8", EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
TOO_LONG = f"Deze lijst is te lang om mee te nemen: meer dan {MOST:_} regels. Kies eerst een deel.".replace("_", ".")

offered = access.fresh("Lijst meenemen", sent=lambda form, **_: ASKED in form)


@dataclass(frozen=True)  # a generic one that is made as Table[Line](...) can have no slots
class Table(Generic[Row]):
    """`name` is that of the file and the sheet, and stands in the log; a column is its heading and what it shows."""

    name: str
    columns: tuple[tuple[str, Callable[[Row], writing.Cell]], ...]


def taken(
    request: HttpRequest, table: Table[Row], rows: Sequence[Row] | QuerySet[Any], *chosen: Sequence[Sequence[Any]]
) -> HttpResponse | None:
    """The file, recorded; None when none was asked for, or when it would be too long, which a message then says.

    `chosen`: the page's chips and sorts. In the log stands what was chosen there, and not what was searched for.
    """
    kind = request.POST.get(ASKED, "") if request.method == "POST" else ""
    if kind not in TYPES:
        return None
    found, now = list(rows[: MOST + 1]), timezone.now()
    if len(found) > MOST:
        messages.error(request, TOO_LONG)
        return None
    part = [str(choice[0]) for choices in chosen for choice in choices if choice[2]]
    part += ["gezocht"] if searching.typed(request) else []
    with transaction.atomic():
        told = ", ".join(part) or "alles"
        events.record(
            "list.taken_along", by=cast(User, request.user), at=now, list=table.name, rows=len(found), part=told
        )
    cells = [[value(row) for _, value in table.columns] for row in found]
    content = writing.table([heading for heading, _ in table.columns], cells, name=table.name, kind=kind)
    name = f"{table.name}-{timezone.localdate(now).isoformat()}.{kind}"
    return HttpResponse(
        content, content_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
