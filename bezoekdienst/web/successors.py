"""An old address, perhaps in a bookmark, of an entry that was laid into another leads to the page that stays (I4)."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from bezoekdienst.visiting.mergers import successors
from bezoekdienst.visiting.models import Intake, Resident

View = Callable[..., HttpResponse]
ONE = "Dit waren twee aanmeldingen van dezelfde persoon. Zij zijn één geworden. Dit is de bladzijde die bleef."


def _followed(find: Callable[[int], Intake | Resident | None]) -> Callable[[View], View]:
    """Under `needs`: so for who may see it. Only what is asked for leads on: what is sent must not seem to be kept."""

    def follow(view: View) -> View:
        @functools.wraps(view)
        def followed(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, pk, *args, **kwargs)
            except Http404:
                stays = find(pk) if request.method == "GET" and not getattr(request, "htmx", None) else None
                if stays is None:
                    raise
            messages.info(request, ONE)
            return redirect("intake" if isinstance(stays, Intake) else "resident", stays.pk)

        return followed

    return follow


of_resident = _followed(successors.resident)
of_intake = _followed(successors.intake)
