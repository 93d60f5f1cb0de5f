"""What a coordinator can do with a volunteer: one act a page, each calls one verb of the roster (V1 to V6)."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from bezoekdienst.accounts.models import User
from bezoekdienst.lib import calendar
from bezoekdienst.web.acting import Act, Filled, today_in
from bezoekdienst.web.forms import volunteers as asked
from bezoekdienst.web.views import loss_acts
from volunteers import losses, pauses, roster, steps, topics, trainings
from volunteers.models import Course, Volunteer
from volunteers.states import GONE, HERE, TRANSITIONS, State


def _to(then: State) -> Any:
    return lambda one, today: then in TRANSITIONS[one.state]


def _is_here(one: Volunteer, today: date) -> bool:
    return one.state not in GONE


def _is_learning(one: Volunteer, today: date) -> bool:
    missing = topics.missing(one, steps.course_topics(one), today)
    return not one.training_exemption and bool(missing) and _is_here(one, today)


def _may_ask_vog(one: Volunteer, today: date) -> bool:
    """Not while a young one is there: a third year is early enough."""
    return _is_here(one, today) and (one.vog_on is None or calendar.add_months(one.vog_on, 24) <= today)


def _open_courses(one: Volunteer, today: date) -> "QuerySet[Course]":
    """With a day that she can still come to."""
    return Course.objects.filter(days__held_on__gte=today).exclude(participations__volunteer=one).distinct()


def known(one: Volunteer) -> Filled:
    """Who she is and how to reach her, as the form asks it."""
    return {name: getattr(one, name) for name in asked.Apply.base_fields}


def _preferences(one: Volunteer, today: date) -> Filled:
    names = set(asked.Prefer.base_fields) - {"wish_sex", "must_not", "home", "wish_words"}
    home = [trait for trait, so in one.wishes.get("home", {}).items() if so]
    wishes = {"wish_sex": one.wishes.get("sex", ""), "must_not": one.wishes.get("must_not", []), "home": home}
    words = {"wish_words": one.wishes.get("words", "")}
    return {"initial": {**{name: getattr(one, name) for name in names}, **wishes, **words}}


def _take_part(one: Volunteer, filled: Filled, by: User, at: datetime) -> None:
    trainings.join(filled["course"], [one], by=by, at=at)


# Acts that stand beside what they are about; the others stand together, under "Wat u kunt doen".
BESIDE: dict[str, tuple[str, ...]] = {
    "loss": ("verlies", "gesprek"),
    "training": ("meedoen", "vrijstelling"),
    "vog": ("vog-aanvraag", "vog"),
    "conduct": ("gedragscode",),
    "pauses": ("pauze",),
}

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
        lambda one, filled, by, at: roster.activate(one, on=filled["on"], by=by, at=at),
        asked.On,
        "Dat kan als alles in orde is: eigen verlies besproken, training, VOG en gedragscode.",
        _to(State.ACTIVE),
        today_in("on"),
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
    "gegevens": Act(
        "Gegevens wijzigen",
        "Bewaren",
        "De gegevens zijn bewaard.",
        lambda one, filled, by, at: roster.change(one, by=by, at=at, **filled),
        asked.Apply,
        fits=_is_here,
        given=lambda one, today: {"initial": known(one)},
    ),
    "verlies": Act(
        "Verlies noteren",
        "Noteren",
        "Genoteerd. Praat erover, en noteer dan het gesprek.",
        lambda one, filled, by, at: losses.add(one, by=by, at=at, **loss_acts.of(filled, at)),
        asked.OwnLoss,
        "Na een nieuw verlies komt er niemand bij tot u er samen over gesproken hebt. Wie nu bezocht wordt, blijft.",
        _is_here,
    ),
    "gesprek": Act(
        "Gesprek noteren",
        "Gesprek bewaren",
        "Het gesprek is genoteerd.",
        lambda one, filled, by, at: losses.talk(one, by=by, at=at, **filled),
        asked.Talk,
        "U sprak samen over het eigen verlies. Het laatste gesprek telt.",
        lambda one, today: _is_here(one, today) and bool(one.losses.all()),
        today_in("held_on"),
    ),
    "meedoen": Act(
        "Laten meedoen aan een training",
        "Doet mee",
        "Genoteerd. De dagen gaan per e-mail naar de vrijwilliger.",
        _take_part,
        asked.TakePart,
        "Wie zich net aanmeldde, begint hiermee aan de training. Een gemiste dag inhalen kan ook zo.",
        lambda one, today: _is_learning(one, today) and _open_courses(one, today).exists(),
        lambda one, today: {"courses": _open_courses(one, today)},
    ),
    "vrijstelling": Act(
        "Vrijstelling geven",
        "Vrijstelling geven",
        "De vrijstelling is genoteerd.",
        lambda one, filled, by, at: roster.exempt(one, by=by, at=at, **filled),
        asked.Why,
        "Voor de hele training, bijvoorbeeld omdat iemand die elders deed. Uw naam komt erbij te staan.",
        lambda one, today: one.state in HERE and _is_learning(one, today),
    ),
    "vog-aanvraag": Act(
        "Aanvraag noteren",
        "Aanvraag noteren",
        "De aanvraag is genoteerd.",
        lambda one, filled, by, at: roster.ask_vog(one, asked_on=filled["on"], by=by, at=at),
        asked.On,
        "Wanneer is de VOG aangevraagd? Het duurt meestal een paar weken.",
        _may_ask_vog,
        today_in("on"),
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
        given=today_in("on"),
    ),
    "pauze": Act(
        "Pauze noteren",
        "Pauze noteren",
        "De pauze is genoteerd.",
        lambda one, filled, by, at: pauses.plan(one, by=by, at=at, **filled),
        asked.Pause,
        "In een pauze komt er niemand bij. Wie nu bezocht wordt, blijft. Vooruit plannen kan ook.",
        lambda one, today: one.state in HERE,
        today_in("start_on"),
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
        "Wie nog bezocht wordt, heeft eerst een ander nodig, of een afscheid. Terugkomen is een nieuwe aanmelding.",
        _to(State.LEFT),
        today_in("on"),
    ),
}
