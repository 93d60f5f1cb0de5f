"""What somebody typed to find a person: never in an address, where logs and histories would keep it (07-trust).

Which part of a list, and in which order, does stand in the address: a known word, so that a link brings it back.
"""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.http import urlencode


def typed(request: HttpRequest) -> str:
    """The words of a search, sent as a form; "" for a list that is merely opened. No database looks for a NUL."""
    return request.POST.get("q", "").replace("\x00", "").strip() if request.method == "POST" else ""


def asked(request: HttpRequest, name: str, known: Mapping[str, object]) -> str:
    """A word from the address, the first of `known` for one that nobody knows."""
    word = request.GET.get(name, "")
    return word if word in known else next(iter(known))


def address(asked: Mapping[str, str], **other: str) -> str:
    """The same list with something else chosen."""
    return f"?{urlencode({name: value for name, value in {**asked, **other}.items() if value})}"
