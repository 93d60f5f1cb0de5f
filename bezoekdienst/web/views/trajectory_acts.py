"""What a coordinator can do with a trajectory: one act a page, each calls one verb."""

from datetime import date, datetime

from django.urls import reverse

from bezoekdienst.accounts.models import User
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.visiting import conflicts, evaluations, farewells, handovers, limits, reviews, trajectories, visits
from bezoekdienst.visiting.models import Intake, Trajectory, VisitConflict
from bezoekdienst.web.acting import Act, Filled, today_in
from bezoekdienst.web.desks import trajectory_desk as desk
from bezoekdienst.web.forms import trajectories as asked
from bezoekdienst.web.forms.evaluations import FromPaper
from bezoekdienst.web.views import signal_acts


def _hand_over(one: Trajectory, today: date) -> Filled:
    intake = Intake.objects.filter(bereavement=one.bereavement_id).first()
    urgency, reason = (intake.urgency, intake.urgency_reason) if intake else (0, "")
    return {"initial": {"on": today, "urgency": urgency, "urgency_reason": reason}, "lowest": urgency}


def _latest(one: Trajectory, today: date) -> Filled:
    limit_on = one.bereavement.limit_on
    latest_on = limits.extension_latest(limit_on, one.policy.extension_weeks) if limit_on else None
    if limit_on is None or latest_on is None or one.bereavement.extended_to_on:
        return {}
    hint = f"Nu is de laatste dag {wording.day(limit_on)}. Verlengen kan tot en met {wording.day(latest_on)}."
    return {"initial": {"to_on": latest_on}, "hint": hint}


def _plan(one: Trajectory, today: date) -> Filled:
    hint = f"Uiterlijk {wording.day(one.hard_stop_on)}: dan is het jaar om." if one.hard_stop_on else ""
    return {"initial": {"to_on": one.planned_end_on}, "hint": hint}


def _new_visit(one: Trajectory, today: date) -> Filled:
    """An ordinary visit, today; with what its note should better not hold."""
    names = [one.resident.first_name, *one.resident.name.split()[-1:]]
    return {"initial": {**asked.new_visit(), "on": min(today, one.ended_on or today)}, "names": names}


def _log(one: Trajectory, filled: Filled, by: User, at: datetime) -> object:
    return visits.log(filled.pop("id"), trajectory=one, phoned_in=True, by=by, at=at, **filled)


def _settle(one: Trajectory, filled: Filled, by: User, at: datetime) -> None:
    conflict = VisitConflict.objects.select_related("visit").filter(visit__trajectory=one).get(pk=filled["version"][1:])
    conflicts.settle(conflict.visit, take=conflict if filled["version"][0] == desk.OTHER else None, by=by, at=at)


def _received(one: Trajectory, filled: Filled, by: User, at: datetime) -> None:
    if not hasattr(one, "evaluation"):
        raise Refused(Reason("E1", "Er ging nog geen formulier uit. Er is niets bewaard. Maak eerst het formulier."))
    evaluations.receive(one.evaluation, by=by, at=at, **filled)


def _take_back(one: Trajectory, filled: Filled, by: User, at: datetime) -> None:
    if not hasattr(one, "evaluation"):
        raise Refused(Reason("E1", "Er is nog geen antwoord."))
    evaluations.take_back(one.evaluation, by=by, at=at)


ACTS: dict[str, Act[Trajectory]] = {
    "kennismaking": Act(
        "Kennismaking noteren",
        "Noteren",
        desk.met,
        lambda one, filled, by, at: trajectories.meet(one, by=by, at=at, **filled),
        asked.Meet,
        "Pas als allebei ja zeggen, begint het traject. Bij de eerste vrijwilliger begint dan ook het jaar.",
        desk.is_meeting,
        lambda one, today: {"initial": {"meeting_on": one.meeting_on or today, **asked.said(one)}},
    ),
    "verslagen": Act(
        "Kiezen uit twee verslagen",
        "Dit klopt",
        "Het gekozen verslag staat bij de bezoeken. Het andere is weg.",
        _settle,
        asked.Settle,
        "De telefoon stuurde één bezoek twee keer, met iets anders erin. Vraag de vrijwilliger welk verslag klopt.",
        lambda one, today: bool(desk.versions(one)),
        lambda one, today: {"versions": desk.versions(one)},
    ),
    "bezoek": Act(
        "Bezoek noteren",
        "Bezoek noteren",
        "Het bezoek is genoteerd.",
        _log,
        asked.Visit,
        "Voor een bezoek dat de vrijwilliger aan de telefoon vertelt. Dat staat er later ook bij.",
        desk.may_log,
        _new_visit,
    ),
    "contact": Act(
        "Gesprek met de bezoeker noteren",
        "Gesprek noteren",
        "Het gesprek is genoteerd.",
        lambda one, filled, by, at: reviews.note(one, by=by, at=at, **filled),
        asked.Review,
        "Na 3, 6 en 8 maanden belt u: gaat het goed, kan het met minder, of kan het stoppen?",
        desk.is_active,
        today_in("made_on", way="phone"),
    ),
    "verplaatsen": Act(
        "Afgesproken einde verplaatsen",
        "Verplaatsen",
        "Het afgesproken einde is verplaatst.",
        lambda one, filled, by, at: trajectories.replan(one, by=by, at=at, **filled),
        asked.UntilWhen,
        "Eerder of later, maar altijd binnen het jaar.",
        desk.is_active,
        _plan,
    ),
    "verlengen": Act(
        "Verlengen na het jaar",
        "Verlengen",
        "Het traject is verlengd. Nog een keer verlengen kan niet.",
        lambda one, filled, by, at: trajectories.extend(one, by=by, at=at, **filled),
        asked.UntilWhen,
        "Dit kan één keer, een paar weken, en alleen met een reden.",
        desk.may_extend,
        _latest,
    ),
    "pauze": Act(
        "Pauzeren",
        "Pauze noteren",
        "De pauze is genoteerd.",
        lambda one, filled, by, at: trajectories.pause(one, by=by, at=at, **filled),
        asked.Pause,
        "Bijvoorbeeld bij ziekenhuis of vakantie. Wij sturen dan geen herinneringen. Het jaar loopt door.",
        lambda one, today: desk.is_active(one, today) and one.paused_since_on is None,
        today_in("since_on"),
    ),
    "hervatten": Act(
        "Pauze beëindigen",
        "De pauze is voorbij",
        "De pauze is voorbij.",
        lambda one, filled, by, at: trajectories.resume(one, by=by, at=at),
        text="Vanaf nu sturen wij weer herinneringen als er lang geen bezoek is genoteerd.",
        fits=lambda one, today: desk.is_active(one, today) and one.paused_since_on is not None,
    ),
    "afronden": Act(
        "Traject afronden",
        "Traject afronden",
        desk.closed,
        lambda one, filled, by, at: trajectories.close(one, by=by, at=at, **filled),
        asked.Close,
        "Herinneringen en waarschuwingen stoppen meteen. Daarna kunt u vragen hoe het was.",
        desk.is_open,
        lambda one, today: {"initial": {"on": today}, "follows": desk.follows(one, today)},
        beside=desk.other_ends,
    ),
    "overdragen": Act(
        "Overdragen aan een andere vrijwilliger",
        "Overdragen",
        "De bezoeker wacht weer op een vrijwilliger. De wachttijd telt gewoon door.",
        lambda one, filled, by, at: handovers.begin(one, by=by, at=at, **filled),
        asked.HandOver,
        "Als de vrijwilliger stopt of lang ziek is. Duurt het maar kort? Kies dan een pauze. Het jaar loopt door.",
        desk.is_open,
        _hand_over,
    ),
    "heropenen": Act(
        "Traject heropenen",
        "Traject heropenen",
        "Het traject loopt weer.",
        lambda one, filled, by, at: trajectories.reopen(one, by=by, at=at),
        text="Een vergissing kan tot 14 dagen na het einde terug. De grens van het jaar blijft dezelfde.",
        fits=desk.may_reopen,
        beside=desk.other_beginnings,
    ),
    "laatste-woord": Act(
        "Een laatste woord aan de vrijwilliger",
        "Versturen",
        "De vrijwilliger krijgt bericht dat er iets klaarstaat.",
        lambda one, filled, by, at: farewells.thank(one, by=by, at=at, **filled),
        asked.Thanks,
        "De vrijwilliger leest dit op de telefoon, tot twee weken na het einde.",
        desk.may_thank,
        lambda one, today: {"initial": {"words": one.thanks}},
    ),
    "evaluatie-versturen": Act(
        "Evaluatie versturen",
        "Formulier maken",
        "Het formulier is er. Print het, of stuur de link.",
        lambda one, filled, by, at: evaluations.send(one, by=by, at=at),
        then=lambda one: reverse("evaluation_sheet", args=[one.pk]),
        text="Vijf uitspraken, een cijfer en een paar regels. Op papier of met een link, nooit via de vrijwilliger.",
        fits=desk.may_ask,
    ),
    "evaluatie": Act(
        "Ontvangen evaluatie invullen",
        "Bewaren",
        "De evaluatie is bewaard.",
        _received,
        FromPaper,
        fits=desk.awaits_form,
        given=today_in("received_on"),
    ),
    "evaluatie-terug": Act(
        "De evaluatie was verkeerd overgetypt",
        "Antwoorden wissen",
        "De antwoorden zijn gewist. Vul het formulier opnieuw in.",
        _take_back,
        text="De antwoorden van nu gaan weg, en u vult het formulier opnieuw in.",
        fits=desk.may_take_back,
    ),
    "signaal": signal_acts.noting(lambda one: one.resident),
}


def next_step(one: Trajectory, today: date) -> str:
    """The word of the one act that comes first now; "" when nothing does."""
    how_it_was = ["evaluatie", "evaluatie-versturen"] if desk.asks_how_it_was(one) else []
    order = ["kennismaking", "verslagen", *how_it_was, *desk.asks(one, today)]
    order += ["bezoek"] if one.thanks else ["laatste-woord", "bezoek"]
    return next((word for word in order if ACTS[word].fits(one, today)), "")
