"""Intervision and the theme day: what is planned, who comes, who was there (V5)."""

from typing import cast

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.reports import intervision
from bezoekdienst.web import access, acting, exports, phrases, trying
from bezoekdienst.web.desks import gathering_answers, histories
from bezoekdienst.web.forms import gatherings as asked
from bezoekdienst.web.views import gathering_acts as acts
from volunteers import gatherings as verbs
from volunteers import invitations
from volunteers.models import Gathering, Invitation, Series, Volunteer

PAST_SHOWN = 20
TABLE = exports.Table[gathering_answers.Told](
    "bijeenkomsten",
    (
        ("Wanneer", lambda row: timezone.localtime(row["gathering"].starts_at).replace(tzinfo=None)),
        ("Wat", lambda row: phrases.start(row["gathering"].get_kind_display())),
        ("Onderwerp", lambda row: row["gathering"].theme),
        ("Waar", lambda row: row["gathering"].place),
        ("Hoe het staat", lambda row: row["said"]),
    ),
)


@access.needs(Ability.VOLUNTEERS)
@exports.offered
def gatherings(request: HttpRequest) -> HttpResponse:
    """What lies ahead, what was, and whom to call because she missed two."""
    now = timezone.now()
    every = Gathering.objects.prefetch_related(Prefetch("invitations", gathering_answers.of_the_group()))
    was = every.filter(starts_at__lt=now, cancelled_at=None).order_by("-starts_at")[:PAST_SHOWN]
    ahead = [gathering_answers.told(one) for one in every.filter(starts_at__gte=now)]
    past = [gathering_answers.told(one, past=True) for one in was]
    context = {
        "ahead": ahead,
        "past": past,
        "series": Series.objects.filter(stopped_at=None),
        "missed": verbs.missed(now),
        "outlook": verbs.outlook(now),
    }
    return exports.taken(request, TABLE, [*ahead, *past]) or render(request, "web/gatherings/list.html", context)


@access.needs(Ability.VOLUNTEERS)
@require_http_methods(["GET", "POST"])
def gathering_new(request: HttpRequest) -> HttpResponse:
    """Plan one; everybody in the group is invited by mail."""
    form, by, now = asked.Plan(request.POST or None), cast(User, request.user), timezone.now()
    if form.is_valid():
        made = trying.carry_out(form, lambda: verbs.plan(by=by, at=now, **form.cleaned_data))
        if made:
            messages.success(request, "De bijeenkomst is gepland. De vrijwilligers krijgen een uitnodiging.")
            return redirect("gathering", pk=made.pk)
    return render(request, "web/gatherings/new.html", {"form": form})


@access.needs(Ability.VOLUNTEERS)
def gathering(request: HttpRequest, pk: int) -> HttpResponse:
    """One gathering: the answers; afterwards, who was there."""
    one, now = access.gathering_for(request, pk), timezone.now()
    invited = list(gathering_answers.of_the_group(one))
    form = _presence(request, invited)
    if request.method == "POST" and form.is_valid() and _held(form, one, cast(User, request.user)):
        messages.success(request, "Genoteerd wie er was.")
        return redirect("gathering", pk=pk)
    context = {
        "gathering": one,
        "invited": invited,
        "groups": gathering_answers.groups(invited),
        "said": gathering_answers.told(one, invited)["said"],
        "form": form,
        "is_past": one.starts_at <= now,
        "offered": acting.offered(acts.ACTS, one, timezone.localdate(now)),
        "history": histories.of(one),
    }
    return render(request, "web/gatherings/detail.html", context)


@access.needs(Ability.VOLUNTEERS)
def gathering_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One of the acts of `gathering_acts.ACTS`."""
    one = access.gathering_for(request, pk)
    about = gathering_answers.title(one)
    return acting.page(request, acts.ACTS, word, one, about=about, url=reverse("gathering", args=[pk]))


@access.needs(Ability.VOLUNTEERS)
@require_POST
def gathering_answer(request: HttpRequest, pk: int, volunteer: int) -> HttpResponse:
    """What a volunteer told the coordinator, by telephone for instance."""
    one, form = access.gathering_for(request, pk), asked.Answer(request.POST)
    found = get_object_or_404(Invitation.objects.select_related("gathering", "volunteer"), gathering=one,
                              volunteer__pk=volunteer)  # fmt: skip
    if form.is_valid():
        coming = form.cleaned_data["coming"]
        invitations.answer(found, coming=coming, by=cast(User, request.user), at=timezone.now())
        messages.success(request, f"Genoteerd: {found.volunteer.name} komt{'' if coming else ' niet'}.")
    return redirect("gathering", pk=pk)


@access.needs(Ability.VOLUNTEERS)
def gathering_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """What to talk about, without names, to be read aloud."""
    one = access.gathering_for(request, pk)
    context = {"gathering": one, "agenda": intervision.agenda(one), "title": gathering_answers.title(one)}
    return render(request, "web/gatherings/agenda.html", context)


def _presence(request: HttpRequest, invited: list[Invitation]) -> asked.Presence:
    people = {str(each.volunteer_id): each.volunteer.name for each in invited}
    there = [each for each in invited if (each.coming if each.present is None else each.present)]
    initial = {"present": [str(each.volunteer_id) for each in there]}
    return asked.Presence(request.POST if request.method == "POST" else None, people=people, initial=initial)


def _held(form: asked.Presence, one: Gathering, by: User) -> bool:
    there = Volunteer.objects.filter(pk__in=form.cleaned_data["present"])
    trying.carry_out(form, lambda: verbs.hold(one, present=there, by=by, at=timezone.now()))
    return not form.errors
