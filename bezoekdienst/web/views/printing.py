"""The print room: files, what to count, and what happened to each box. Every hand-over is written down."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib.errors import Refused
from bezoekdienst.web import access, trying
from bezoekdienst.web.desks import print_desk
from bezoekdienst.web.forms import printing as asked
from letters.models import PrintJob, Round
from letters.printing import following, papers, reprints, sending
from letters.states import ROUND_PRINTS, BoxState

REPRINTS: dict[str, type[Form]] = {"sheet": asked.Sheet, "whole": asked.Whole}
ACTS: dict[str, tuple[Callable[..., object], str]] = {
    "gedrukt": (sending.finish, "Genoteerd: doos {box} is gedrukt."),
    "printen": (sending.send, "Doos {box} is naar de printer gestuurd."),
    "opnieuw": (sending.again, "Doos {box} wordt opnieuw geprobeerd."),
    "terughalen": (following.withdraw, "Doos {box} is van de printer gehaald. Kijk wat er op papier is."),
}


@access.needs(Ability.PRINT)
def print_jobs(request: HttpRequest) -> HttpResponse:
    """Every box of the rounds that are on their way to paper, and the last ones that are done."""
    context = {
        "rounds": [print_desk.section(one) for one in Round.objects.filter(state__in=ROUND_PRINTS)],
        "has_printer": bool(settings.PRINTER_URL),
        "earlier": print_desk.lines(PrintJob.objects.exclude(round__state__in=ROUND_PRINTS), most=12),
    }
    return render(request, "web/printing/print_jobs.html", context)


@access.needs(Ability.PRINT)
def print_round(request: HttpRequest, pk: int) -> HttpResponse:
    """One round of the print room, asked again every few seconds by the page while something moves."""
    context = {"one": print_desk.section(_round_for(pk)), "has_printer": bool(settings.PRINTER_URL)}
    return render(request, "web/printing/_round.html", context)


@access.needs(Ability.PRINT)
def box_reprint(request: HttpRequest, pk: int) -> HttpResponse:
    """A damaged sheet, or the whole box, once more."""
    box = access.print_job_for(request, pk, related=("round",))
    if box.state != BoxState.PRINTED or box.round.state not in ROUND_PRINTS:
        return redirect("print_jobs")
    what = request.POST.get("what", "")
    forms = {name: form(request.POST if name == what else None) for name, form in REPRINTS.items()}
    chosen = forms.get(what)
    if chosen and chosen.is_valid() and trying.carry_out(chosen, partial(_reprint, request, box, chosen)):
        return redirect("print_jobs" if what == "whole" else request.path)
    context = {"box": box, "has_printer": bool(settings.PRINTER_URL), **forms}
    return render(request, "web/printing/box_reprint.html", context, status=409 if chosen else 200)


def _reprint(request: HttpRequest, box: PrintJob, filled: Form) -> bool:
    by, now = _user(request), timezone.now()
    if isinstance(filled, asked.Whole):
        reprints.whole(box, by=by, at=now)
        messages.success(request, f"Doos {box.number} ligt klaar om opnieuw te printen.")
        return True
    sheet = reprints.sheet(box, filled.cleaned_data["typed"], by=by, at=now)
    pages = f"{reprints.pages(sheet.first, sheet.last)} van doos {box.number}"
    said = f"Naar de printer gestuurd: {pages}." if sheet.sent else f"Print {pages} opnieuw, dubbelzijdig."
    messages.success(request, f"{said} Vernietig het beschadigde vel.")
    return True


@access.needs(Ability.PRINT)
@require_GET
def box_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, as it was made; taking it along is an event (box.downloaded); HEAD is not."""
    box = access.print_job_for(request, pk, related=("round",))
    try:
        path = sending.downloaded(box, by=_user(request), at=timezone.now())
    except Refused as refused:
        return _refused(request, refused)
    name = f"{box.round}-doos-{box.number}.pdf".replace(" ", "-")
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return HttpResponse(path.read_bytes(), content_type="application/pdf", headers=headers)


@access.needs(Ability.PRINT)
@require_POST
def box_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Send a box to the printer, note that it is on paper, or try once more."""
    box = access.print_job_for(request, pk)
    if name not in ACTS:
        raise Http404
    verb, said = ACTS[name]
    try:
        verb(box, by=_user(request), at=timezone.now())
        messages.success(request, said.format(box=box.number))
    except Refused as refused:
        return _refused(request, refused)
    return redirect("print_jobs")


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    for reason in refused.reasons:
        messages.error(request, reason.text)
    return redirect("print_jobs")


@access.needs(Ability.PRINT)
def cover_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What lies on top of the boxes: counts and hashes, no names."""
    return _pdf(papers.cover(_round_for(pk)), "voorblad.pdf")


@access.needs(Ability.PRINT)
def pull_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Which envelopes must be taken out; it holds what stands in their windows, so reading it is written down."""
    subject = _round_for(pk)
    content = papers.pull_list(subject)
    access.read(request, subject, what="uithaallijst")
    return _pdf(content, "uithaallijst.pdf")


def _round_for(pk: int) -> Round:
    """Only a round on its way to paper has papers: any other answers like one that isn't there."""
    found = Round.objects.select_related("letterhead", "policy").filter(pk=pk, state__in=ROUND_PRINTS).first()
    if found is None:
        raise Http404
    return found


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f"inline; filename={name}"}
    )
