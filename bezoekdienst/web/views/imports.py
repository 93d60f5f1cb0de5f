"""Tables from paper: the form to fill in, what would become of a file, taking it over, the rows that are wrong."""

from functools import partial
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bezoekdienst import paper
from bezoekdienst.accounts.models import User
from bezoekdienst.lib.spreadsheets.columns import CSV, EXCEL
from bezoekdienst.web import access, trying
from bezoekdienst.web.desks.takeover_desk import Desk
from bezoekdienst.web.forms.imports import TableFile

PAGE, PART = "web/imports/table.html", "web/imports/_outcome.html"
SEEN = "gezien"  # the digest of the file that was looked at


def paths(desk: Desk) -> list[URLPattern]:
    """The addresses of one table, open to whoever may take it over."""
    guarded, name, at = access.needs(*desk.abilities), desk.name, f"overnemen/{desk.word}/"
    return [
        path(at, guarded(partial(take_over, desk)), name=f"{name}_import"),
        path(f"{at}fout/", guarded(require_POST(partial(hand_back, desk))), name=f"{name}_import_wrong"),
        path(f"{at}formulier.<slug:kind>", guarded(require_safe(partial(blank, desk))), name=f"{name}_form"),
    ]


def take_over(desk: Desk, request: HttpRequest) -> HttpResponse:
    """What would become of everybody in a file; of the very file that was looked at, it is done."""
    by, at = cast(User, request.user), timezone.now()
    table, context = desk.table_for(by), dict[str, Any]()
    form = TableFile(*_filled(request), at_most=table.at_most)
    if form.is_valid():
        stream, seen = form.cleaned_data["file"].file, request.POST.get(SEEN)
        done = seen == paper.digest(stream)
        verb = paper.take_in if done else paper.try_out
        outcome = trying.carry_out(form, lambda: verb(table, stream, by=by, at=at))
        context = {"outcome": outcome, "done": done, "other": bool(seen) and not done}
    return _answered(request, desk, table, form, **context)


def hand_back(desk: Desk, request: HttpRequest) -> HttpResponse:
    """The rows that can't be taken over, in the form in which they came, each with what is wrong."""
    by, at = cast(User, request.user), timezone.now()
    table, found = desk.table_for(by), None
    form = TableFile(*_filled(request), at_most=table.at_most)
    if form.is_valid():
        stream = form.cleaned_data["file"].file
        found = trying.carry_out(form, lambda: paper.hand_back(table, stream, by=by, at=at))
    if found:
        return _download(f"fout-{timezone.localdate(at).isoformat()}.{found[0]}", found[1])
    return _answered(request, desk, table, form)


def blank(desk: Desk, request: HttpRequest, kind: str) -> HttpResponse:
    """The form to fill in."""
    if kind not in (CSV, EXCEL):
        raise Http404
    return _download(f"{desk.word}.{kind}", paper.form(desk.table_for(cast(User, request.user)), kind))


def _filled(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _answered(request: HttpRequest, desk: Desk, table: paper.Table, form: TableFile, **context: Any) -> HttpResponse:
    renews = bool(request.htmx)  # type: ignore[attr-defined]
    links = {kind: f"{desk.name}_{kind}" for kind in ("import", "import_wrong", "form")}
    numbers = "a_number" in {column.key for column in table.columns}
    answer = {"desk": desk, "links": links, "numbers": numbers, "form": form, "renews": renews, "SEEN": SEEN, **context}
    if renews:
        return render(request, PART, answer)
    return render(request, PAGE, answer, status=422 if form.errors else 200)


def _download(name: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
