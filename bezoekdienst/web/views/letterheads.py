"""The letterhead: who writes, from which address, in which envelope. Every change is a new version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.policy import versions
from bezoekdienst.web import access, trying
from bezoekdienst.web.forms.letterheads import LetterheadForm
from letters import letterheads, papers


@access.needs(Ability.POLICY)
def letterhead(request: HttpRequest) -> HttpResponse:
    """Read or change it; a round that is frozen keeps the version it was frozen with."""
    current, user = letterheads.current(), request.user
    assert isinstance(user, User)
    form = LetterheadForm(request.POST or None, current=current)
    if request.method == "POST" and form.is_valid():
        profile, now = form.cleaned_data["profile"], timezone.now()
        saved = trying.carry_out(form, lambda: letterheads.save(texts=form.texts(), profile=profile, by=user, at=now))
        if saved is not None:
            messages.success(request, "Bewaard. Bekijk de voorbeeldbrief voordat de volgende ronde begint.")
            return redirect("letterhead")
    context = {"form": form, "current": current}
    return render(request, "web/letterheads/letterhead.html", context, status=422 if form.errors else 200)


@access.needs(Ability.POLICY)
def letterhead_proof(request: HttpRequest) -> HttpResponse:
    """The letter to somebody invented, as it will come out of the printer."""
    today = timezone.localdate()
    weeks = versions.current(today).silent_weeks
    content = papers.invented(letterheads.required(), dated_on=today, silent_weeks=weeks)
    headers = {"Content-Disposition": "inline; filename=voorbeeldbrief.pdf"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
