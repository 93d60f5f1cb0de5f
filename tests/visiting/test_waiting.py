"""How urgently somebody waits, and when to call again."""

from datetime import timedelta

import pytest

from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import intakes, returns, waiting
from bezoekdienst.visiting.models import Intake
from tests import cast, factories
from tests.factories import NOW, TODAY
from tests.refusals import texts

pytestmark = pytest.mark.django_db


def test_urgency_changes_with_a_reason_and_a_trace(by):
    intake = factories.IntakeFactory(waiting=True)
    with pytest.raises(Refused) as refusal:
        waiting.set_urgency(intake, urgency=2, reason=" ", by=by, at=NOW)
    assert texts(refusal) == ["Schrijf erbij waarom het dringend is."]
    waiting.set_urgency(intake, urgency=2, reason=" Slaapt niet. ", by=by, at=NOW)
    intake.refresh_from_db()
    assert (intake.urgency, intake.urgency_reason) == (2, "Slaapt niet.")
    said = events.sentence(events.history(intake).get(kind="intake.urgency_changed"))
    assert said == "veranderde hoe dringend een vrijwilliger is: van gewoon naar zeer dringend"


def test_only_who_waits_has_an_urgency_to_change(by):
    with pytest.raises(Refused) as refusal:
        waiting.set_urgency(factories.IntakeFactory(), urgency=0, reason="", by=by, at=NOW)
    assert texts(refusal) == ["Deze bezoeker staat niet op de wachtlijst."]


def test_not_now_can_be_called_again_on_a_day_and_comes_back_without_it(by):
    intake = factories.IntakeFactory()
    given = {"visited_on": TODAY, "answers": {}, "consents": {}, "by": by, "at": NOW}
    intakes.complete(intake, outcome="not_now", again_on=TODAY + timedelta(weeks=6), **given)
    intake.refresh_from_db()
    assert (intake.state, intake.ended_from, intake.again_on) == ("not_now", "visited", TODAY + timedelta(weeks=6))
    returns.reopen(intake, by=by, at=NOW)
    intake.refresh_from_db()
    assert (intake.again_on, intake.ended_from) == (None, "")


@pytest.mark.parametrize(
    ("outcome", "days", "said"),
    [
        ("not_now", -1, "De dag om weer te bellen ligt in het verleden."),
        ("not_now", 366, "Kies een dag om weer te bellen binnen een jaar."),
        ("suitable", 1, "Bij deze aanmelding hoeft u niet opnieuw te bellen."),
    ],
)
def test_a_day_to_call_again_lies_ahead_of_somebody_who_is_called(outcome, days, said):
    intake, by = factories.IntakeFactory(), cast.coordinator()
    given = {"visited_on": TODAY, "answers": {}, "consents": {"visits": TODAY}, "by": by, "at": NOW}
    with pytest.raises(Refused) as refusal:
        intakes.complete(intake, outcome=outcome, again_on=TODAY + timedelta(days=days), **given)
    intake.refresh_from_db()
    assert (texts(refusal), intake.state) == ([said], "signed_up")


def test_who_was_visited_under_a_loss_written_down_twice_waits_since_then_too():
    began_on = TODAY - timedelta(days=80)
    since = {"waiting_since": began_on, "bereavement__year_started_on": began_on}
    intake = factories.IntakeFactory(waiting=True, **since)
    hers = {"resident": intake.resident, "same_as": intake.bereavement, "year_started_on": began_on}
    double = factories.BereavementFactory(**hers)
    ended = {"state": "ended", "ended_on": TODAY - timedelta(days=9), "end_reason": "stopped_by_volunteer"}
    factories.TrajectoryFactory(bereavement=double, started_on=began_on, intake=False, **ended)
    (found,) = waiting.beside(Intake.objects.all())
    assert (waiting.since(found), waiting.left_on(intake)) == (ended["ended_on"],) * 2
