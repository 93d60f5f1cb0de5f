"""What somebody sent just after her session had ended: kept, encrypted, until she has logged in again (08-look)."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bezoekdienst import fields
from bezoekdienst.accounts import limits
from bezoekdienst.accounts.models import User

TYPED = "typed"  # in the session that isn't anybody's yet
LONGEST = 200_000  # characters; no form of ours comes near
LEAVE = "niet"


def keep(request: HttpRequest, user: User) -> None:
    """Keep the form that `user` sent, for when she is back. Files, and parts of a page, are not kept."""
    is_form = request.method == "POST" and not request.path.startswith("/api/") and not request.FILES
    if not is_form or "HX-Request" in request.headers:
        return
    pairs = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    kept = json.dumps({"user": user.pk, "path": request.get_full_path(), "pairs": pairs})
    if len(kept) <= LONGEST:
        request.session[TYPED] = fields.encrypt(kept)
        request.session.set_expiry(limits.OFFICE.whole)  # who isn't back by then types it again


def offer(request: HttpRequest, user: User) -> HttpResponse | None:
    """The page that sends it after all, where she comes back to; None when there is nothing of hers for here.

    It is forgotten when she sends it, leaves it, or when it was somebody else's.
    """
    if TYPED not in request.session:
        return None
    try:
        kept = json.loads(fields.decrypt(request.session[TYPED]))
    except fields.WrongKey:  # the key of then was taken away meanwhile
        del request.session[TYPED]
        return None
    path = request.get_full_path()
    if kept["user"] != user.pk or request.method == "POST" or LEAVE in request.GET:
        del request.session[TYPED]
        return redirect("account_login") if LEAVE in request.GET else None
    if kept["path"] != path:
        return None
    texts = [value for _, value in kept["pairs"] if " " in value.strip()]
    answer = render(
        request, "account/typed.html", {"pairs": kept["pairs"], "texts": texts, "path": path, "leave": LEAVE}
    )
    answer["Cache-Control"] = "no-store"
    return answer
