"""The text of the letter: blocks to write in, and the letter as it comes out of the printer beside them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib.errors import Refused
from bezoekdienst.web import access, trying
from bezoekdienst.web.desks import letter_desk
from bezoekdienst.web.forms import letter_words
from bezoekdienst.web.forms.letter_words import WordsForm
from letters import letterheads
from letters.sheet import duties

PAGE = "web/letterheads/words.html"


@access.needs(Ability.POLICY)
@letter_desk.framing
def words(request: HttpRequest) -> HttpResponse:
    """Read or change the text. A button beside a block changes the page only; "bewaren" makes a new version."""
    current, act = letterheads.current(), request.POST.get("act", letter_words.SAVE)
    if current is None:
        return render(request, PAGE, {"current": None})
    if request.method != "POST":
        return _page(request, WordsForm(letterheads.words(current)))
    if act != letter_words.SAVE:
        return _page(request, WordsForm(letter_words.edited(letter_words.posted(request.POST), act)))
    form = WordsForm(letter_words.without_empty(letter_words.posted(request.POST)), judged=True)
    if form.is_valid() and _saved(request, form):
        return redirect("letter_words")
    return _page(request, form)


@access.needs(Ability.POLICY)
@require_POST
@letter_desk.framed
def words_proof(request: HttpRequest) -> HttpResponse:
    """The letter with what stands in the fields now, not kept; or the sentences why there is none."""
    given = letter_words.without_empty(letter_words.posted(request.POST))
    try:
        letterheads.required()
        reasons = duties.reasons(given) or letterheads.unprintable(given)
        if not reasons:
            return letter_desk.specimen(letterheads.draft(words=given), request.POST.get("vorm", ""))
    except Refused as refused:
        reasons = list(refused.reasons)
    return render(request, "web/letterheads/no_proof.html", {"reasons": reasons}, status=422)


def _saved(request: HttpRequest, form: WordsForm) -> bool:
    user, now, seen = request.user, timezone.now(), letter_desk.based_on(request)
    assert isinstance(user, User)
    made = trying.carry_out(form, lambda: letterheads.save(by=user, at=now, based_on=seen, words=form.words))
    if made is not None:
        messages.success(request, f"Bewaard als versie {made.version}. De volgende ronde krijgt deze tekst.")
    return made is not None


def _page(request: HttpRequest, form: WordsForm) -> HttpResponse:
    current = letterheads.required()
    about = letter_desk.about_words(current, form.words)
    if about["count"] > about["limit"] and request.method == "GET":
        messages.warning(request, f"De voorkant telt {about['count']} woorden. Een kortere brief leest beter.")
    context = {"form": form, "current": current, **about}
    return render(request, PAGE, context, status=422 if form.errors else 200)
