"""Volunteers from paper: the form to fill in, what would become of a file, taking it over, the rows that are wrong."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib.spreadsheets.columns import CSV, EXCEL
from bezoekdienst.web import access, trying
from bezoekdienst.web.forms.imports import VolunteersFile
from volunteers.imports import files

PAGE, PART = "web/imports/volunteers.html", "web/imports/_outcome.html"
SEEN = "gezien"  # the digest of the file that was looked at


@access.needs(Ability.VOLUNTEERS)
def volunteers_import(request: HttpRequest) -> HttpResponse:
    """What would become of everybody in a file; of the very file that was looked at, it is done."""
    form, context = VolunteersFile(*_filled(request)), dict[str, Any]()
    if form.is_valid():
        stream, by, at = form.cleaned_data["file"].file, cast(User, request.user), timezone.now()
        seen = request.POST.get(SEEN)
        done = seen == files.digest(stream)
        verb = files.take_in if done else files.try_out
        outcome = trying.carry_out(form, lambda: verb(stream, by=by, at=at))
        context = {"outcome": outcome, "done": done, "other": bool(seen) and not done}
    return _answered(request, form, **context)


@access.needs(Ability.VOLUNTEERS)
@require_POST
def volunteers_import_wrong(request: HttpRequest) -> HttpResponse:
    """The rows that can't be taken over, in the form in which they came, each with what is wrong."""
    form, by, at = VolunteersFile(*_filled(request)), cast(User, request.user), timezone.now()
    found = None
    if form.is_valid():
        found = trying.carry_out(form, lambda: files.hand_back(form.cleaned_data["file"].file, by=by, at=at))
    return (
        _download(f"fout-{timezone.localdate(at).isoformat()}.{found[0]}", found[1])
        if found
        else _answered(request, form)
    )


@access.needs(Ability.VOLUNTEERS)
@require_safe
def volunteers_form(request: HttpRequest, kind: str) -> HttpResponse:
    """The form to fill in."""
    if kind not in (CSV, EXCEL):
        raise Http404
    return _download(f"vrijwilligers.{kind}", files.form(kind))


def _filled(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _answered(request: HttpRequest, form: VolunteersFile, **context: Any) -> HttpResponse:
    renews = bool(request.htmx)  # type: ignore[attr-defined]
    answer = {"form": form, "renews": renews, "SEEN": SEEN, **context}
    if renews:
        return render(request, PART, answer)
    return render(request, PAGE, answer, status=422 if form.errors else 200)


def _download(name: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
