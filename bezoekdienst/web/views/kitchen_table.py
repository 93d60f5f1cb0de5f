"""What is typed at the kitchen table, saved as one types; and the same form on paper."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.web import access, wordings
from bezoekdienst.web.desks import table_changes, table_on_paper
from bezoekdienst.web.forms.intakes import Outcome
from bezoekdienst.web.forms.kitchen_table import KitchenTable
from bezoekdienst.web.views import intake_acts as acts
from bezoekdienst.web.views import intakes
from letters import letterheads, rendering


@access.needs(Ability.RESIDENTS)
@require_POST
def intake_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was changed so far: by itself while one types, or with the button."""
    one = access.intake_for(request, pk, related=intakes.RELATED)
    table = acts.save(one, request.POST, by=cast(User, request.user), at=timezone.now())
    if request.headers.get("Accept") == "application/json":
        one.refresh_from_db()
        return JsonResponse(_told(table, request))
    if table.errors:
        return intakes.shown(request, one, table, Outcome(request.POST))
    messages.success(request, "Bewaard. U kunt later verder.")
    return redirect("intake", pk)


def _told(table: KitchenTable, request: HttpRequest) -> dict[str, Any]:
    """For the script: what wasn't kept and why, what somebody else filled in, and how it all stands now."""
    stored = table_changes.shown(table.intake)
    return {
        "at": f"{timezone.localtime():%H.%M}",
        "refused": [str(error) for error in table.non_field_errors()],
        "wrong": {name: wordings.sentences(table[name]) for name in table.errors if name in table.fields},
        "conflicts": {name: stored[name] for name in table.conflicts},
        "theirs": table_changes.theirs(table.intake, request.POST),
        "known": {name: table_changes.fingerprint(values) for name, values in stored.items()},
    }


@access.needs(Ability.RESIDENTS)
@require_safe
def intake_paper(request: HttpRequest) -> HttpResponse:
    """The empty form, for who would rather write by hand."""
    sender = letterheads.texts().get("service_name", "bezoekdienst")
    with TemporaryDirectory() as folder:
        target = Path(folder) / "gesprek.pdf"
        rendering.empty_form(table_on_paper.form(), target, sender=sender, made_on=timezone.localdate())
        content = target.read_bytes()
    headers = {"Content-Disposition": "inline; filename=gespreksformulier.pdf"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
