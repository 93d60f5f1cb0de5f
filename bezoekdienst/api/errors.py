"""What the API answers when something can't be done: problem+json (RFC 9457) with Dutch sentences."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.views import exception_handler, set_rollback

from bezoekdienst.lib.errors import Refused

MEDIA_TYPE = "application/problem+json"
TITLES: dict[int, str] = {
    400: "Er klopt iets niet aan wat er verstuurd is.",
    401: "U bent niet meer ingelogd. Log opnieuw in; wat u invulde, blijft bewaard.",
    403: "Dit mag u niet doen.",
    404: "Dit is er niet, of niet meer.",
    405: "Dit kan hier niet.",
    406: "We antwoorden alleen in JSON.",
    413: "Dit is te groot om te versturen.",
    415: "Stuur dit als JSON.",
    429: "Dat gaat te snel. Probeer het zo nog eens.",
    500: "Er ging bij ons iets mis. Wat u invulde, blijft bewaard. Probeer het later nog eens.",
}


def problem(status: int, title: str, **more: Any) -> JsonResponse:
    """One problem: `title` for a person, and what a program wants to know of it (`reasons`, `invalid`).

    Always JSON, also where the route itself would have answered with a page.
    """
    return JsonResponse({"title": title, "status": status, **more}, status=status, content_type=MEDIA_TYPE)


def broken(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw (500): it is in our log, and tells nothing here."""
    return problem(500, TITLES[500])


def refusal(error: Refused, status: int = 409) -> JsonResponse:
    """What the rules don't allow, with every reason."""
    return problem(status, str(error), reasons=[{"rule": one.rule, "text": one.text} for one in error.reasons])


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """`Refused` -> 409 with its reasons, a row that is gone -> 404, all else with DRF's status, in the same form."""
    if isinstance(error, Refused):
        set_rollback()
        return refusal(error)
    if isinstance(error, RequestDataTooBig):
        return problem(413, TITLES[413])
    # a row that went between the door and the lock: two entries became one (I4)
    plain = exception_handler(exceptions.NotFound() if isinstance(error, ObjectDoesNotExist) else error, context)
    if plain is None:
        return None
    more = {"invalid": _invalid(error)} if isinstance(error, exceptions.ValidationError) else {}
    answer = problem(plain.status_code, TITLES.get(plain.status_code, "Dit lukte niet."), **more)
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if name in plain.headers:
            answer[name] = plain.headers[name]
    return answer


def _invalid(error: exceptions.ValidationError) -> dict[str, list[str]]:
    """Which field, and what is wrong with it; "" for the body as a whole."""
    detail = error.detail if isinstance(error.detail, dict) else {"non_field_errors": error.detail}
    lists = {str(name): said if isinstance(said, list) else [said] for name, said in detail.items()}
    return {"" if name == "non_field_errors" else name: [str(one) for one in said] for name, said in lists.items()}
