from datetime import UTC, date, datetime, timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import endings, intakes, returns
from bezoekdienst.visiting.models import Exclusion, Intake
from bezoekdienst.visiting.states import IntakeState
from tests import cast, factories
from tests.refusals import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(by):
    intake = factories.IntakeFactory()
    intakes.plan(intake, for_at=factories.NOW + timedelta(hours=1), by=by, at=factories.NOW)
    return intake


def complete(intake, **changes):
    given = {"visited_on": factories.TODAY, "answers": {}, "outcome": "suitable", "at": factories.NOW}
    given["consents"] = {"visits": factories.TODAY}
    intakes.complete(intake, **{**given, "by": cast.coordinator(), **changes})


def test_somebody_without_a_name_or_an_address_cannot_be_signed_up(by):
    with pytest.raises(Refused) as refusal:
        intakes.open(name=" ", phone="", source="newspaper", by=by, at=factories.NOW)
    assert texts(refusal) == [
        "Vul een naam in.",
        "Vul een telefoonnummer of een e-mailadres in: een van beide is nodig.",
        "Kies hoe iemand zich aanmeldde.",
    ]
    assert not Intake.objects.exists()


def test_a_sign_up_by_the_page_itself_opens_an_intake():
    intake = intakes.open(
        name="Bezoeker", phone="026-1", source="self", first_name="Bea", postcode="6811 AA", by=None, at=factories.NOW
    )
    assert (intake.state, intake.resident.pc4, intake.opened_on) == ("signed_up", "6811", factories.TODAY)
    assert intake.bereavement.year_started_on is None


def test_the_day_of_a_sign_up_is_the_day_in_the_netherlands(by):
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert intakes.open(name="B", phone="1", source="gp", by=by, at=late).opened_on == date(2026, 11, 23)


def test_an_appointment_lies_ahead_and_can_be_moved(by, planned):
    with pytest.raises(Refused) as refusal:
        intakes.plan(planned, for_at=factories.NOW - timedelta(minutes=1), by=by, at=factories.NOW)
    assert texts(refusal) == ["De afspraak ligt in het verleden. Kies een later moment."]
    intakes.plan(planned, for_at=factories.NOW + timedelta(days=3), by=by, at=factories.NOW)
    planned.refresh_from_db()
    assert planned.planned_for_at == factories.NOW + timedelta(days=3)


def test_a_suitable_person_waits_from_today_with_what_she_said(planned):
    complete(
        planned,
        answers={"loss": "sudden", "about_when": "in mei", "interests": {"tuin", "koken"}, "life_view": "none"},
        consents={"visits": factories.TODAY, "life_view": "2026-11-23", "photo": None},
        urgency=1,
        urgency_reason="heeft niemand",
    )
    planned.refresh_from_db()
    assert (planned.state, planned.waiting_since, planned.urgency) == ("suitable", factories.TODAY, 1)
    told = {"loss": "sudden", "about_when": "in mei", "interests": ["koken", "tuin"], "life_view": "none"}
    assert planned.answers == told
    assert planned.consents == {"visits": "2026-11-23", "life_view": "2026-11-23"}
    assert (planned.bereavement.kind, planned.bereavement.about_when) == ("sudden", "in mei")


@pytest.mark.parametrize("outcome", ["other_help", "not_now"])
def test_any_other_outcome_ends_the_intake(planned, outcome):
    complete(planned, outcome=outcome, note="liever maatschappelijk werk")
    assert (planned.state, planned.waiting_since, planned.ended_on) == (outcome, None, factories.TODAY)
    assert planned.outcome_note == "liever maatschappelijk werk"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"visited_on": date(2026, 11, 24)}, ["Het gesprek ligt in de toekomst. Kies vandaag of eerder."]),
        ({"visited_on": date(2026, 10, 19)}, ["Het gesprek ligt voor de aanmelding op 20 oktober 2026."]),
        ({"outcome": "matched"}, ["Kies een uitkomst: geschikt, andere hulp of nu niet."]),
        ({"urgency": 2}, ["Schrijf erbij waarom het dringend is."]),
        ({"urgency": 3}, ["Dringendheid is 0, 1 of 2."]),
        ({"answers": {"loss": "war"}}, ["“soort verlies” is niet goed ingevuld."]),
        ({"answers": {"income": 1}}, ["“income” is geen vraag van ons."]),
        ({"answers": {"home": {"pets": "yes"}}}, ["“de woning” is niet goed ingevuld."]),
        (
            {"answers": {"life_view": "catholic"}},
            ["Noteer levensbeschouwing alleen als daar toestemming voor is."],
        ),
        (
            {"answers": {"wishes": [{"kind": "sex", "value": "??"}]}},
            ["“wensen over de vrijwilliger” is niet goed ingevuld."],
        ),
        ({"answers": {"wishes": [{"kind": "age_min"}]}}, ["“wensen over de vrijwilliger” is niet goed ingevuld."]),
        (
            {"consents": {}},
            ["Noteer eerst dat een vrijwilliger mag komen. Zonder toestemming kan niemand wachten."],
        ),
    ],
)
def test_an_outcome_that_cannot_be_is_refused_and_changes_nothing(planned, changes, said):
    with pytest.raises(Refused) as refusal:
        complete(planned, **changes)
    assert texts(refusal) == said
    planned.refresh_from_db()
    assert (planned.state, planned.visited_on) == ("planned", None)


def test_a_visit_that_was_not_planned_counts_all_the_same():
    intake = factories.IntakeFactory()
    complete(intake)
    assert (intake.state, intake.visited_on) == (IntakeState.SUITABLE, factories.TODAY)


def test_another_outcome_needs_no_consent(planned):
    complete(planned, outcome="other_help", consents={})
    assert planned.state == IntakeState.OTHER_HELP


def test_answers_are_saved_as_one_types_and_only_what_is_given_changes(planned, by):
    intakes.save_answers(planned, answers={"network": "een zus"}, by=by, at=factories.NOW)
    intakes.save_answers(planned, answers={"interests": ["tuin"]}, by=by, at=factories.NOW)
    planned.refresh_from_db()
    assert planned.answers == {"network": "een zus", "interests": ["tuin"]}
    intakes.stop(planned, state="withdrawn", by=by, at=factories.NOW)
    with pytest.raises(Refused):
        intakes.save_answers(planned, answers={"network": ""}, by=by, at=factories.NOW)


@pytest.mark.parametrize("state", [IntakeState.WITHDRAWN, IntakeState.UNREACHABLE])
def test_who_stopped_may_come_back_later(planned, by, state):
    intakes.stop(planned, state=state, by=by, at=factories.NOW)
    assert (planned.state, planned.ended_on) == (state, factories.TODAY)
    returns.reopen(planned, by=by, at=factories.NOW + timedelta(days=40))
    assert (planned.state, planned.opened_on, planned.planned_for_at) == ("signed_up", date(2027, 1, 2), None)


def test_nobody_comes_back_after_her_death(planned, by):
    intakes.stop(planned, state="withdrawn", by=by, at=factories.NOW)
    endings.note_death(planned.resident, died_on=factories.TODAY, by=by, at=factories.NOW)
    with pytest.raises(Refused) as refusal:
        returns.reopen(planned, by=by, at=factories.NOW)
    assert texts(refusal) == ["Deze bezoeker is overleden op 23 november 2026."]
    planned.refresh_from_db()
    assert planned.state == "withdrawn"


def test_stopping_as_something_that_is_no_stop_is_refused(planned, by):
    with pytest.raises(Refused) as refusal:
        intakes.stop(planned, state="suitable", by=by, at=factories.NOW)
    assert texts(refusal) == ["Kies: afgezien, niet bereikbaar of overleden."]


def test_a_death_is_noted_once_and_not_ahead(planned, by):
    with pytest.raises(Refused) as refusal:
        intakes.stop(planned, state="died", died_on=date(2026, 11, 24), by=by, at=factories.NOW)
    assert texts(refusal) == ["De dag van overlijden ligt in de toekomst. Kies vandaag of eerder."]
    intakes.stop(planned, state="died", by=by, at=factories.NOW)
    assert (planned.state, planned.resident.died_on) == ("died", factories.TODAY)
    with pytest.raises(Refused) as refusal:
        intakes.stop(planned, state="died", by=by, at=factories.NOW)
    assert texts(refusal) == ["Het overlijden op 23 november 2026 staat er al."]


def test_a_call_is_noted_and_not_ahead(by):
    resident = cast.resident()
    intakes.contact(resident, made_on=factories.TODAY, way="phone", reached=False, note="", by=by, at=factories.NOW)
    with pytest.raises(Refused) as refusal:
        intakes.contact(resident, made_on=date(2026, 12, 1), way="fax", reached=True, note="", by=by, at=factories.NOW)
    assert texts(refusal) == [
        "Kies telefoon, e-mail of bezoek.",
        "Het contact ligt in de toekomst. Kies vandaag of eerder.",
    ]
    assert [(made.way, made.reached) for made in resident.contacts.all()] == [("phone", False)]


def test_who_must_not_come_is_noted_once(by):
    for _ in range(2):
        intakes.exclude(cast.resident(), cast.volunteer(), why="neighbour", by=by, at=factories.NOW)
    assert list(Exclusion.objects.values_list("why", flat=True)) == ["neighbour"]
    with pytest.raises(Refused):
        intakes.exclude(cast.resident(), cast.volunteer(), why="dull", by=by, at=factories.NOW)
