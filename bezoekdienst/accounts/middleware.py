"""How long somebody stays logged in, and the second proof that some roles need."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def sessions(get_response: Answer) -> Answer:
    """(Deepened with the login: idle times and the second factor.)"""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    return middleware
