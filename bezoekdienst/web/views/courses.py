"""The training: courses and their days, who takes part, who was there, and what each still misses (V2)."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.web import access, acting, exports, trying
from bezoekdienst.web.desks import course_desk
from bezoekdienst.web.forms import courses as asked
from bezoekdienst.web.views import course_acts as acts
from volunteers import attendance, trainings
from volunteers.models import Course

TABLE = exports.Table[Any](
    "trainingen",
    (
        ("Training", lambda one: one.name),
        ("Eerste dag", lambda one: one.first_on),
        ("Laatste dag", lambda one: one.last_on),
        ("Dagen", lambda one: one.days_planned),
        ("Deelnemers", lambda one: one.people),
    ),
)


@access.needs(Ability.VOLUNTEERS)
@exports.offered
def courses(request: HttpRequest) -> HttpResponse:
    """Every training, the latest first."""
    found = Course.objects.annotate(
        first_on=Min("days__held_on"),
        last_on=Max("days__held_on"),
        days_planned=Count("days", distinct=True),
        people=Count("participations", distinct=True),
    )
    today, ordered = timezone.localdate(), list(found.order_by("-first_on", "-pk"))
    context = {"rows": [course_desk.row(one, today) for one in ordered]}
    return exports.taken(request, TABLE, ordered) or render(request, "web/courses/list.html", context)


@access.needs(Ability.VOLUNTEERS)
@require_http_methods(["GET", "POST"])
def course_new(request: HttpRequest) -> HttpResponse:
    """Plan one: four days as usual, unless told otherwise."""
    form, by = asked.Plan(request.POST or None), cast(User, request.user)
    if form.is_valid():
        name, days = form.cleaned_data["name"], form.days
        made = trying.carry_out(form, lambda: trainings.plan(name, days=days, by=by, at=timezone.now()))
        if made:
            messages.success(request, "De training is gepland. Kies nu wie er meedoet.")
            return redirect("course", pk=made.pk)
    return render(request, "web/courses/new.html", {"form": form})


@access.needs(Ability.VOLUNTEERS)
@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """One training: its days, and everybody who takes part."""
    one, today = access.course_for(request, pk), timezone.localdate()
    offered = acting.offered(acts.COURSE, one, today)
    context = {
        "course": one,
        "can_join": "deelnemers" in dict(offered),
        "days": course_desk.days(one, today),
        "people": course_desk.people(one, today),
        "offered": offered,
    }
    return render(request, "web/courses/detail.html", context)


@access.needs(Ability.VOLUNTEERS)
@require_http_methods(["GET", "POST"])
def training_day(request: HttpRequest, pk: int) -> HttpResponse:
    """One day, and once it was: who was there."""
    day = access.training_day_for(request, pk, related=("course",))
    people = [part.volunteer for part in day.course.participations.select_related("volunteer")]
    noted = {one.volunteer_id: one for one in day.attendances.select_related("noted_by", "volunteer")}
    form, by = asked.Attendance(request.POST or None, people=people, noted=noted), cast(User, request.user)
    if form.is_valid():
        trying.carry_out(form, lambda: attendance.note(day, form.said, by=by, at=timezone.now()))
        if not form.errors:
            messages.success(request, "Genoteerd wie er was.")
            return redirect("course", pk=day.course_id)
    context = {"day": day, "form": form, "is_ahead": day.held_on > timezone.localdate(), "said": trainings.said(day)}
    return render(request, "web/courses/day.html", {**context, "exempt": course_desk.exempt(noted.values())})


@access.needs(Ability.VOLUNTEERS)
def course_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One of `course_acts.COURSE`."""
    one = access.course_for(request, pk)
    return acting.page(request, acts.COURSE, word, one, about=one.name, url=reverse("course", args=[pk]))


@access.needs(Ability.VOLUNTEERS)
def training_day_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One of `course_acts.DAY`."""
    day = access.training_day_for(request, pk, related=("course",))
    url = reverse("course", args=[day.course_id])
    return acting.page(request, acts.DAY, word, day, about=day.course.name, url=url)


@access.needs(Ability.VOLUNTEERS)
def participation_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One of `course_acts.PART`."""
    part = access.participation_for(request, pk, related=("course", "volunteer"))
    url = reverse("course", args=[part.course_id])
    return acting.page(request, acts.PART, word, part, about=part.course.name, url=url)
