"""The print room: files, what to count, and what happened to each box. Every hand-over is written down."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib.errors import Refused
from bezoekdienst.web import access
from letters import papers, printing
from letters.models import PrintJob, Round
from letters.states import BOX_HAS_FILE, BoxState, RoundState

UNDER_WAY = (RoundState.RELEASED, RoundState.PRINTED)
ACTS: dict[str, tuple[Callable[..., object], str]] = {
    "gedrukt": (printing.finish, "Genoteerd: doos {box} is gedrukt."),
    "printen": (printing.send, "Doos {box} is naar de printer gestuurd."),
    "opnieuw": (printing.again, "Doos {box} wordt opnieuw geprobeerd."),
}


@access.needs(Ability.PRINT)
def print_jobs(request: HttpRequest) -> HttpResponse:
    """Every box of the rounds that are on their way to paper, and the last ones that are done."""
    boxes = PrintJob.objects.select_related("round").annotate(count=Count("letters")).order_by("-round", "number")
    under_way: dict[Round, list[PrintJob]] = {}
    for box in boxes.filter(round__state__in=UNDER_WAY):
        under_way.setdefault(box.round, []).append(box)
    context = {
        "rounds": [_told(one, its_boxes) for one, its_boxes in under_way.items()],
        "has_printer": bool(settings.PRINTER_URL),
        "earlier": boxes.exclude(round__state__in=UNDER_WAY)[:12],
    }
    return render(request, "web/printing/print_jobs.html", context)


@access.needs(Ability.PRINT)
def box_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, as it was made; taking it along is an event (box.downloaded)."""
    box = access.print_job_for(request, pk, related=("round",))
    path = printing.downloaded(box, by=_user(request), at=timezone.now())
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


def _told(subject: Round, boxes: list[PrintJob]) -> dict[str, Any]:
    return {
        "round": subject,
        "boxes": boxes,
        "has_files": any(box.state in BOX_HAS_FILE for box in boxes),
        "todo": sum(box.state not in (BoxState.PRINTED, BoxState.ERASED) for box in boxes),
        "pulls": len(papers.pulls(subject)),
    }


def _round_for(pk: int) -> Round:
    """Only a round on its way to paper has papers: any other answers like one that isn't there."""
    found = Round.objects.select_related("letterhead", "policy").filter(pk=pk, state__in=UNDER_WAY).first()
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
