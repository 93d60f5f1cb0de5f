"""What a coordinator can do with a pause of a volunteer (V2)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.web import access, acting
from bezoekdienst.web.acting import Act
from bezoekdienst.web.forms import volunteers as asked
from volunteers import pauses
from volunteers.models import Pause

ACTS: dict[str, Act[Pause]] = {
    "eindigt": Act(
        "Pauze laten eindigen",
        "Noteren",
        "Het einde van de pauze is genoteerd.",
        lambda pause, filled, by, at: pauses.end(pause, by=by, at=at, **filled),
        asked.Until,
        fits=Pause.runs,
        given=lambda pause, today: {"initial": {"end_on": today}},
    ),
    "wijzigen": Act(
        "Pauze wijzigen",
        "Bewaren",
        "De pauze is gewijzigd.",
        lambda pause, filled, by, at: pauses.change(pause, by=by, at=at, **filled),
        asked.Pause,
        given=lambda pause, today: {"initial": {"start_on": pause.start_on, "end_on": pause.end_on}},
    ),
    "vervalt": Act(
        "Pauze laten vervallen",
        "Vervalt",
        "De pauze gaat niet door.",
        lambda pause, filled, by, at: pauses.drop(pause, by=by, at=at),
        text="De pauze is nog niet begonnen en gaat niet door.",
        fits=lambda pause, today: pause.start_on > today,
    ),
}


@access.needs(Ability.VOLUNTEERS)
def pause_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One of the acts above."""
    pause = access.pause_for(request, pk, related=("volunteer",))
    url = reverse("volunteer", args=[pause.volunteer_id])
    return acting.page(request, ACTS, word, pause, about=pause.volunteer.name, url=url)
