"""Handing in a delivery from the register, and seeing what became of everybody in it. For the clerk alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib.errors import Refused
from bezoekdienst.web import access
from bezoekdienst.web.desks.delivery_desk import Desk
from bezoekdienst.web.forms.extracts import WHY_NOT, DecisionForm
from letters.deliveries import extracts, fates, holding, inbox
from letters.models import ColumnMapping, Extract, LineOutcome, Round
from letters.states import Outcome, RoundState

SHOWN = 20  # files of the watched folder: the others follow as these are seen


@access.needs(Ability.ROUNDS)
def extract_new(request: HttpRequest) -> HttpResponse:
    """Hand in a file. It is read and judged at once, and kept nowhere; refused, nothing at all has happened."""
    desk = Desk(request, "extract_new")
    made = desk.carry_out(lambda handed: extracts.take_in(**handed._asdict()))
    if made is None:
        wrong = inbox.unseen()
        known = {
            "recent": Extract.objects.select_related("inbox_file")[:5],
            "mappings": ColumnMapping.objects.all(),
            "inbox": wrong[:SHOWN],
            "inbox_more": len(wrong[SHOWN:]),
        }
        return desk.answer("web/extracts/extract_new.html", "web/extracts/_outcome.html", **known)
    if desk.remembered:
        messages.success(request, f"De kolommen van {desk.remembered.supplier} zijn onthouden.")
    page = resolve_url("extract", made.pk)
    return HttpResponseClientRedirect(page) if desk.renews else redirect(page)


@access.needs(Ability.ROUNDS)
@require_POST
def inbox_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody knows what went wrong with a file in the watched folder."""
    file = access.inbox_file_for(request, pk)
    assert isinstance(request.user, User)
    inbox.see(file, by=request.user, at=timezone.now())
    messages.success(request, "Dit staat niet meer op de lijst.")
    return redirect("extract_new")


@access.needs(Ability.ROUNDS)
def extract(request: HttpRequest, pk: int) -> HttpResponse:
    """The four heaps of a delivery: due and held with their names, the others as counts and line numbers."""
    subject = access.extract_for(request, pk)
    access.read(request, subject, what="aanlevering")
    held = [(one, holding.obstacles(one)) for one in subject.addressees.filter(outcome=Outcome.HELD)]
    used = subject.rounds.exclude(state=RoundState.CANCELLED).first()
    context = {
        "extract": subject,
        "held": held,
        "due": subject.addressees.filter(outcome=Outcome.DUE),
        "left_out": fates.left_out(subject),
        "rejected": LineOutcome.objects.filter(extract=subject, outcome=Outcome.REJECTED)[:200],
        "used": used,
        "may_decide": used is None or used.state == RoundState.DRAFT,
        "waiting_round": Round.objects.filter(state=RoundState.DRAFT, extract=None).first(),
        "why_not": WHY_NOT,
    }
    return render(request, "web/extracts/extract.html", context)


@access.needs(Ability.ROUNDS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about one held person; the page comes back with the rest."""
    addressee = access.addressee_for(request, pk)
    assert isinstance(request.user, User)
    form, back = DecisionForm(request.POST), addressee.extract_id
    if form.is_valid():
        try:
            holding.decide(addressee, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "Besloten en opgeschreven.")
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason.text)
    return redirect("extract", back)
