"""The letters of a round one by one, for the clerk alone: where each lies, and taking one out by hand."""

from collections import Counter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib import pseudonyms
from bezoekdienst.web import access, acting, searching
from letters import codes, withdrawals
from letters.models import Letter, Round
from letters.states import ROUND_CHECKABLE, LetterState

SHOWN = 100  # more is found by typing


class Withdraw(forms.Form):
    """Why this letter must not go."""

    cause = forms.ChoiceField(
        label="Waarom mag deze brief niet weg?",
        choices=withdrawals.Cause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom deze brief niet mag weggaan."},
    )


ACTS: acting.Acts[Letter] = {
    "eruit": acting.Act(
        "Deze brief eruit halen",
        "Brief eruit halen",
        "De brief is eruit. Ligt hij al in een doos, dan staat hij op de uithaallijst.",
        lambda letter, filled, by, at: withdrawals.withdraw(letter, cause=filled["cause"], by=by, at=at),
        Withdraw,
        "Bij de eerste vier redenen komt er over dit overlijden geen brief meer. Bij de andere twee kijken wij in een "
        "volgende ronde opnieuw.",
    )
}


@access.needs(Ability.ROUNDS)
def round_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Every letter, by the order in which they lie; found by name, street or code as one types."""
    subject, q = access.round_for(request, pk), searching.typed(request)
    htmx = getattr(request, "htmx", None)
    if request.method == "GET" or not htmx:  # a page that was opened, not each letter that is typed
        access.read(request, subject, what="brieven van de ronde")
    found = _found(subject, q)
    context = {"round": subject, "q": q, "lines": found[:SHOWN], "more": max(0, len(found) - SHOWN)}
    return render(request, f"web/rounds/{'_letters' if htmx else 'letters'}.html", context)


@access.needs(Ability.ROUNDS)
def round_letter_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """What may be done with one letter, and why; then back to its round."""
    letter = access.round_letter_for(request, pk, related=("round", "addressee"))
    access.read(request, letter.round, what="een brief van de ronde")
    about = letter.addressee.sheet["name"] if letter.addressee else str(letter).capitalize()
    return acting.page(request, ACTS, word, letter, about=about, url=reverse("round_letters", args=[letter.round_id]))


def _found(subject: Round, q: str) -> list[dict[str, Any]]:
    words, code = pseudonyms.folded(q), codes.normalise(q)
    letters = Letter.objects.filter(round=subject).select_related("addressee", "box").order_by("position")
    places: Counter[int | None] = Counter()
    lines = []
    for letter in letters:
        places[letter.box_id] += 1
        lines.append(_line(letter, subject, places[letter.box_id]))
    return [line for line in lines if not words or words in line["folded"] or code == line["letter"].code]


def _line(letter: Letter, subject: Round, place: int) -> dict[str, Any]:
    sheet = letter.addressee.sheet if letter.addressee else {}
    name, where = sheet.get("name", ""), " ".join(filter(None, (sheet.get("street"), sheet.get("town"))))
    return {
        "letter": letter,
        "name": name or "naam is gewist",
        "where": where,
        "place": f"doos {letter.box.number}, brief {place}" if letter.box else "",
        "folded": pseudonyms.folded(f"{name} {where}"),
        "may_go_out": letter.state == LetterState.MADE and subject.state in ROUND_CHECKABLE,
    }
