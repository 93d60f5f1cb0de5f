"""What somebody sent that must wait until she has proved who she is: kept, encrypted, and sent after all (08-look).

Her session had just ended, and she logs in again; or what she does asks for fresh proof first (07-trust).
"""

import json
from datetime import datetime
from typing import Any, cast

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from bezoekdienst import fields
from bezoekdienst.accounts import limits, proofs
from bezoekdienst.accounts.models import User

TYPED = "typed"  # in the session, also when that isn't anybody's yet
LONGEST = 200_000  # characters; no form of ours comes near
LEAVE = "niet"


def keep(request: HttpRequest, user: User, *, act: str = "") -> None:
    """Keep the form that `user` sent, for when she is back. Files, and parts of a page, are not kept.

    `act` says what it does ("Ronde vrijgeven") where she is asked for fresh proof; "" when her session had ended.
    """
    is_form = request.method == "POST" and not request.path.startswith("/api/") and not request.FILES
    if not is_form or "HX-Request" in request.headers:
        return
    pairs = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    what = {"user": user.pk, "path": request.get_full_path(), "pairs": pairs, "act": act, "back": _page(request)}
    kept = json.dumps(what)
    if len(kept) <= LONGEST:
        request.session[TYPED] = fields.encrypt(kept)
        if not act:
            request.session.set_expiry(limits.OFFICE.whole)  # who isn't back by then types it again


def offer(request: HttpRequest, user: User, *, at: datetime) -> HttpResponse | None:
    """The page that sends it after all, where she comes back to; None when there is nothing of hers for here.

    It is forgotten when she sends it, leaves it, comes back without the proof, or when it was somebody else's. A part
    of a page, that another tab asks for by itself, is none of that.
    """
    if TYPED not in request.session or "HX-Request" in request.headers:
        return None
    kept = _kept(request)
    if kept is None:
        return None
    if kept["user"] != user.pk or request.method == "POST" or LEAVE in request.GET:
        del request.session[TYPED]
        return redirect(kept.get("back") or "account_login") if LEAVE in request.GET else None
    if kept["path"] != request.get_full_path():
        return None
    if kept.get("act") and not proofs.is_fresh(request, user, at=at):
        del request.session[TYPED]
        return None
    texts = [value for _, value in kept["pairs"] if " " in value.strip()]
    leave = f"{kept['path']}{'&' if '?' in kept['path'] else '?'}{LEAVE}"
    shown = {name: kept.get(name, "") for name in ("pairs", "path", "act", "back")}
    answer = render(request, "account/typed.html", {**shown, "texts": texts, "leave": leave})
    answer["Cache-Control"] = "no-store"
    return answer


def waits_for_proof(request: HttpRequest) -> str:
    """On the page where she proves it: what waits there for that, as its button says it; "" when it is for another."""
    there = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME)
    kept = _kept(request) if TYPED in request.session else None
    if kept is None or (kept["user"], kept["path"]) != (request.user.pk, there):
        return ""
    return str(kept.get("act", ""))


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    try:
        return cast(dict[str, Any], json.loads(fields.decrypt(request.session[TYPED])))
    except fields.WrongKey:  # the key of then was taken away meanwhile
        del request.session[TYPED]
        return None


def _page(request: HttpRequest) -> str:
    """Where the form stood, as an address of our own; "" when the browser doesn't say."""
    said = request.headers.get("Referer", "")
    return said if url_has_allowed_host_and_scheme(said, allowed_hosts={request.get_host()}) else ""
