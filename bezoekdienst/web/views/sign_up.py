"""The page that somebody opens who wants a visit: from the letter, or by herself (A2). Open to everybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from bezoekdienst.policy import versions
from bezoekdienst.visiting.models import Intake
from bezoekdienst.web import access, evenly, often, trying
from bezoekdienst.web.forms.sign_up import SignUpForm
from letters import letterheads, replies
from letters.acquaintances import Person
from letters.states import ReplyKind

MOST_AN_HOUR = 12  # from one network: a community centre shares one
MOST_OF_ALL = 60  # ten times what a round brings in all; from then on people are asked to call


@access.public
@never_cache
def sign_up(request: HttpRequest) -> HttpResponse:
    """Always the same few questions, and the same answer whatever the code."""
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if often.too_often(request, "sign_up", most=MOST_AN_HOUR, of_all=MOST_OF_ALL, seconds=3600):
            form.add_error(None, f"Het lukt nu niet. Probeer het later nog eens, of bel{_phone(' ons op {}')}.")
            return render(request, "web/sign_up/sign_up.html", _context(form), status=429)
        began, opened = evenly.now(), trying.carry_out(form, lambda: _open(form.cleaned_data))
        evenly.wait(began)
        if opened:
            return redirect("sign_up_thanks")
    return render(request, "web/sign_up/sign_up.html", _context(form), status=422 if form.errors else 200)


@access.public
def sign_up_thanks(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    days = versions.current(timezone.localdate()).contact_working_days
    return render(request, "web/sign_up/thanks.html", {"days": days, **_context(None)})


def _open(filled: dict[str, Any]) -> Intake:
    now = timezone.now()
    person = Person(**{name: filled[name] for name in ("name", "phone", "email", "best_time")})
    return replies.sign_up(filled["code"], person, kind=ReplyKind.YES, on=timezone.localdate(now), at=now)


def _context(form: SignUpForm | None) -> dict[str, Any]:
    return {"form": form, "service": letterheads.texts()}


def _phone(words: str) -> str:
    number = letterheads.texts().get("phone")
    return words.format(number) if number else ""
