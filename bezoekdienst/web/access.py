"""Who may open which page. Every view says so itself; a view that says nothing opens for nobody (and fails a test).

    @access.needs(Ability.RESIDENTS)
    def resident(request, pk):
        resident = access.resident_for(request, pk)

What weighs most asks for fresh proof besides: `@access.fresh("Ronde vrijgeven")`, under `needs`.

One door per object: a foreign one is answered exactly like one that isn't there, and reading somebody's data is an
event of its own that the door writes, so that no page can forget to.
"""

import functools
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import ResolverMatch
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

from bezoekdienst.accounts import proofs, roles, typed
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.audit import events
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting.models import Intake, Referral, Resident, Signal, Trajectory, Visit
from letters.models import Addressee, ColumnMapping, Extract, InboxFile, Letter, Letterhead, Picture, PrintJob, Round
from matching.models import HeldBack
from volunteers.models import Course, Gathering, OwnLoss, Participation, Pause, TrainingDay, Volunteer

Row = TypeVar("Row", bound=models.Model)
View = Callable[..., HttpResponse]
Access = frozenset[Ability] | str  # the abilities of which one is enough, or one of the two words below
PUBLIC = "public"
SIGNED_IN = "signed_in"
_ENTERED = "bezoekdienst.entered"  # in a request: through which doors it went

# Routes of other packages, by the name they are reversed with; the longest beginning that fits decides.
THIRD_PARTY: dict[str, Access] = {
    "account_": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "mfa_": SIGNED_IN,
    "mfa_authenticate": PUBLIC,  # half-way through logging in
    "mfa_login_webauthn": PUBLIC,
    "mfa_trust": PUBLIC,
    "admin:": frozenset({Ability.ADMIN}),
    "admin:login": PUBLIC,  # leads to our own page
    "schema": frozenset({Ability.PHONE, Ability.ADMIN}),
}


def public(view: View) -> View:
    """Open to everybody, also without logging in."""
    return _declared_as(PUBLIC, view)


def signed_in(view: View) -> View:
    """Open to everybody who logged in, whatever her roles."""
    return _guarded(SIGNED_IN, view)


def needs(*abilities: Ability) -> Callable[[View], View]:
    """Open to whoever has one of `abilities`: others get 403, who isn't logged in goes to log in and comes back."""
    return functools.partial(_guarded, frozenset(abilities))


def fresh(act: str, *, sent: Callable[..., bool] = lambda *_, **__: True, **words: str) -> Callable[[View], View]:
    """Under `needs`: what is sent waits until she has just proved that it is she, and is not lost (07-trust).

    `act` is on the button that then goes on: "Ronde vrijgeven". `sent` tells by the form (and the address) whether it
    is that act, `words` by the words of the address: `name="vrijgeven"`. Several may stand on one view.
    """

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            asks = request.method == "POST" and words.items() <= kwargs.items() and sent(request.POST, **kwargs)
            user = request.user
            if not asks or (isinstance(user, User) and proofs.is_fresh(request, user, at=timezone.now())):
                return view(request, *args, **kwargs)
            return _to_prove(request, act)

        guarded.fresh = {act, *getattr(view, "fresh", ())}  # type: ignore[attr-defined]
        return guarded

    return guard


def _to_prove(request: HttpRequest, act: str) -> HttpResponse:
    """To the page where she proves it; and back here, where what she sent waits to go on."""
    assert isinstance(request.user, User)
    typed.keep(request, request.user, act=act)
    htmx = getattr(request, "htmx", None)
    back = htmx.current_url_abs_path if htmx else request.get_full_path()
    address = f"{resolve_url('account_reauthenticate')}?{urlencode({REDIRECT_FIELD_NAME: back or '/'})}"
    return HttpResponseClientRedirect(address) if htmx else redirect(address)


def declared(view: Any, match: ResolverMatch | None) -> Access | None:
    """What a view or another package's route declares; None when nobody said anything."""
    if hasattr(view, "access"):
        said: Access = view.access
        return said
    if hasattr(view, "cls") and hasattr(view.cls, "permission_classes") and _is_ours(view.cls):
        return _of_api(view.cls.permission_classes)
    name = match.view_name if match else ""
    fitting = [beginning for beginning in THIRD_PARTY if name.startswith(beginning)]
    return THIRD_PARTY[max(fitting, key=len)] if fitting else None


def is_allowed(user: object, access: Access) -> bool:
    """Whether `user` (perhaps nobody) may pass."""
    if access == PUBLIC:
        return True
    if not isinstance(user, User) or not user.is_active:
        return False
    return access == SIGNED_IN or any(roles.may(user, Ability(ability)) for ability in access)


def turn_away(request: HttpRequest, access: Access) -> HttpResponse | None:
    """None for who may pass; otherwise the way to log in, or PermissionDenied for who did."""
    if is_allowed(request.user, access):
        return None
    if isinstance(request.user, User):
        raise PermissionDenied
    return to_login(request)


def to_login(request: HttpRequest) -> HttpResponse:
    """To the login page and afterwards back; a part of a page that is loaded by itself takes the whole page along."""
    login = resolve_url("account_login")
    htmx = getattr(request, "htmx", None)
    if htmx:
        page = htmx.current_url_abs_path or "/"
        return HttpResponseClientRedirect(f"{login}?{urlencode({REDIRECT_FIELD_NAME: page})}")
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return redirect(f"{login}?{urlencode({REDIRECT_FIELD_NAME: back})}")


def door(
    model: type[Row],
    ability: Ability,
    *,
    reads: str = "",
    person: Callable[[Row], uuid.UUID] | None = None,
    **only: Any,
) -> Callable[..., Row]:
    """The door to one kind of object: `door(...)(request, pk)` gives it or raises Http404, foreign or missing alike.

    With `person` (how to get at the pseudonym) a page that is read is recorded as `person.read` of `reads`: one that is
    asked for (GET) at once, a form that comes back (POST) once it turns out to be a page. `only` narrows further. A
    door takes `related=(...)`: names for select_related.
    """

    def enter(request: HttpRequest, pk: Any, *, related: tuple[str, ...] = ()) -> Row:
        user = request.user
        found = None
        if isinstance(user, User) and roles.may(user, ability):
            found = model._default_manager.select_related(*related).filter(pk=pk, **only).first()
        if found is None:
            raise Http404
        if person is not None and request.method == "GET":  # also by a script: what it asks, it says itself
            read(request, found, what=reads, about=person(found))
        elif person is not None:
            entered: dict[models.Model, tuple[str, uuid.UUID]] = request.META.setdefault(_ENTERED, {})
            entered[found] = reads, person(found)
        return found

    return enter


def read(request: HttpRequest, subject: models.Model, *, what: str, about: uuid.UUID | None = None) -> None:
    """Record that the user read a person's data; for pages that come in by no door, such as an export."""
    user = request.user if isinstance(request.user, User) else None
    with transaction.atomic():
        events.record("person.read", by=user, at=timezone.now(), subject=subject, about=about, what=what)


def _came_back(request: HttpRequest, answer: HttpResponse) -> None:
    """What was sent and is shown again, with all there is of a person around it, was read too; a redirect isn't."""
    is_page = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.has_header("Location")
    if request.method == "POST" and is_page:
        for subject, (what, about) in request.META.get(_ENTERED, {}).items():
            read(request, subject, what=what, about=about)


resident_for = door(Resident, Ability.RESIDENTS, reads="bezoeker", person=lambda row: row.pseudonym)
resident_file_for = door(Resident, Ability.SUBJECTS, reads="alles, voor inzage", person=lambda row: row.pseudonym)
volunteer_file_for = door(Volunteer, Ability.SUBJECTS, reads="alles, voor inzage", person=lambda row: row.pseudonym)
intake_for = door(Intake, Ability.RESIDENTS, reads="intake", person=lambda row: row.resident.pseudonym)
trajectory_for = door(Trajectory, Ability.RESIDENTS, reads="traject", person=lambda row: row.resident.pseudonym)
visit_for = door(Visit, Ability.RESIDENTS, reads="bezoek", person=lambda row: row.trajectory.resident.pseudonym)
signal_for = door(Signal, Ability.RESIDENTS, reads="signaal", person=lambda row: row.resident.pseudonym)
referral_for = door(Referral, Ability.RESIDENTS, reads="doorverwijzing", person=lambda row: row.of.resident.pseudonym)
held_back_for = door(HeldBack, Ability.MATCH)
volunteer_for = door(Volunteer, Ability.VOLUNTEERS, reads="vrijwilliger", person=lambda row: row.pseudonym)
loss_for = door(OwnLoss, Ability.VOLUNTEERS, reads="eigen verlies", person=lambda row: row.volunteer.pseudonym)
pause_for = door(Pause, Ability.VOLUNTEERS, reads="pauze", person=lambda row: row.volunteer.pseudonym)
course_for = door(Course, Ability.VOLUNTEERS)
training_day_for = door(TrainingDay, Ability.VOLUNTEERS)
participation_for = door(Participation, Ability.VOLUNTEERS)
gathering_for = door(Gathering, Ability.VOLUNTEERS)
round_for = door(Round, Ability.ROUND_COUNTS)
letter_for = door(Letter, Ability.ROUND_COUNTS)
round_letter_for = door(Letter, Ability.ROUNDS)
extract_for = door(Extract, Ability.ROUNDS)
addressee_for = door(Addressee, Ability.ROUNDS)
mapping_for = door(ColumnMapping, Ability.ROUNDS)
inbox_file_for = door(InboxFile, Ability.ROUNDS)
policy_for = door(Policy, Ability.POLICY)
letterhead_for = door(Letterhead, Ability.POLICY)
picture_for = door(Picture, Ability.POLICY)
print_job_for = door(PrintJob, Ability.PRINT)


def _guarded(access: Access, view: View) -> View:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = turn_away(request, access) or view(request, *args, **kwargs)
        _came_back(request, answer)
        return answer

    # Personal pages are kept by no cache, not even the browser's own.
    return _declared_as(access, never_cache(guarded))


def _declared_as(access: Access, view: View) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def _is_ours(view_class: type) -> bool:
    return view_class.__module__.partition(".")[0] in ("bezoekdienst", "letters", "matching", "volunteers")


def _of_api(permission_classes: list[Any]) -> Access | None:
    # The API lies beside us, so its permission classes are known by what they carry and not by import.
    abilities = frozenset(permission.ability for permission in permission_classes if hasattr(permission, "ability"))
    if abilities:
        return abilities
    return PUBLIC if any(permission.__name__ == "AllowAny" for permission in permission_classes) else None
