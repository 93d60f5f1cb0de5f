"""The rounds: where each stands, and everything of one round on one page. Names only for the clerk (07-trust)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib import calendar
from bezoekdienst.web import access, exports, trying
from bezoekdienst.web.desks import (
    figure_rows,
    histories,
    print_desk,
    print_plan,
    round_answers,
    round_desk,
    round_sizes,
)
from bezoekdienst.web.today import clock_needs, gathering_facts, round_needs
from bezoekdienst.web.views import round_acts
from letters import counts, proofs
from letters import rounds as verbs
from letters.models import Letter, Round
from letters.states import ANSWERS, ROUND_CHECKABLE, LetterState, RoundState

OVER = frozenset({RoundState.CLOSED, RoundState.CANCELLED})
_SENT = frozenset({RoundState.POSTED, RoundState.CLOSED})


TABLE = exports.Table[Any](
    "rondes",
    (
        ("Ronde", lambda one: str(one).capitalize()),
        ("Begon op", lambda one: one.quarter_on),
        ("Hoe het staat", lambda one: one.get_state_display()),
        ("Op de post", lambda one: one.posted_on),
        ("Brieven", lambda one: one.letters_now),
        ("Antwoorden", lambda one: one.answers),
    ),
)


@access.needs(Ability.ROUND_COUNTS)
@exports.offered
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round as a sentence: what is under way first."""
    today, user = timezone.localdate(), _user(request)
    of_year = figure_rows.asked_for(request, "rounds", today)
    among = _counted().filter(pk__in=of_year.rows) if of_year else _counted()
    counted = sorted(among, key=lambda one: one.state in OVER)
    items = [(one, _item(one, user)) for one in counted]
    running = [item for one, item in items if one.state not in OVER]
    quarter = calendar.quarter_start(today)
    begun = any(one.quarter_on == quarter and one.state != RoundState.CANCELLED for one, _ in items)
    context = {
        "of_year": of_year,
        "running": running,
        "inbox": [*_doubt(), *round_needs.after_a_backup(today), *round_needs.in_the_folder()]
        if roles.may(user, Ability.ROUNDS)
        else (),
        "over": [item for one, item in items if one.state in OVER],
        "may_open": not begun and not of_year and roles.may(user, Ability.ROUNDS),
        "may_reply": roles.may(user, Ability.REPLIES),
        "may_letterhead": roles.may(user, Ability.POLICY),
        "may_seek": roles.may(user, Ability.ROUNDS),
    }
    chosen = figure_rows.chosen(of_year)
    return exports.taken(request, TABLE, counted, chosen) or render(request, "web/rounds/rounds.html", context)


@access.needs(Ability.ROUNDS)
@require_POST
def open_round(request: HttpRequest) -> HttpResponse:
    """Begin this quarter's round by hand, when the clock didn't or the first one was taken back."""
    now = timezone.now()
    opened = verbs.open_quarter(on=timezone.localdate(now), at=now, by=_user(request))
    if opened is None:
        messages.info(request, "Er is al een ronde voor dit kwartaal.")
        return redirect("rounds")
    return redirect("round", opened.pk)


@access.needs(Ability.ROUND_COUNTS)
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: steps, the next act, sums, reasons, answers, history."""
    return shown(request, access.round_for(request, pk, related=("extract", "policy", "frozen_by", "released_by")))


def shown(
    request: HttpRequest, subject: Round, *, refused: tuple[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    """The round's page; with a form that was refused in the place where it stood."""
    user, today = _user(request), timezone.localdate()
    counted, is_clerk = counts.of(subject), roles.may(user, Ability.ROUNDS)
    context = {
        "round": subject,
        "is_clerk": is_clerk,
        "steps": round_desk.steps(subject),
        "now": round_desk.now(subject, user, today),
        "counts": counted,
        "sums": round_desk.sums(counted, subject),
        "sizes": round_sizes.of(subject),
        "history": histories.of(subject),
        **_forms(subject, user, refused),
        **(_names(request, subject) if is_clerk else {}),
        **round_answers.of(subject, today, for_coordinator=roles.may(user, Ability.RESIDENTS)),
        **print_desk.progress(subject),
    }
    return render(request, "web/rounds/round.html", context, status=status)


@access.needs(Ability.ROUNDS)
@access.fresh("Ronde vrijgeven", name="vrijgeven")
@access.fresh("Ronde intrekken", name="intrekken")
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Carry out one step; refused, the round's page comes back with the form as it was filled in."""
    subject = access.round_for(request, pk)
    if name not in round_acts.ACTS or not isinstance(request.user, User):
        raise Http404
    user, form, now = request.user, round_acts.form_for(name, subject, request.POST, request.FILES), timezone.now()

    def run() -> bool:
        round_acts.ACTS[name].run(subject, form.cleaned_data, user, now)
        return True

    if form.is_valid() and trying.carry_out(form, run):
        messages.success(request, round_acts.ACTS[name].said)
        return redirect("round", pk)
    return shown(request, subject, refused=(name, form), status=409)


@access.needs(Ability.ROUNDS)
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """A handful of letters as they will be printed; no file of them stays on the server."""
    subject = access.round_for(request, pk)
    content = proofs.opened(subject, by=_user(request), at=timezone.now())
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": "inline; filename=proef.pdf"}
    )


@access.needs(Ability.ROUND_COUNTS)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far making and printing are: asked again every two seconds by the page."""
    subject = access.round_for(request, pk)
    context = {"round": subject, "is_clerk": roles.may(_user(request), Ability.ROUNDS), **print_desk.progress(subject)}
    return render(request, "web/rounds/_progress.html", context)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _counted() -> QuerySet[Round]:
    on_paper = Q(letters__state__in=(LetterState.MADE, LetterState.POSTED))
    answer = Q(letters__replies__kind__in=ANSWERS)
    return Round.objects.select_related("extract", "policy").annotate(
        letters_now=Count("letters", filter=on_paper, distinct=True),
        answers=Count("letters__replies__letter", filter=answer, distinct=True),
    )


def _item(one: Any, user: User) -> dict[str, Any]:
    now = round_desk.now(one, user, timezone.localdate())
    letters = _counted_words(one.letters_now, "brief", "brieven") if one.letters_now else "Nog geen brieven"
    answers = f", {_counted_words(one.answers, 'antwoord', 'antwoorden')}" if one.state in _SENT else ""
    return {
        "on": one.quarter_on,
        "round": one,
        "sentence": str(one).capitalize(),
        "reason": now.words if one.state == RoundState.CANCELLED else f"{letters}{answers}. {now.words}",
        "is_mine": bool(now.act or now.url),
        "act": now.title if now.act or now.url else "Bekijken",
    }


def _doubt() -> list[dict[str, Any]]:
    """That the date may be wrong: until somebody says that it isn't, no round begins and nothing is read or erased."""
    now = timezone.now()
    if (found := gathering_facts.clock_at(now)) is None:
        return []
    need = clock_needs.need(found, timezone.localdate(now))
    said = {"sentence": need.sentence, "reason": need.reason, "act": need.act}
    return [{**said, "on": need.on, "url": reverse(need.route)}]


def _counted_words(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _forms(subject: Round, user: User, refused: tuple[str, forms.Form] | None) -> dict[str, Any]:
    """The form of the next act, and those that may be done beside it."""
    if not roles.may(user, Ability.ROUNDS):
        return {}
    now = round_desk.now(subject, user, timezone.localdate())
    again = subject.state in ROUND_CHECKABLE and now.act != "controle" and subject.last_checked_on
    names = {
        "form": now.act,
        "check_form": "controle" if again else "",
        "choose_form": "aanlevering" if now.act != "aanlevering" and round_desk.may_choose_another(subject) else "",
        "hour_form": "printmoment" if print_plan.is_open(subject) else "",
        "cancel_form": "intrekken",
    }
    found: dict[str, Any] = {}
    for place, name in names.items():
        if name == "intrekken" and not round_desk.may_cancel(subject):
            continue
        if name:
            found[place] = refused[1] if refused and refused[0] == name else round_acts.form_for(name, subject)
    if refused and refused[1] not in found.values():
        found["late_form"] = refused[1]
    return found


def _names(request: HttpRequest, subject: Round) -> dict[str, Any]:
    """Who was pulled, for the clerk who must find the envelopes; reading it is written down."""
    pulled = Letter.objects.filter(round=subject, state=LetterState.PULLED).select_related("addressee", "box")
    if pulled:
        access.read(request, subject, what="eruit gehaalde brieven")
    return {"pulled": pulled}
