"""Trying a delivery out before it is handed in, and what is remembered of suppliers' own columns. For the clerk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.web import access
from bezoekdienst.web.desks.delivery_desk import Desk
from letters.deliveries import mappings, trials

PAGE, PART = "web/extracts/trial.html", "web/extracts/_outcome.html"


@access.needs(Ability.ROUNDS)
def trial(request: HttpRequest) -> HttpResponse:
    """What would become of everybody in a file. Nothing of it is kept."""
    desk = Desk(request, "trial")
    return desk.answer(PAGE, PART, trial=desk.carry_out(lambda handed: trials.try_out(**handed._asdict())))


@access.needs(Ability.ROUNDS)
@require_POST
def take_along(request: HttpRequest) -> HttpResponse:
    """The lines that wait or could not be read, as a file to correct or to send back."""
    desk = Desk(request, "trial")
    found = desk.carry_out(lambda handed: trials.take_along(**handed._asdict()))
    if found is None:
        return desk.answer(PAGE, PART)
    ending, pieces = found  # made whole before anything is sent: half a file would look like all of it
    answer = HttpResponse(pieces, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="meegenomen-{desk.today.isoformat()}.{ending}"'
    return answer


@access.needs(Ability.ROUNDS)
@require_POST
def mapping_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget what the columns of a supplier are; the next time it is asked again."""
    mapping = access.mapping_for(request, pk)
    assert isinstance(request.user, User)
    supplier = mapping.supplier
    mappings.forget(mapping, by=request.user, at=timezone.now())
    messages.success(request, f"De kolommen van {supplier} zijn vergeten.")
    return redirect("extract_new")
