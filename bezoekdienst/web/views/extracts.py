"""Handing in a delivery from the register, and seeing what became of everybody in it. For the clerk alone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib.errors import Refused
from bezoekdienst.web import access, trying
from bezoekdienst.web.forms.extracts import WHY_NOT, DecisionForm, ExtractForm
from letters import extracts, holding
from letters.models import Extract, LineOutcome, Round
from letters.states import Outcome, RoundState


@access.needs(Ability.ROUNDS)
def extract_new(request: HttpRequest) -> HttpResponse:
    """Hand in a file. It is read and judged at once, and kept nowhere; refused, nothing at all has happened."""
    today = timezone.localdate()
    form = ExtractForm(request.POST or None, request.FILES or None, today=today)
    if request.method == "POST" and form.is_valid():
        made = trying.carry_out(form, lambda: _take_in(form.cleaned_data, request))
        if made is not None:
            return redirect("extract", made.pk)
    context = {"form": form, "recent": Extract.objects.all()[:5]}
    return render(request, "web/extracts/extract_new.html", context, status=422 if form.errors else 200)


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


def _take_in(filled: dict[str, Any], request: HttpRequest) -> Extract:
    now, by = timezone.now(), request.user if isinstance(request.user, User) else None
    stream, today = filled["file"].file, timezone.localdate(now)
    return extracts.take_in(stream, state_on=filled["state_on"], by=by, at=now, on=today)
