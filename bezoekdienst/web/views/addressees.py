"""Somebody the service doesn't know asks the clerk what is held of her."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.retention.subjects import addressees, handing_out
from bezoekdienst.web import access, trying
from bezoekdienst.web.desks import subject_desk
from bezoekdienst.web.forms.addressees import ERASE, GIVES, SEEK, Asks

ERASED = "Gedaan. Deze persoon krijgt geen brieven meer. Lag er een brief klaar, dan gaat die eruit, en ook de naam."


@access.needs(Ability.ROUNDS)
@access.fresh("Antwoord geven", sent=lambda form, **_: form.get("step") in GIVES)
@access.fresh("Voorgoed wissen", sent=lambda form, **_: form.get("step") == ERASE)
def addressee_file(request: HttpRequest) -> HttpResponse:
    """Look for her, then give what there is or erase it. What was typed is in no address and kept nowhere."""
    form, by, now = Asks(request.POST if request.method == "POST" else None), cast(User, request.user), timezone.now()
    if form.is_valid() and form.cleaned_data["step"] != SEEK:
        answer = _carried_out(request, form, by)
        if answer is not None:
            return answer
    found = addressees.find(form.asked, by=by, at=now) if form.is_told else None
    context = {"form": form, "found": found}
    return render(request, "web/subjects/addressee.html", context, status=422 if form.errors else 200)


def _carried_out(request: HttpRequest, form: Asks, by: User) -> HttpResponse | None:
    """The file, or on to a clean page; None when it was refused."""
    now, step = timezone.now(), form.cleaned_data["step"]
    on = timezone.localdate(now)
    if step == ERASE:
        trying.carry_out(form, lambda: addressees.erase(form.asked, by=by, at=now))
        if form.errors:
            return None
        messages.success(request, ERASED)
        return redirect("addressee_file")
    content = addressees.hand_out(form.asked, kind=step, by=by, at=now, on=on)
    return subject_desk.download(content, handing_out.KINDS[step][1], subject_desk.file_name(on, step))
