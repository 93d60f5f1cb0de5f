"""What somebody typed to find a person: never in an address, where logs and histories would keep it (07-trust)."""

from django.http import HttpRequest


def typed(request: HttpRequest) -> str:
    """The words of a search, sent as a form; "" for a list that is merely opened."""
    return request.POST.get("q", "").strip() if request.method == "POST" else ""
