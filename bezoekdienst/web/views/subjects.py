"""Somebody asks what we hold of her, or to be erased: looked through first, then given or done."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.retention.subjects import dossier, erasing, handing_out
from bezoekdienst.retention.subjects.held import Person
from bezoekdienst.visiting.models import Resident
from bezoekdienst.web import access, phrases, trying
from bezoekdienst.web.desks import subject_desk
from bezoekdienst.web.forms.subjects import Erasing, Giving


@access.needs(Ability.SUBJECTS)
@access.fresh("Inzage geven")
def resident_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is held of a resident."""
    return _file(request, access.resident_file_for(request, pk))


@access.needs(Ability.SUBJECTS)
@access.fresh("Inzage geven")
def volunteer_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is held of a volunteer."""
    return _file(request, access.volunteer_file_for(request, pk))


@access.needs(Ability.SUBJECTS)
@access.fresh("Voorgoed wissen")
def resident_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """A resident who asks to be erased."""
    return _erase(request, access.resident_file_for(request, pk))


@access.needs(Ability.SUBJECTS)
@access.fresh("Voorgoed wissen")
def volunteer_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """A volunteer who asks to be erased."""
    return _erase(request, access.volunteer_file_for(request, pk))


def _file(request: HttpRequest, person: Person) -> HttpResponse:
    now, by = timezone.now(), cast(User, request.user)
    found = dossier.of(person, on=timezone.localdate(now))
    form = Giving(
        request.POST if request.method == "POST" else None, passages=[p.passage for _, _, p in found.passages]
    )
    if form.is_valid():
        said = form.cleaned_data
        content = trying.carry_out(form, lambda: handing_out.hand_out(person, **said, by=by, at=now))
        if content is not None:
            name = subject_desk.file_name(found.made_on, said["kind"])
            return subject_desk.download(content, handing_out.KINDS[said["kind"]][1], name)
    context = {
        "person": person,
        "name": phrases.start(person.name),
        "ways": subject_desk.ways(person),
        "form": form,
        "found": found,
        "parts": subject_desk.parts(found),
        "passages": subject_desk.passages(found, form.ticked),
    }
    return render(request, "web/subjects/file.html", context, status=422 if form.errors else 200)


def _erase(request: HttpRequest, person: Person) -> HttpResponse:
    now, by, name = timezone.now(), cast(User, request.user), phrases.start(person.name)
    looked, ways = erasing.plan(person), subject_desk.ways(person)
    form = Erasing(request.POST if request.method == "POST" else None, initial={"seen": looked.seen})
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        if trying.carry_out(form, lambda: erasing.erase(person, seen=seen, by=by, at=now)) is not None:
            messages.success(request, f"{name} is gewist. De cijfers zijn gelijk gebleven.")
            return redirect(ways.everybody)
        form.data = {**form.data.dict(), "seen": looked.seen}  # type: ignore[attr-defined]  # looked at once more
    is_resident = isinstance(person, Resident)
    context = {"name": name, "ways": ways, "form": form, "plan": looked, "is_resident": is_resident}
    return render(request, "web/subjects/erase.html", context, status=422 if form.errors else 200)
