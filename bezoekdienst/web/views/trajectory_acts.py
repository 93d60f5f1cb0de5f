"""What a coordinator can do with a trajectory: one act a page, each calls one verb."""

from datetime import date, datetime

from bezoekdienst.accounts.models import User
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.visiting import evaluations, farewells, handovers, limits, reviews, trajectories, visits
from bezoekdienst.visiting.models import Contact, Intake, Trajectory
from bezoekdienst.visiting.states import NO_SURVEY, TrajectoryState
from bezoekdienst.web.acting import Act, Filled, today_in
from bezoekdienst.web.forms import trajectories as asked
from bezoekdienst.web.forms.evaluations import FromPaper


def _is_open(one: Trajectory, today: date) -> bool:
    return one.state != TrajectoryState.ENDED and limits.is_open(one.ended_on, one.hard_stop_on, today)


def _is_active(one: Trajectory, today: date) -> bool:
    return one.state == TrajectoryState.ACTIVE and _is_open(one, today)


def _may_log(one: Trajectory, today: date) -> bool:
    last_on = limits.last_day(one.ended_on, one.hard_stop_on)
    return bool(one.started_on and last_on and today <= limits.log_until(last_on))


def _may_extend(one: Trajectory, today: date) -> bool:
    return _is_active(one, today) and one.bereavement.extended_to_on is None and one.policy.extension_weeks > 0


def _may_reopen(one: Trajectory, today: date) -> bool:
    if not (one.ended_on and one.hard_stop_on and one.started_on) or one.resident.died_on:
        return False
    return today <= limits.reopen_until(one.ended_on, one.hard_stop_on)


def _may_ask(one: Trajectory, today: date) -> bool:
    ended = one.state == TrajectoryState.ENDED and one.started_on is not None
    return ended and one.end_reason not in NO_SURVEY and not one.resident.died_on and not hasattr(one, "evaluation")


def _awaits_form(one: Trajectory, today: date) -> bool:
    return hasattr(one, "evaluation") and one.evaluation.received_on is None


def _may_thank(one: Trajectory, today: date) -> bool:
    return bool(one.ended_on and one.started_on) and today <= limits.log_until(one.ended_on or today)


def _hand_over(one: Trajectory, today: date) -> Filled:
    intake = Intake.objects.filter(bereavement=one.bereavement_id).first()
    urgency, reason = (intake.urgency, intake.urgency_reason) if intake else (0, "")
    return {"initial": {"on": today, "urgency": urgency, "urgency_reason": reason}, "lowest": urgency}


def _latest(one: Trajectory, today: date) -> Filled:
    limit_on = one.bereavement.limit_on
    latest_on = limits.extension_latest(limit_on, one.policy.extension_weeks) if limit_on else None
    return {"initial": {"to_on": latest_on}}


def _new_visit(one: Trajectory, today: date) -> Filled:
    """An ordinary visit, today; with what its note should better not hold."""
    names = [one.resident.first_name, *one.resident.name.split()[-1:]]
    return {"initial": {**asked.new_visit(), "on": min(today, one.ended_on or today)}, "names": names}


def _log(one: Trajectory, filled: Filled, by: User, at: datetime) -> object:
    return visits.log(filled.pop("id"), trajectory=one, phoned_in=True, by=by, at=at, **filled)


def _received(one: Trajectory, filled: Filled, by: User, at: datetime) -> None:
    if not hasattr(one, "evaluation"):
        raise Refused(Reason("E1", "Er ging nog geen formulier uit. Er is niets bewaard. Maak eerst het formulier."))
    evaluations.receive(one.evaluation, by=by, at=at, **filled)


ACTS: dict[str, Act[Trajectory]] = {
    "kennismaking": Act(
        "Kennismaking noteren",
        "Noteren",
        "De kennismaking is genoteerd.",
        lambda one, filled, by, at: trajectories.meet(one, by=by, at=at, **filled),
        asked.Meet,
        "Pas als allebei ja zeggen, begint het traject, en daarmee het jaar. Bij een nee zoeken wij verder.",
        lambda one, today: one.state == TrajectoryState.ACQUAINTANCE,
        lambda one, today: {"initial": {"meeting_on": one.meeting_on or today}},
    ),
    "bezoek": Act(
        "Bezoek noteren",
        "Bezoek noteren",
        "Het bezoek is genoteerd.",
        _log,
        asked.Visit,
        "Voor een bezoek dat de vrijwilliger aan de telefoon vertelt. Dat staat er later ook bij.",
        _may_log,
        _new_visit,
    ),
    "contact": Act(
        "Gesprek met de bezoeker noteren",
        "Gesprek noteren",
        "Het gesprek is genoteerd.",
        lambda one, filled, by, at: reviews.note(one, by=by, at=at, **filled),
        asked.Review,
        "Na 3, 6 en 8 maanden belt u: gaat het goed, kan het met minder, of kan het stoppen?",
        _is_active,
        today_in("made_on", way="phone"),
    ),
    "verplaatsen": Act(
        "Afgesproken einde verplaatsen",
        "Verplaatsen",
        "Het afgesproken einde is verplaatst.",
        lambda one, filled, by, at: trajectories.replan(one, by=by, at=at, **filled),
        asked.UntilWhen,
        "Eerder of later, maar altijd binnen het jaar.",
        _is_active,
        lambda one, today: {"initial": {"to_on": one.planned_end_on}},
    ),
    "verlengen": Act(
        "Verlengen na het jaar",
        "Verlengen",
        "Het traject is verlengd. Nog een keer verlengen kan niet.",
        lambda one, filled, by, at: trajectories.extend(one, by=by, at=at, **filled),
        asked.UntilWhen,
        "Dit kan één keer, een paar weken, en alleen met een reden.",
        _may_extend,
        _latest,
    ),
    "pauze": Act(
        "Pauzeren",
        "Pauze noteren",
        "De pauze is genoteerd.",
        lambda one, filled, by, at: trajectories.pause(one, by=by, at=at, **filled),
        asked.Pause,
        "Bijvoorbeeld bij ziekenhuis of vakantie. Wij sturen dan geen herinneringen. Het jaar loopt door.",
        lambda one, today: _is_active(one, today) and one.paused_since_on is None,
        today_in("since_on"),
    ),
    "hervatten": Act(
        "Pauze beëindigen",
        "De pauze is voorbij",
        "De pauze is voorbij.",
        lambda one, filled, by, at: trajectories.resume(one, by=by, at=at),
        text="Vanaf nu sturen wij weer herinneringen als er lang geen bezoek is genoteerd.",
        fits=lambda one, today: _is_active(one, today) and one.paused_since_on is not None,
    ),
    "afronden": Act(
        "Traject afronden",
        "Traject afronden",
        "Het traject is afgerond.",
        lambda one, filled, by, at: trajectories.close(one, by=by, at=at, **filled),
        asked.Close,
        "Stopt alleen de vrijwilliger? Kies dan “Overdragen”. Een overlijden noteert u bij de bezoeker.",
        _is_open,
        lambda one, today: {"initial": {"on": today}, "meeting": one.state == TrajectoryState.ACQUAINTANCE},
    ),
    "overdragen": Act(
        "Overdragen aan een andere vrijwilliger",
        "Overdragen",
        "De bezoeker wacht weer op een vrijwilliger. De wachttijd telt gewoon door.",
        lambda one, filled, by, at: handovers.begin(one, by=by, at=at, **filled),
        asked.HandOver,
        "Als de vrijwilliger stopt of lang ziek is. Duurt het maar kort? Kies dan een pauze. Het jaar loopt door.",
        _is_open,
        _hand_over,
    ),
    "heropenen": Act(
        "Traject heropenen",
        "Traject heropenen",
        "Het traject loopt weer.",
        lambda one, filled, by, at: trajectories.reopen(one, by=by, at=at),
        text="Een vergissing kan tot 14 dagen na het einde terug. De grens van het jaar blijft dezelfde.",
        fits=_may_reopen,
    ),
    "laatste-woord": Act(
        "Een laatste woord aan de vrijwilliger",
        "Versturen",
        "De vrijwilliger krijgt bericht dat er iets klaarstaat.",
        lambda one, filled, by, at: farewells.thank(one, by=by, at=at, **filled),
        asked.Thanks,
        "De vrijwilliger leest dit op de telefoon, tot twee weken na het einde.",
        _may_thank,
        lambda one, today: {"initial": {"words": one.thanks}},
    ),
    "evaluatie-versturen": Act(
        "Evaluatie versturen",
        "Formulier maken",
        "Het formulier is er. Print het, of stuur de link.",
        lambda one, filled, by, at: evaluations.send(one, by=by, at=at),
        text="Vijf uitspraken, een cijfer en een paar regels. Op papier of met een link, nooit via de vrijwilliger.",
        fits=_may_ask,
    ),
    "evaluatie": Act(
        "Ontvangen evaluatie invullen",
        "Bewaren",
        "De evaluatie is bewaard.",
        _received,
        FromPaper,
        fits=_awaits_form,
        given=today_in("received_on"),
    ),
}


def next_step(one: Trajectory, today: date) -> str:
    """The word of the one act that comes first now; "" when nothing does."""
    had = reviews.latest(one)
    is_due = one.started_on and limits.review_due(one.started_on, had.made_on if had else None, today)
    can_stop = had is not None and had.review == Contact.Review.STOP
    asks = [word for word, holds in (("contact", is_due), ("afronden", can_stop)) if holds]
    order = ("kennismaking", "evaluatie", "evaluatie-versturen", *asks, "bezoek")
    return next((word for word in order if ACTS[word].fits(one, today)), "")


def told(one: Trajectory, today: date) -> str:
    """In a sentence: where this trajectory stands."""
    if one.state == TrajectoryState.ENDED and one.ended_on:
        return f"Afgerond op {wording.day(one.ended_on)}: {one.get_end_reason_display()}."
    if one.state == TrajectoryState.ACQUAINTANCE:
        if one.meeting_on:
            when = "is" if one.meeting_on >= today else "was"
            return f"De kennismaking {when} op {wording.day(one.meeting_on)}. Het traject begint bij twee keer ja."
        return f"Gekoppeld op {wording.day(one.matched_on)}. Er is nog geen kennismaking gepland."
    assert one.planned_end_on and one.hard_stop_on  # a constraint of the table
    said = f"Afgesproken tot {wording.day(one.planned_end_on)}, uiterlijk {wording.day(one.hard_stop_on)}."
    return f"{said} Er is pauze sinds {wording.day(one.paused_since_on)}." if one.paused_since_on else said


def talks(one: Trajectory) -> list[date]:
    """The days on which the coordinator calls (T6), as far as they lie inside the year."""
    if one.started_on is None or one.hard_stop_on is None:
        return []
    return [on for on in limits.reviews(one.started_on) if on <= one.hard_stop_on]
