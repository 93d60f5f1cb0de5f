"""Two sign-ups of one person become the one further on, and nothing typed is lost (I4)."""

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import returns, trajectories
from bezoekdienst.visiting.models import Intake
from tests.factories import (
    NOW,
    TODAY,
    VolunteerFactory,
)
from tests.refusals import reasons
from tests.visiting import merged
from tests.visiting.mergers.entries import D, now, signed_up, visited

pytestmark = pytest.mark.django_db


# Two intakes


def test_two_open_intakes_become_the_one_further_on_waiting_since_the_earliest_day(by):
    signed = signed_up(opened_on=D("2026-09-01"), urgency=1, urgency_reason="Zij is alleen.")
    waiting = signed_up(waiting=True, opened_on=D("2026-10-01"), outcome_note="Past bij ons.")
    merged.merge(signed.resident, waiting.resident)
    (intake,) = Intake.objects.all()
    assert (intake.pk, intake.state, intake.resident) == (waiting.pk, "suitable", signed.resident)
    assert (intake.opened_on, intake.waiting_since) == (D("2026-09-01"), D("2026-11-02"))
    assert (intake.urgency, intake.urgency_reason, intake.outcome_note) == (1, "Zij is alleen.", "Past bij ons.")
    assert intake.consents == {"visits": "2026-11-02", "finite_told": "2026-11-02"}


def test_who_waits_twice_waits_since_the_earliest_day(by):
    one = signed_up(waiting=True, waiting_since=D("2026-10-20"))
    other = signed_up(waiting=True, waiting_since=D("2026-10-10"))
    merged.merge(one.resident, other.resident)
    assert list(Intake.objects.values_list("pk", "waiting_since")) == [(one.pk, D("2026-10-10"))]


def test_answers_are_laid_together_and_of_two_the_chosen_one_stays(by):
    said = {"asks_for": "gezelschap", "network": "een zus", "children_at_home": False, "likes": ""}
    more = {"asks_for": "een wandeling", "network": "buren", "interests": ["music"], "likes": "kaarten"}
    further, other = signed_up(waiting=True, answers=said), signed_up(answers=more)
    choices = merged.same(further.resident, other.resident, answers={"network": other.pk, "asks_for": further.pk})
    merged.merge(further.resident, other.resident, choices)
    assert now(further).answers == {
        "asks_for": "gezelschap",
        "network": "buren",
        "children_at_home": False,
        "likes": "kaarten",
        "interests": ["music"],
    }


def test_who_is_visited_already_has_no_second_sign_up(by):
    visits, again = visited("2026-09-01"), signed_up()
    merged.merge(visits.resident, again.resident)
    assert list(Intake.objects.values_list("pk", "state")) == [(visits.bereavement.intake.pk, "matched")]
    assert now(visits).state == "active"


def test_who_comes_back_after_her_visits_goes_on_in_the_year_that_began(by):
    earlier, again = visited("2026-03-01", "2026-06-01"), signed_up(waiting=True)
    merged.merge(earlier.resident, again.resident)
    assert (now(again).bereavement_id, again.state) == (earlier.bereavement_id, "suitable")
    started = trajectories.start(again, VolunteerFactory(), by=by, at=NOW)
    assert started.hard_stop_on == D("2027-02-28")


def test_what_was_said_of_the_loss_goes_to_the_one_that_goes_on(by):
    one = signed_up(bereavement__kind="", bereavement__about_when="in het voorjaar")
    other = signed_up(waiting=True, bereavement__kind="sudden", answers={"loss": "sudden"})
    merged.merge(one.resident, other.resident)
    loss = now(other).bereavement
    assert (loss.kind, loss.about_when, loss.same_as) == ("sudden", "in het voorjaar", None)


def test_a_sign_up_that_was_stopped_comes_back_in_the_year_of_the_loss(by):
    earlier = visited("2026-03-01", "2026-06-01")
    stopped = signed_up(state="withdrawn", ended_on=TODAY)
    merged.merge(earlier.resident, stopped.resident)
    assert now(stopped).bereavement.same_as == earlier.bereavement
    returns.reopen(stopped, by=by, at=NOW)
    assert (now(stopped).state, stopped.bereavement) == ("signed_up", earlier.bereavement)
    assert now(Intake.objects.exclude(pk=stopped.pk).get()).bereavement.same_as == earlier.bereavement


def test_who_is_visited_is_not_signed_up_again_by_the_other_entry(by):
    visits, stopped = visited("2026-09-01"), signed_up(state="withdrawn", ended_on=TODAY)
    merged.merge(visits.resident, stopped.resident)
    with pytest.raises(Refused) as refusal:
        returns.reopen(now(stopped), by=by, at=NOW)
    text = "Deze bezoeker krijgt al bezoek, na een andere aanmelding voor hetzelfde verlies."
    assert reasons(refusal) == [("I1", text)]
