from datetime import date

import pytest

from bezoekdienst.api import people
from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import handovers, trajectories, waiting
from bezoekdienst.visiting.models import Exclusion, Intake
from tests import cast, factories
from tests.refusals import reasons

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 20)


def begin(trajectory, by, **given):
    return handovers.begin(trajectory, **{"on": ON, "urgency": 0, **given}, by=by, at=factories.NOW)


def meet(trajectory, by):
    given = {"meeting_on": factories.TODAY, "resident_agreed": True, "volunteer_agreed": True}
    trajectories.meet(trajectory, **given, by=by, at=factories.NOW)


def test_another_goes_on_in_the_same_year_and_she_keeps_her_place_on_the_list(by):
    first = factories.TrajectoryFactory(intake__waiting_since=date(2026, 8, 3))
    intake = begin(first, by, urgency=1, urgency_reason="Het gaat niet goed.", note="Brak een heup.")
    assert (first.state, first.ended_on, first.end_reason) == ("ended", ON, "stopped_by_volunteer")
    assert (intake.state, intake.waiting_since) == ("suitable", date(2026, 8, 3))
    assert (intake.urgency, intake.urgency_reason) == (1, "Het gaat niet goed.")
    second = trajectories.start(intake, factories.VolunteerFactory(), by=by, at=factories.NOW)
    meet(second, by)
    assert (second.started_on, second.hard_stop_on) == (factories.TODAY, date(2027, 8, 31))


def test_she_is_said_to_wait_since_her_volunteer_stopped_and_not_all_through_the_visits(by):
    first = factories.TrajectoryFactory(intake__waiting_since=date(2026, 8, 3))
    begin(first, by)
    intake = waiting.beside(Intake.objects.all()).get()
    assert (waiting.since(intake), intake.left_on, intake.waiting_since) == (ON, ON, date(2026, 8, 3))
    assert waiting.left_on(intake) == ON


@pytest.mark.parametrize(("may_return", "excluded"), [(False, ["broken_off"]), (True, [])])
def test_who_was_only_ill_is_not_excluded(by, may_return, excluded):
    begin(factories.TrajectoryFactory(), by, may_return=may_return)
    assert list(Exclusion.objects.values_list("why", flat=True)) == excluded


def test_who_was_ill_can_come_back_later_in_the_same_year(by):
    first = factories.TrajectoryFactory()
    intake = begin(first, by, may_return=True)
    again = trajectories.start(intake, first.volunteer, by=by, at=factories.NOW)
    meet(again, by)
    assert (again.volunteer, again.hard_stop_on) == (first.volunteer, first.hard_stop_on)


def test_an_acquaintance_can_be_handed_over_before_any_meeting(by):
    meeting = factories.TrajectoryFactory(meeting=True)
    intake = begin(meeting, by, may_return=True)
    assert (meeting.state, intake.state, meeting.bereavement.year_started_on) == ("ended", "suitable", None)


def test_nobody_becomes_less_urgent_by_a_change_and_more_needs_a_reason(by):
    first = factories.TrajectoryFactory(intake__urgency=1, intake__urgency_reason="Alleen.")
    with pytest.raises(Refused) as refusal:
        begin(first, by, urgency=0)
    text = "Wie wacht, wordt niet minder dringend door een wissel. Kies hetzelfde of dringender."
    assert reasons(refusal) == [("T8", text)]
    with pytest.raises(Refused) as refusal:
        begin(first, by, urgency=2, urgency_reason=" ")
    assert reasons(refusal) == [("T8", "Schrijf erbij waarom.")]
    first.refresh_from_db()
    assert first.state == "active"


def test_who_waits_for_a_second_loss_is_not_put_on_the_list_twice(by):
    first = factories.TrajectoryFactory()
    factories.IntakeFactory(waiting=True, bereavement__resident=first.resident)
    with pytest.raises(Refused) as refusal:
        begin(first, by)
    text = "Deze bezoeker kan hier niet op wachten: er loopt al een andere aanmelding."
    assert reasons(refusal) == [("T8", text)]
    first.refresh_from_db()
    assert first.state == "active"
    assert Intake.objects.filter(state="suitable").count() == 1


def test_without_an_intake_there_is_nowhere_to_wait(by):
    with pytest.raises(Refused) as refusal:
        begin(factories.TrajectoryFactory(intake=False), by)
    text = "Er is geen aanmelding om op te wachten. Rond het traject af met een andere reden."
    assert reasons(refusal) == [("T8", text)]


def test_the_next_volunteer_sees_nothing_of_what_the_first_wrote(by):
    first, next_one = cast.trajectory(), cast.other_volunteer()
    factories.VisitFactory(trajectory=first, note="Vertelde over haar zoon.")
    post.queue(f"trajectory:{first.pk}:silent:x", "silent", first.volunteer.user, factories.NOW, weeks=3)
    intake = begin(first, by, note="De vrijwilliger is ziek.", urgency=1, urgency_reason="Slaapt slecht.")
    second = trajectories.start(intake, next_one, by=by, at=factories.NOW)
    meet(second, by)
    (row,) = people.mine(next_one.user, factories.TODAY)
    assert (row["id"], row["visits"], row["last_visit_on"]) == (second.pk, [], None)
    told = repr(row)
    assert all(word not in told for word in ("zoon", "ziek", "Slaapt slecht", first.volunteer.name))
    assert not Message.objects.exists()


def test_a_mistaken_handing_over_is_undone(by):
    first = factories.TrajectoryFactory()
    intake = begin(first, by)
    trajectories.reopen(first, by=by, at=factories.NOW)
    intake.refresh_from_db()
    assert (first.state, intake.state, Exclusion.objects.count()) == ("active", "matched", 0)
