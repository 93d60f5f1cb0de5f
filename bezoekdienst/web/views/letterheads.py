"""The letterhead: who writes, from which address, in which envelope. Every change is a new version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.web import access, trying
from bezoekdienst.web.desks import letter_desk
from bezoekdienst.web.forms.letterheads import LetterheadForm
from letters import envelope, letterheads, specimens

PAGE = "web/letterheads/letterhead.html"


@access.needs(Ability.POLICY)
def letterhead(request: HttpRequest) -> HttpResponse:
    """Read or change it; a round that is frozen keeps the version it was frozen with."""
    current = letterheads.current()
    form = LetterheadForm(request.POST or None, request.FILES or None, current=current)
    if request.method == "POST" and form.is_valid():
        user, now, seen = _user(request), timezone.now(), letter_desk.based_on(request)
        changes = form.changes()
        if trying.carry_out(form, lambda: letterheads.save(by=user, at=now, based_on=seen, **changes)) is not None:
            messages.success(request, "Bewaard. Bekijk de voorbeeldbrief voordat de volgende ronde begint.")
            return redirect("letterhead")
    form.choose_again()
    profile = letterheads.profile(current) if current else envelope.C5_LEFT
    context = {"form": form, "current": current, "window": letter_desk.window(profile)}
    return render(request, PAGE, context, status=422 if form.errors else 200)


@access.needs(Ability.POLICY)
@require_safe
def letterhead_proof(request: HttpRequest) -> HttpResponse:
    """The letter to somebody invented, as it will come out of the printer."""
    return letter_desk.specimen(letterheads.required())


@access.needs(Ability.POLICY)
def letterhead_ruler(request: HttpRequest) -> HttpResponse:
    """The page to measure an envelope with: the one in use, or (POST) as the form stands, not yet kept."""
    current = letterheads.current()
    profile = letterheads.profile(current) if current else envelope.C5_LEFT
    if request.method == "POST":
        form = LetterheadForm(request.POST, current=current)
        form.is_valid()
        profile = form.profile_now() or profile
    return letter_desk.pdf(specimens.ruler(profile, made_on=timezone.localdate()), "meetblad.pdf")


@access.needs(Ability.POLICY)
@require_safe
def letterhead_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A logo or signature: bytes that we drew ourselves, and therefore PNG."""
    return HttpResponse(bytes(access.picture_for(request, pk).content), content_type="image/png")


@access.needs(Ability.POLICY)
@require_safe
def letterhead_versions(request: HttpRequest) -> HttpResponse:
    """Which versions there were, what each changed, and for which rounds it was used."""
    return render(request, "web/letterheads/versions.html", {"versions": letter_desk.history()})


@access.needs(Ability.POLICY)
@require_safe
@letter_desk.framed
def letterhead_version_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter on one version; `?vorm=` asks for one of its forms."""
    return letter_desk.specimen(access.letterhead_for(request, pk), request.GET.get("vorm", ""))


@access.needs(Ability.POLICY)
@require_POST
def letterhead_again(request: HttpRequest, pk: int) -> HttpResponse:
    """An earlier version becomes the newest one."""
    made = letterheads.again(access.letterhead_for(request, pk), by=_user(request), at=timezone.now())
    messages.success(request, f"Deze versie geldt weer, als versie {made.version}.")
    return redirect("letterhead_versions")


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
