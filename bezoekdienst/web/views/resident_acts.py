"""What a coordinator can note of a person: one act a page, each calls one verb."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.visiting import activities, bereavements, intakes, returns
from bezoekdienst.visiting import residents as verbs
from bezoekdienst.visiting.models import Activity, Resident
from bezoekdienst.visiting.states import INTAKE_OPEN
from bezoekdienst.web.acting import Act, Filled, today_in
from bezoekdienst.web.forms import residents as asked_of
from bezoekdienst.web.forms.activities import Point
from bezoekdienst.web.views import endings, signal_acts


def _may_lose(resident: Resident, today: date) -> bool:
    return endings.lives(resident, today) and not resident.intakes.filter(state__in=INTAKE_OPEN).exists()


def _details(resident: Resident, today: date) -> Filled:
    return {"initial": {name: getattr(resident, name) for name in asked_of.Details.base_fields}}


def _again(resident: Resident, filled: Filled, by: User, at: datetime) -> None:
    intake = returns.latest(resident, timezone.localdate(at))
    if intake is None:
        raise Refused(Reason("I1", "Er is geen aanmelding die weer open kan."))
    returns.reopen(intake, by=by, at=at)


ACTS: dict[str, Act[Resident]] = {
    "contact": Act(
        title="Contact noteren",
        button="Contact bewaren",
        said="Het contact staat erbij.",
        form=asked_of.Talk,
        run=lambda resident, filled, by, at: intakes.contact(resident, by=by, at=at, **filled),
        fits=endings.lives,
        given=today_in("made_on", way="phone"),
    ),
    "gegevens": Act(
        title="Gegevens aanpassen",
        button="Gegevens bewaren",
        said="De gegevens zijn bewaard.",
        form=asked_of.Details,
        run=lambda resident, filled, by, at: verbs.amend(resident, by=by, at=at, **filled),
        given=_details,
    ),
    "niet-met": Act(
        title="Een vrijwilliger uitsluiten",
        button="Uitsluiten",
        said="Deze vrijwilliger wordt hier niet meer voorgesteld.",
        text="Familie, een buurvrouw, of iemand die de bezoeker liever niet ziet. Die wordt dan nooit voorgesteld.",
        form=asked_of.Exclude,
        run=lambda resident, filled, by, at: intakes.exclude(resident, by=by, at=at, **filled),
        fits=endings.lives,
    ),
    "activiteit": Act(
        title="Op een activiteit wijzen",
        button="Noteren",
        said="Genoteerd: u wees op een activiteit.",
        text="Wat er op de lijst staat, vindt u bij Trajecten, onder “Activiteiten in de buurt”.",
        form=Point,
        run=lambda resident, filled, by, at: activities.point(filled.pop("activity"), resident, by=by, at=at, **filled),
        fits=lambda resident, today: (
            endings.lives(resident, today) and Activity.objects.filter(stopped_on=None).exists()
        ),
        given=today_in("pointed_on"),
    ),
    "opnieuw": Act(
        title="De aanmelding weer openen",
        button="Weer openen",
        said="De aanmelding is weer open, vanaf vandaag.",
        text="Iemand komt terug. Wat al gezegd is, blijft staan. Was er eerder bezoek, dan loopt dat jaar gewoon door.",
        run=_again,
        fits=lambda resident, today: returns.latest(resident, today) is not None,
        then=lambda resident: reverse("intake", args=[resident.intakes.get(state__in=INTAKE_OPEN).pk]),
    ),
    "nieuw-verlies": Act(
        title="Nog een verlies noteren",
        button="Verlies noteren",
        said="Het verlies is genoteerd. Er is een nieuwe aanmelding, vanaf vandaag.",
        text="Alleen als er opnieuw een partner overleed. Dat verlies heeft een eigen intake en een eigen jaar.",
        form=asked_of.Loss,
        run=lambda resident, filled, by, at: bereavements.open(resident, by=by, at=at, **filled),
        fits=_may_lose,
        then=lambda resident: reverse("intake", args=[resident.intakes.get(state__in=INTAKE_OPEN).pk]),
    ),
    "signaal": signal_acts.noting(lambda resident: resident),
    **endings.ACTS,
}
