"""What a coordinator can do with a volunteer: one act a page, each calls one verb of the roster (V1 to V6)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.web.acting import Act, Filled
from bezoekdienst.web.forms import volunteers as asked
from volunteers import eligibility, losses, roster, trainings
from volunteers.models import Pause, TrainingDay, Volunteer
from volunteers.states import HERE, TRANSITIONS, State


def _to(then: State) -> Any:
    return lambda one, today: then in TRANSITIONS[one.state]


def _is_here(one: Volunteer, today: date) -> bool:
    return one.state not in (State.LEFT, State.DECLINED)


def _is_to_discuss(one: Volunteer, today: date) -> bool:
    last = eligibility.last_talk(one, today)
    is_open = last is None or last.outcome != "fit" or bool(eligibility.undiscussed(one, today))
    return bool(one.losses.all()) and is_open


def _pause_now(one: Volunteer, today: date) -> Pause | None:
    """A pause that runs or lies ahead; the first of them."""
    return next((pause for pause in one.pauses.all() if pause.end_on is None or pause.end_on >= today), None)


def _missed_days(one: Volunteer, today: date) -> "QuerySet[TrainingDay]":
    return TrainingDay.objects.filter(held_on__lte=today).exclude(attendances__volunteer=one)


def _who(one: Volunteer, today: date) -> Filled:
    return {"initial": {name: getattr(one, name) for name in asked.Apply.base_fields}}


def _preferences(one: Volunteer, today: date) -> Filled:
    names = set(asked.Prefer.base_fields) - {"wish_sex", "must_not", "home"}
    home = [trait for trait, so in one.wishes.get("home", {}).items() if so]
    wishes = {"wish_sex": one.wishes.get("sex", ""), "must_not": one.wishes.get("must_not", []), "home": home}
    return {"initial": {**{name: getattr(one, name) for name in names}, **wishes}}


def _sign_off(one: Volunteer, filled: Filled, by: User, at: datetime) -> None:
    losses.talk(one, outcome="fit", held_on=filled["on"], by=by, at=at)


def _resume(one: Volunteer, filled: Filled, by: User, at: datetime) -> None:
    pause = _pause_now(one, timezone.localdate(at))
    if pause is not None:
        roster.resume(pause, end_on=filled["end_on"], by=by, at=at)


def _today(name: str) -> Any:
    return lambda one, today: {"initial": {name: today}}


ACTS: dict[str, Act[Volunteer]] = {
    "training": Act(
        "Laten beginnen aan de training",
        "Begint aan de training",
        "Genoteerd: de training begint.",
        lambda one, filled, by, at: roster.train(one, by=by, at=at),
        text="U hebt kennisgemaakt en het past. Nu volgen vier trainingsdagen.",
        fits=_to(State.TRAINING),
    ),
    "actief": Act(
        "Actief maken",
        "Actief maken",
        "Deze vrijwilliger is nu actief.",
        lambda one, filled, by, at: roster.activate(one, by=by, at=at),
        text="Dat kan als alles in orde is: eigen verlies besproken, training, VOG en gedragscode.",
        fits=_to(State.ACTIVE),
    ),
    "gegevens": Act(
        "Gegevens wijzigen",
        "Bewaren",
        "De gegevens zijn bewaard.",
        lambda one, filled, by, at: roster.change(one, by=by, at=at, **filled),
        asked.Apply,
        fits=_is_here,
        given=_who,
    ),
    "voorkeuren": Act(
        "Voorkeuren wijzigen",
        "Bewaren",
        "De voorkeuren zijn bewaard.",
        lambda one, filled, by, at: roster.change(one, by=by, at=at, **filled),
        asked.Prefer,
        "Hiermee zoeken wij wie bij wie past.",
        _is_here,
        _preferences,
    ),
    "verlies": Act(
        "Eigen verlies noteren",
        "Noteren",
        "Genoteerd. Bespreek het, en noteer daarna dat het verwerkt is.",
        lambda one, filled, by, at: losses.add(one, by=by, at=at, **filled),
        asked.OwnLoss,
        "Na een nieuw verlies gaat iemand pas weer op bezoek als u er samen over gesproken hebt.",
        _is_here,
    ),
    "verwerkt": Act(
        "Gesprek over het eigen verlies",
        "Het is verwerkt",
        "Genoteerd: het eigen verlies is besproken en verwerkt.",
        _sign_off,
        asked.On,
        "U sprak over het eigen verlies, en het is voldoende verwerkt om een ander te kunnen bezoeken.",
        lambda one, today: _is_here(one, today) and _is_to_discuss(one, today),
        _today("on"),
    ),
    "trainingsdag": Act(
        "Trainingsdag noteren",
        "Was erbij",
        "De trainingsdag is genoteerd.",
        lambda one, filled, by, at: trainings.attend(filled["day"], one, by=by, at=at),
        asked.Attend,
        fits=lambda one, today: one.state in HERE and _missed_days(one, today).exists(),
        given=lambda one, today: {"days": _missed_days(one, today)},
    ),
    "vrijstelling": Act(
        "Vrijstelling van de training",
        "Vrijstelling geven",
        "De vrijstelling is genoteerd.",
        lambda one, filled, by, at: roster.exempt(one, by=by, at=at, **filled),
        asked.Why,
        "Bijvoorbeeld omdat iemand de training bij een andere dienst deed. Uw naam komt erbij te staan.",
        lambda one, today: one.state in HERE and not one.training_exemption,
    ),
    "vog": Act(
        "VOG noteren",
        "VOG noteren",
        "De VOG is genoteerd.",
        lambda one, filled, by, at: roster.record_vog(one, vog_on=filled["on"], by=by, at=at),
        asked.On,
        "U hebt de verklaring gezien. Vul de datum in die erop staat. Wij bewaren geen kopie.",
        _is_here,
    ),
    "gedragscode": Act(
        "Gedragscode noteren",
        "Getekend",
        "Genoteerd: de gedragscode is getekend.",
        lambda one, filled, by, at: roster.agree_to_conduct(one, agreed_on=filled["on"], by=by, at=at),
        asked.On,
        fits=lambda one, today: _is_here(one, today) and one.conduct_agreed_on is None,
        given=_today("on"),
    ),
    "pauze": Act(
        "Pauze noteren",
        "Pauze noteren",
        "De pauze is genoteerd.",
        lambda one, filled, by, at: roster.pause(one, by=by, at=at, **filled),
        asked.Pause,
        "In een pauze komt er niemand bij. Wie nu bezocht wordt, blijft.",
        lambda one, today: one.state in HERE,
        _today("start_on"),
    ),
    "hervatten": Act(
        "Einde van de pauze noteren",
        "Noteren",
        "Het einde van de pauze is genoteerd.",
        _resume,
        asked.Until,
        fits=lambda one, today: one.state in HERE and _pause_now(one, today) is not None,
        given=lambda one, today: {"initial": {"end_on": today - timedelta(days=1)}},
    ),
    "afwijzen": Act(
        "Aanmelding afwijzen",
        "Afwijzen",
        "De aanmelding is afgewezen. Na 3 maanden wissen wij de gegevens.",
        lambda one, filled, by, at: roster.decline(one, by=by, at=at),
        text="Vertel het zelf, in een gesprek. Na 3 maanden wissen wij de gegevens.",
        fits=_to(State.DECLINED),
    ),
    "stoppen": Act(
        "Stopt als vrijwilliger",
        "Stopt",
        "Genoteerd. Na 24 maanden wissen wij de gegevens.",
        lambda one, filled, by, at: roster.leave(one, on=filled["on"], by=by, at=at),
        asked.On,
        "Wie nog bezocht wordt, heeft eerst een andere vrijwilliger nodig, of een afscheid.",
        _to(State.LEFT),
        _today("on"),
    ),
}
