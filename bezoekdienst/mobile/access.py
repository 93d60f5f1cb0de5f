"""The doors of the phone page: logged in, and somebody who visits; or open to everybody."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User

View = Callable[[HttpRequest], HttpResponse]


def needs(ability: roles.Ability) -> Callable[[View], View]:
    """Declare what a view asks for: a visitor logs in first; somebody without the ability gets 403."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            if not isinstance(request.user, User) or not roles.may(request.user, ability):
                raise PermissionDenied
            return view(request)

        door = login_required(guarded)
        door.access = frozenset({ability})  # type: ignore[attr-defined]  # the permission matrix reads it
        return door

    return declare


def public(view: View) -> View:
    """Open to everybody: nobody's data is behind it."""
    view.access = "public"  # type: ignore[attr-defined]  # as `needs`
    return view
