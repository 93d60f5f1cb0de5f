"""Acts on one subject that each have a page of their own: what they ask, which verb they call, what is said after.

A module of views keeps its acts in a table by the word in the address; the page of the subject shows those that can be
done now, and `page` is the whole view of any of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar, cast

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.web import trying

Subject = TypeVar("Subject", bound=Model)
Filled = dict[str, Any]


class Nothing(forms.Form):
    """An act that asks nothing more."""


@dataclass(frozen=True, slots=True)
class Act(Generic[Subject]):
    """One act. `run` calls one verb; `fits` says whether it is worth showing now (the verb decides, not we).

    `text` explains in a sentence or two; `given` are further arguments for the form, such as what to choose from.
    `then` is the address to go on to instead of the subject's page, `beside` other ways: (words, address).
    """

    title: str
    button: str
    said: str | Callable[[Subject], str]
    run: Callable[[Subject, Filled, User, datetime], object]
    form: type[forms.Form] = Nothing
    text: str = ""
    fits: Callable[[Subject, date], bool] = lambda subject, today: True
    given: Callable[[Subject, date], Filled] = lambda subject, today: {}
    then: Callable[[Subject], str] | None = None
    beside: Callable[[Subject, date], list[tuple[str, str]]] = lambda subject, today: []


Acts = Mapping[str, Act[Subject]]


def today_in(*names: str, **more: Any) -> Callable[[Any, date], Filled]:
    """For `given`: the form begins with today in the fields `names`, and `more` in others."""
    return lambda subject, today: {"initial": {**dict.fromkeys(names, today), **more}}


def offered(acts: Acts[Subject], subject: Subject, today: date) -> list[tuple[str, str]]:
    """What can be done now: (word in the address, title), in the order of the table."""
    return [(word, act.title) for word, act in acts.items() if act.fits(subject, today)]


def page(
    request: HttpRequest, acts: Acts[Subject], word: str, subject: Subject, *, about: str, url: str
) -> HttpResponse:
    """Ask, carry out, tell, and back to `url`, the page of the subject that `about` names."""
    act, now = acts.get(word), timezone.now()
    if act is None:
        raise Http404
    today, posted = timezone.localdate(now), request.POST if request.method == "POST" else None
    form = act.form(posted, **act.given(subject, today))
    if form.is_valid() and _done(form, act, subject, cast(User, request.user), now):
        messages.success(request, act.said if isinstance(act.said, str) else act.said(subject))
        return redirect(act.then(subject) if act.then else url)
    context = {"act": act, "form": form, "about": about, "back_url": url, "beside": act.beside(subject, today)}
    return render(request, "web/act.html", context)


def _done(form: forms.Form, act: Act[Subject], subject: Subject, by: User, at: datetime) -> bool:
    trying.carry_out(form, lambda: act.run(subject, form.cleaned_data, by, at))
    return not form.errors
