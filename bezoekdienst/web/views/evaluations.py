"""How the visits were: the form as it goes out, and the page on which who was visited fills it in herself (E1)."""

from contextlib import suppress
from datetime import timedelta
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import company, evaluations
from bezoekdienst.visiting.models import Evaluation
from bezoekdienst.web import access, evaluation_codes, often, qr
from bezoekdienst.web.forms.evaluations import SCALE, ByLink
from letters import codes, letterheads

MOST_AN_HOUR = 12  # from one network, as for signing up
MOST_OF_ALL = 60
EMPTY = "U hebt nog niets ingevuld. Vul ten minste één ding in."
TOO_OFTEN = "Het lukt nu niet. Wat u invulde staat er nog. Probeer het later weer."
MAIL = """Goedendag,

U kreeg een tijd lang bezoek van een vrijwilliger. Wij horen graag hoe u dat vond.
Het zijn een paar korte vragen. U hoeft niet alles in te vullen.

{url}

Uw code is {code}. Invullen kan tot en met {until}.
Uw antwoorden gaan naar de coördinator, niet naar de vrijwilliger.

Met vriendelijke groet,
de bezoekdienst
"""


@access.public
@never_cache
def evaluation_form(request: HttpRequest) -> HttpResponse:
    """The same answer whatever the code: nobody learns here who was visited."""
    form = ByLink(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.is_empty:
            form.add_error(None, EMPTY)
        elif often.too_often(request, "evaluation", most=MOST_AN_HOUR, of_all=MOST_OF_ALL, seconds=3600):
            form.add_error(None, TOO_OFTEN)
            return render(request, "web/evaluations/form.html", {"form": form}, status=429)
        else:
            _receive(form)
            return redirect("evaluation_thanks")
    return render(request, "web/evaluations/form.html", {"form": form}, status=422 if form.errors else 200)


@access.public
@require_safe
def evaluation_thanks(request: HttpRequest) -> HttpResponse:
    """Thanked, whatever came of it."""
    return render(request, "web/evaluations/thanks.html", {"service": letterheads.texts()})


@access.needs(Ability.RESIDENTS)
@require_safe
def evaluation_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The form on paper, to print, and as a mail of one's own; as long as no answer came."""
    one = access.trajectory_for(request, pk, related=("resident", "evaluation"))
    evaluation = getattr(one, "evaluation", None)
    if evaluation is None or evaluation.sent_on is None or evaluation.received_on or one.resident.died_on:
        raise Http404
    context = {"trajectory": one, "statements": evaluations.STATEMENTS, "scale": SCALE, **_ways(evaluation)}
    context |= {"questions": company.QUESTIONS, "company_scale": company.SCALE.items()}
    return render(request, "web/evaluations/sheet.html", {**context, "service": letterheads.texts()})


def _receive(form: ByLink) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    found = evaluation_codes.find(form.cleaned_data["code"], today)
    if found is not None:
        with suppress(Refused):  # answered at this very moment by somebody else who has the code: the first one counts
            evaluations.receive(found, **form.answers, received_on=today, by=None, at=now)


def _ways(evaluation: Evaluation) -> dict[str, object]:
    code, address = evaluation_codes.of(evaluation), settings.SITE_URL.rstrip("/") + reverse("evaluation_form")
    assert evaluation.sent_on is not None
    until = wording.day(evaluation.sent_on + timedelta(weeks=evaluations.OPEN_WEEKS))
    body = MAIL.format(url=f"{address}#{code}", code=codes.shown(code), until=until)
    mail_to = quote(evaluation.trajectory.resident.email, safe="@")
    subject = quote("Hoe was het bezoek?")
    return {
        "code": codes.shown(code),
        "address": address,
        "until": until,
        "qr": qr.picture(f"{address}#{code}"),
        "mail_url": f"mailto:{mail_to}?subject={subject}&body={quote(body)}" if mail_to else "",
    }
