"""What a coordinator can do with a loss that was noted of a volunteer: put right what was noted wrongly (V2)."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.web import access, acting
from bezoekdienst.web.acting import Act, Filled
from bezoekdienst.web.forms import volunteers as asked
from volunteers import losses
from volunteers.models import OwnLoss


def of(filled: Filled, at: datetime) -> Filled:
    """What the verbs take, of what the form asks: year and month, perhaps the day."""
    today = timezone.localdate(at)
    happened_on = losses.about(filled["year"], filled["month"], filled["day"], today=today)
    return {"kind": filled["kind"], "happened_on": happened_on}


def _noted(loss: OwnLoss, today: date) -> Filled:
    on = loss.happened_on
    is_known = losses.about(on.year, on.month, today=today) != on
    return {"initial": {"kind": loss.kind, "year": on.year, "month": on.month, "day": on.day if is_known else None}}


ACTS: dict[str, Act[OwnLoss]] = {
    "verbeteren": Act(
        "Verlies verbeteren",
        "Bewaren",
        "Het is verbeterd.",
        lambda loss, filled, by, at: losses.correct(loss, by=by, at=at, **of(filled, at)),
        asked.OwnLoss,
        "Alleen als het verkeerd genoteerd was. Overleed er nog iemand? Noteer dat als nieuw verlies.",
        given=_noted,
    ),
    "weghalen": Act(
        "Verlies weghalen",
        "Weghalen",
        "Het is weggehaald.",
        lambda loss, filled, by, at: losses.retract(loss, by=by, at=at),
        text="Alleen als het bij vergissing genoteerd was. Dat u het weghaalde, blijft in het logboek staan.",
    ),
}


@access.needs(Ability.VOLUNTEERS)
def loss_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One of the acts above."""
    loss = access.loss_for(request, pk, related=("volunteer",))
    url = reverse("volunteer", args=[loss.volunteer_id])
    return acting.page(request, ACTS, word, loss, about=loss.volunteer.name, url=url)
