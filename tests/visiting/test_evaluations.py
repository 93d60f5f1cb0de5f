from datetime import date, timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import endings, evaluations, trajectories
from tests import factories
from tests.refusals import texts

pytestmark = pytest.mark.django_db

TODAY, NOW = factories.TODAY, factories.NOW


@pytest.fixture
def evaluation(by):
    trajectory = factories.TrajectoryFactory()
    trajectories.close(trajectory, reason="goal_reached", on=TODAY, by=by, at=NOW)
    return evaluations.send(trajectory, by=by, at=NOW)


def receive(evaluation, by=None, **given):
    usual = {"statements": [1, 2, 3, 4, 5], "mark": 8, "text": " Fijn. ", "received_on": TODAY}
    evaluations.receive(evaluation, **{**usual, **given}, by=by, at=NOW)


def test_one_answer_is_kept_and_a_second_one_is_not(evaluation):
    receive(evaluation)
    evaluation.refresh_from_db()
    assert evaluation.answers == {"statements": [1, 2, 3, 4, 5], "mark": 8, "text": "Fijn."}
    with pytest.raises(Refused) as refusal:
        receive(evaluation, mark=1)
    assert texts(refusal) == ["Het antwoord is er al, van 23 november 2026."]
    evaluation.refresh_from_db()
    assert evaluation.answers["mark"] == 8


def test_what_was_typed_over_wrongly_is_taken_back_and_typed_again(evaluation, by):
    receive(evaluation, by=by, mark=1)
    evaluations.take_back(evaluation, by=by, at=NOW + timedelta(days=14))
    assert (evaluation.received_on, evaluation.answers, list(evaluations.awaited(TODAY))) == (None, {}, [evaluation])
    receive(evaluation, by=by)
    assert evaluation.answers["mark"] == 8


def test_what_she_sent_in_herself_stays_and_so_does_what_was_typed_long_ago(evaluation, by):
    with pytest.raises(Refused) as refusal:
        evaluations.take_back(evaluation, by=by, at=NOW)
    assert texts(refusal) == ["Er is nog geen antwoord."]
    receive(evaluation)
    with pytest.raises(Refused) as refusal:
        evaluations.take_back(evaluation, by=by, at=NOW)
    assert texts(refusal) == ["Dit antwoord kwam van de bezoeker zelf, en blijft staan."]


def test_two_weeks_after_it_was_typed_over_it_stays(evaluation, by):
    receive(evaluation, by=by)
    with pytest.raises(Refused) as refusal:
        evaluations.take_back(evaluation, by=by, at=NOW + timedelta(days=15))
    assert texts(refusal) == ["Verbeteren kan tot twee weken na het overtypen."]


def test_after_a_mistaken_close_how_it_was_is_asked_at_the_true_end(evaluation, by):
    trajectory = evaluation.trajectory
    trajectories.reopen(trajectory, by=by, at=NOW)
    assert list(evaluations.awaited(TODAY)) == []
    trajectories.close(trajectory, reason="goal_reached", on=TODAY, by=by, at=NOW)
    sent = evaluations.send(trajectory, by=by, at=NOW)
    assert list(evaluations.awaited(TODAY)) == [sent]


def test_what_came_back_before_a_close_proved_a_mistake_is_kept(evaluation, by):
    receive(evaluation)
    trajectories.reopen(evaluation.trajectory, by=by, at=NOW)
    evaluation.refresh_from_db()
    assert evaluation.answers["mark"] == 8


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"statements": [1, 2]}, "Geef bij elke uitspraak 1 tot 5, of 0 als die open bleef."),
        ({"statements": [1, 2, 3, 4, 6]}, "Geef bij elke uitspraak 1 tot 5, of 0 als die open bleef."),
        ({"mark": 11}, "Een cijfer is 1 tot en met 10."),
        ({"company": ["often"]}, "Kies bij elke vraag over gezelschap een antwoord, of laat die open."),
        (
            {"company": ["often", "", "ja"]},
            "Kies bij elke vraag over gezelschap een antwoord, of laat die open.",
        ),
        ({"text": "a" * 2001}, "De tekst is te lang: hoogstens 2000 tekens."),
        ({"received_on": TODAY + timedelta(days=1)}, "De datum ligt tussen het versturen en vandaag."),
        ({"received_on": TODAY - timedelta(days=1)}, "De datum ligt tussen het versturen en vandaag."),
        (
            {"statements": [0] * 5, "mark": None, "text": " "},
            "Er is nog niets ingevuld. Vul ten minste één ding in.",
        ),
    ],
)
def test_an_answer_that_does_not_fit_keeps_nothing(evaluation, given, text):
    with pytest.raises(Refused) as refusal:
        receive(evaluation, **given)
    assert texts(refusal) == [text]
    evaluation.refresh_from_db()
    assert (evaluation.received_on, evaluation.answers) == (None, {})


@pytest.mark.parametrize(("on", "waits"), [("2026-11-22", 0), ("2026-11-23", 1), ("2027-01-18", 1), ("2027-01-19", 0)])
def test_a_form_waits_for_its_answer_eight_weeks(evaluation, on, waits):
    assert evaluations.awaited(date.fromisoformat(on)).count() == waits


def test_a_form_that_was_answered_or_whose_person_died_waits_no_more(evaluation, by):
    endings.note_death(evaluation.trajectory.resident, died_on=TODAY, by=by, at=NOW)
    assert not evaluations.awaited(TODAY).exists()


def test_what_came_in_waits_no_more(evaluation):
    receive(evaluation)
    assert not evaluations.awaited(TODAY).exists()
