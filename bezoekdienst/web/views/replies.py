"""What came back by card, phone or post, typed in by the coordinator; the page on the internet is `sign_up`."""

import dataclasses
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.web import access, acting, phrases, trying
from bezoekdienst.web.acting import Act
from bezoekdienst.web.forms.replies import ReplyForm
from letters import mistakes, objections, replies
from letters.acquaintances import Person
from letters.models import Reply
from letters.states import ReplyKind, ReplyWay

SAID = {
    ReplyKind.YES: "Genoteerd. {name} staat bij de intakes.",
    ReplyKind.MORE: "Genoteerd. {name} staat bij de intakes en wil eerst meer weten.",
    ReplyKind.NEVER: "Genoteerd. Deze persoon krijgt geen brieven meer van ons.",
    ReplyKind.RETURNED: "Genoteerd. De brief kwam terug.",
}
UNKNOWN = Reason(
    "A1",
    "Deze code hoort niet bij een brief van de laatste 18 maanden die verstuurd is. Kijk hem nog eens na. "
    "Wil iemand een gesprek? Noteer dat dan zonder code bij de intakes.",
)

_reply_for = access.door(Reply, Ability.REPLIES)
BACK = "vergissing"
_TAKE_BACK: Act[Reply] = Act(
    title="Dit antwoord was een vergissing",
    button="Antwoord terugnemen",
    said="Het antwoord is teruggenomen. Hoort het bij een andere code? Noteer het dan opnieuw.",
    text="Het telt dan niet meer mee. Kwam er een aanmelding door, dan wissen wij die ook. De naam die bij de brief "
    "stond, was al gewist en komt niet terug.",
    run=lambda reply, filled, by, at: mistakes.take_back(reply, by=by, at=at),
    fits=lambda reply, today: not mistakes.obstacles(reply, today),
)


@access.needs(Ability.REPLIES)
def reply_new(request: HttpRequest) -> HttpResponse:
    """Type in one answer after another."""
    form = ReplyForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        said = trying.carry_out(form, lambda: _carried_out(form, request, timezone.now()))
        if said is not None:
            messages.success(request, said)
            return redirect("reply_new")
    # who typed it in herself; what came by the page, or was found for who called without a code, is not hers to know
    typed = Reply.objects.exclude(received_by=None).select_related("intake__resident")
    lately = [(reply, _TAKE_BACK.fits(reply, timezone.localdate())) for reply in typed.order_by("-pk")[:8]]
    context = {"form": form, "lately": lately}
    return render(request, "web/replies/reply_new.html", context, status=422 if form.errors else 200)


@access.needs(Ability.REPLIES)
def reply_back(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer that was noted by mistake."""
    one = _reply_for(request, pk, related=("intake__resident",))
    act = dataclasses.replace(_TAKE_BACK, text=f"{_told(one)} {_TAKE_BACK.text}")
    return acting.page(request, {BACK: act}, BACK, one, about="Antwoord noteren", url=reverse("reply_new"))


def _told(one: Reply) -> str:
    """De heer De Boer: graag een gesprek (kaart, 3 maart 2027)."""
    who = f"{phrases.start(one.intake.resident.name)}: " if one.intake else ""
    said = f"{who}{one.get_kind_display()} ({one.get_way_display()}, {wording.day(one.received_on)})."
    return phrases.start(said)


def _carried_out(form: ReplyForm, request: HttpRequest, now: datetime) -> str:
    """What to say of it. Raises Refused; of a letter that was answered before until that is confirmed."""
    filled, by = form.cleaned_data, request.user
    assert isinstance(by, User)
    if not filled["code"]:  # the same words whether or not there was a letter
        objections.note(name=filled["name"], postcode=filled["postcode"], number=filled["number"], by=by, at=now)
        return SAID[ReplyKind.NEVER]
    letter = replies.find(filled["code"], on=filled["on"])
    if letter is None:
        raise Refused(UNKNOWN)
    earlier = replies.earlier(letter)
    if earlier and not filled["again"]:
        form.asks_again = True
        raise Refused(Reason("A3", f"Op deze brief is al geantwoord: {', '.join(earlier)}. Klopt de code wel?"))
    person = Person(**{field: filled[field] for field in Person._fields if field in filled})
    kind, way = ReplyKind(filled["kind"]), ReplyWay(filled["way"])
    reply = replies.register(letter, kind=kind, way=way, person=person, by=by, at=now, on=filled["on"])
    return SAID[kind].format(name=reply.intake.resident.name if reply.intake else "")
