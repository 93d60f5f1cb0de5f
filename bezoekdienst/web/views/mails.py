"""The mails of the service: on which days one wants the overview, and what could not be sent."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability, Role
from bezoekdienst.notices import digests, kinds, outbox
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import alerts
from bezoekdienst.web import access, mail_words, trying
from bezoekdienst.web.forms.digests import Choice

COLUMNS = [("Soort", ""), ("Verstuurd", "number"), ("Wacht nog", "number"), ("Niet gelukt", "number")]


@access.needs(Ability.RESIDENTS)
def digest(request: HttpRequest) -> HttpResponse:
    """Her days, and whether the single mails wait."""
    user, now = cast(User, request.user), timezone.now()
    chosen, gets_mails = digests.choice(user), Role.COORDINATOR in user.roles
    form = Choice(request.POST if request.method == "POST" else None, chosen=chosen, gets_mails=gets_mails)
    if form.is_valid():
        trying.carry_out(form, lambda: digests.choose(user, weekdays=form.days(), holds=form.holds(), at=now))
        if not form.errors:
            messages.success(request, mail_words.chosen(form.days()))
            return redirect("digest")
    context = {"form": form, "now": mail_words.stands(chosen)}
    return render(request, "web/mails/digest.html", context, status=422 if form.errors else 200)


@access.needs(Ability.RESIDENTS, Ability.ADMIN)
def mails(request: HttpRequest) -> HttpResponse:
    """What went out in counts, what couldn't be sent, and trying that once more."""
    user, now = cast(User, request.user), timezone.now()
    if request.method == "POST":
        messages.success(request, mail_words.retried(outbox.retry(by=user, at=now)))
        return redirect("mails")
    named = roles.may(user, Ability.VOLUNTEERS)  # the operator fixes the mail server; whom it was for is not hers
    tallies = outbox.tallies(now)
    context = {
        "trouble": alerts.trouble(),
        "stands": mail_words.unsent(sum(one.waiting for one in tallies)),
        "failed": [_failed(message, named=named) for message in outbox.given_up()],
        "columns": COLUMNS,
        "rows": [[kinds.kind(one.kind), one.sent, one.waiting, one.given_up] for one in tallies],
        "back": roles.may(user, Ability.RESIDENTS),
    }
    return render(request, "web/mails/mails.html", context)


def _failed(message: Message, *, named: bool) -> dict[str, object]:
    whom = str(message.user) if message.user else "wie zich aanmeldde"
    return {"kind": kinds.kind(message.kind), "whom": whom if named else "", "at": message.queued_at}
