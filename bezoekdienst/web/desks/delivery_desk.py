"""The desk where a delivery is handed in or tried out: the file, what is asked about its columns, what came of it.

With a script only the part below the form is renewed, so that the browser keeps the file that was chosen; without one
the whole page comes back and the file has to be chosen again.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, BinaryIO, NamedTuple, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_htmx.http import retarget

from bezoekdienst.accounts.models import User
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.web import trying
from bezoekdienst.web.forms.columns import HEADINGS, ColumnsForm
from bezoekdienst.web.forms.extracts import ExtractForm
from letters.deliveries import mappings, previews
from letters.models import ColumnMapping
from letters.registry import formats
from letters.registry.formats.tables import Unmapped

Outcome = TypeVar("Outcome")
LOOK = "voorbeeld"  # what the button says that only shows the first persons again


class Handed(NamedTuple):
    """What a verb needs of a delivery on this desk."""

    stream: BinaryIO
    state_on: date
    by: User
    at: datetime
    on: date


class Desk:
    """One request at the desk; `url` is the name of the page that goes on once the columns are known."""

    def __init__(self, request: HttpRequest, url: str) -> None:
        self.request, self.url, self.at = request, url, timezone.now()
        self.today = timezone.localdate(self.at)
        filled = (request.POST, request.FILES) if request.method == "POST" else ()
        self.form = ExtractForm(*filled, today=self.today)
        self.columns = ColumnsForm(request.POST) if HEADINGS in request.POST else None
        self.preview: previews.Preview | None = None
        self.remembered: ColumnMapping | None = None

    @property
    def renews(self) -> bool:
        """Whether a script asks for the part below the form alone."""
        return bool(self.request.htmx)  # type: ignore[attr-defined]

    @property
    def looks(self) -> bool:
        return self.request.POST.get("act") == LOOK

    def carry_out(self, verb: Callable[[Handed], Outcome]) -> Outcome | None:
        """What `verb` gives for what was handed in; None when it was refused or something is asked first."""
        if self.request.method != "POST" or not self.form.is_valid():
            return None
        filled = self.form.cleaned_data
        by = cast(User, self.request.user)
        handed = Handed(filled["file"].file, filled["state_on"], by, self.at, self.today)
        chosen, self.columns = self.columns, None  # asked again when this file needs it
        done = trying.carry_out(self.form, lambda: self._look(handed) if self.looks else self._through(handed, verb))
        if self.form.errors and not self.columns and not self.remembered:
            self.columns = chosen
        return done

    def answer(self, template: str, part: str, **context: Any) -> HttpResponse:
        """The whole page, or only the part of it that a script renews; 422 where nothing was done yet."""
        asks = self.request.method == "POST" and (bool(self.form.errors) or self.columns is not None)
        context |= {"desk": self, "form": self.form}
        if self.renews and self.looks and self.columns and self.preview:
            return render(self.request, "web/extracts/_preview.html", {**context, "renewed": True})
        if self.renews:
            return retarget(render(self.request, part, context), "#uitkomst")
        return render(self.request, template, context, status=422 if asks else 200)

    def _through(self, handed: Handed, verb: Callable[[Handed], Outcome]) -> Outcome | None:
        try:
            return verb(handed)
        except Unmapped as unknown:
            self._ask(unknown, handed)
        assert self.columns is not None
        if not self.columns.is_valid():  # nor is it when it is only now asked
            return None
        self._remember(handed)
        self.columns = None
        handed.stream.seek(0)
        return verb(handed)

    def _look(self, handed: Handed) -> None:
        try:
            formats.read(handed.stream)
        except Unmapped as unknown:
            self._ask(unknown, handed)

    def _ask(self, unknown: Unmapped, handed: Handed) -> None:
        columns = ColumnsForm(self.request.POST, unknown, check=not self.looks)
        if len(columns.heading) > mappings.MOST_COLUMNS:
            text = f"Dit bestand heeft meer dan {mappings.MOST_COLUMNS} kolommen. Vraag een kleiner bestand."
            raise Refused(*unknown.reasons, Reason("L12", text))
        columns.show(previews.samples(unknown, columns.mapped))
        self.columns = columns
        self.preview = previews.of(unknown, columns.mapped, state_on=handed.state_on, on=handed.on)
        if not (self.renews and self.looks):  # following a choice it is the same look at the same people
            previews.record(self.preview, by=handed.by, at=handed.at)

    def _remember(self, handed: Handed) -> None:
        assert self.columns is not None
        supplier = self.columns.cleaned_data["supplier"]
        self.remembered = mappings.remember(
            self.columns.whole, self.columns.mapped, supplier=supplier, by=handed.by, at=handed.at
        )
