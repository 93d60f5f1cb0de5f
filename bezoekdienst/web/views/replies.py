"""What came back by card, phone or post, typed in by the coordinator; the page on the internet is `sign_up`."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.web import access, trying
from bezoekdienst.web.forms.replies import ReplyForm
from letters import replies
from letters.acquaintances import Person
from letters.models import Reply
from letters.states import ReplyKind, ReplyWay

SAID = {
    ReplyKind.YES: "Genoteerd. {name} staat bij de intakes.",
    ReplyKind.MORE: "Genoteerd. {name} staat bij de intakes en wil eerst meer weten.",
    ReplyKind.NEVER: "Genoteerd. Deze persoon krijgt nooit meer een brief.",
    ReplyKind.RETURNED: "Genoteerd. De brief kwam terug.",
}
UNKNOWN = Reason("A1", "Deze code kennen wij niet. Kijk hem nog eens na. Een O is een D, een I een 1.")


@access.needs(Ability.REPLIES)
def reply_new(request: HttpRequest) -> HttpResponse:
    """Type in one answer after another."""
    today = timezone.localdate()
    form = ReplyForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        reply = trying.carry_out(form, lambda: _register(form.cleaned_data, request))
        if reply is not None:
            name = reply.intake.resident.name if reply.intake else ""
            messages.success(request, SAID[ReplyKind(reply.kind)].format(name=name))
            return redirect("reply_new")
        form.ask_address(_wants_address(form))
    lately = Reply.objects.select_related("letter__round", "intake__resident").order_by("-pk")[:8]
    context = {"form": form, "lately": lately}
    return render(request, "web/replies/reply_new.html", context, status=422 if form.errors else 200)


def _register(filled: dict[str, Any], request: HttpRequest) -> Reply:
    now, by = timezone.now(), request.user
    assert isinstance(by, User)
    on: date = filled["on"]
    if on > timezone.localdate(now):
        raise Refused(Reason("A1", "Deze dag moet nog komen. Vul in wanneer het antwoord kwam."))
    letter = replies.find(filled["code"], on=on)
    if letter is None:
        raise Refused(UNKNOWN)
    told = {name: filled.get(name, "") for name in ("name", "phone", "best_time", "postcode", "number")}
    person = Person(**told)
    kind, way = ReplyKind(filled["kind"]), ReplyWay(filled["way"])
    return replies.register(letter, kind=kind, way=way, person=person, by=by, at=now, on=on)


def _wants_address(form: ReplyForm) -> bool:
    """The verb asks for it when the name is gone; the field appears beside its sentence."""
    asked = any("huisnummer" in str(sentence) for sentence in form.non_field_errors())
    return asked or "postcode" in form.data
