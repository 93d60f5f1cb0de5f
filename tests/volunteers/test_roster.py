from datetime import date, timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices.models import Message
from tests import cast, factories
from volunteers import losses, roster, trainings
from volunteers.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return cast.coordinator()


def texts(refusal):
    return [reason.text for reason in refusal.value.reasons]


def test_from_applying_to_active(by):
    given = {"by": by, "at": factories.NOW}
    volunteer = roster.apply(name="Vera Verzonnen", first_name="Vera", phone="026-1", pc4="6811", **given)
    losses.add(volunteer, kind="dementia", happened_on=date(2024, 1, 1), **given)
    roster.train(volunteer, **given)
    with pytest.raises(Refused) as refusal:
        roster.activate(volunteer, **given)
    assert texts(refusal) == [
        "Met Vera is nog niet over het eigen verlies gesproken.",
        "Vera deed 0 van de 4 trainingsdagen.",
        "Van Vera is er geen VOG.",
        "Vera tekende de gedragscode nog niet.",
    ]
    losses.talk(volunteer, outcome="fit", held_on=factories.TODAY, **given)
    roster.exempt(volunteer, reason="deed dit elders", **given)
    roster.record_vog(volunteer, vog_on=date(2026, 10, 1), **given)
    roster.agree_to_conduct(volunteer, agreed_on=date(2026, 10, 1), **given)
    roster.activate(volunteer, **given)
    volunteer.refresh_from_db()
    assert (volunteer.state, volunteer.started_on) == (State.ACTIVE, factories.TODAY)
    assert volunteer.training_exemption == "deed dit elders (Cato Coördinator)"


def test_what_has_a_verb_of_its_own_is_not_just_changed(by):
    volunteer = factories.VolunteerFactory()
    with pytest.raises(Refused) as refusal:
        roster.change(volunteer, state="left", vog_on=factories.TODAY, capacity=5, by=by, at=factories.NOW)
    assert texts(refusal) == [
        "“state” kan hier niet gewijzigd worden.",
        "“vog_on” kan hier niet gewijzigd worden.",
        "Het aantal plaatsen ligt tussen 1 en 4.",
    ]
    roster.change(volunteer, max_km=5, capacity=1, by=by, at=factories.NOW)
    volunteer.refresh_from_db()
    assert (volunteer.max_km, volunteer.capacity) == (5, 1)


def test_nobody_leaves_while_a_trajectory_runs(by):
    trajectory = cast.trajectory()
    with pytest.raises(Refused) as refusal:
        roster.leave(trajectory.volunteer, on=factories.TODAY, by=by, at=factories.NOW)
    assert texts(refusal) == ["Er lopen nog trajecten (1). Rond die eerst af of draag ze over."]
    other = cast.other_volunteer()
    roster.leave(other, on=factories.TODAY, by=by, at=factories.NOW)
    assert (other.state, other.left_on) == (State.LEFT, factories.TODAY)


def test_an_active_volunteer_is_not_declined_and_who_left_does_not_come_back(by):
    volunteer = factories.VolunteerFactory(first_name="Vera")
    with pytest.raises(Refused) as refusal:
        roster.decline(volunteer, by=by, at=factories.NOW)
    assert texts(refusal) == ["Vera is nu “actief” en kan niet naar “afgewezen”."]
    roster.leave(volunteer, on=factories.TODAY, by=by, at=factories.NOW)
    with pytest.raises(Refused):
        roster.train(volunteer, by=by, at=factories.NOW)


def test_two_pauses_do_not_overlap_and_an_open_one_can_be_ended(by):
    volunteer, given = factories.VolunteerFactory(), {"by": by, "at": factories.NOW}
    pause = roster.pause(volunteer, start_on=date(2026, 12, 1), end_on=None, **given)
    with pytest.raises(Refused) as refusal:
        roster.pause(volunteer, start_on=date(2027, 1, 1), end_on=date(2027, 1, 2), **given)
    assert texts(refusal) == ["Er is al een pauze in deze tijd."]
    roster.resume(pause, end_on=date(2026, 12, 31), **given)
    roster.pause(volunteer, start_on=date(2027, 1, 1), end_on=date(2027, 1, 2), **given)
    assert volunteer.pauses.count() == 2


@pytest.mark.parametrize("signed_on", [date(2026, 11, 24), date(2021, 1, 1)])
def test_a_sign_off_lies_between_the_loss_and_today(by, signed_on):
    volunteer = factories.VolunteerFactory(loss__talk=None)
    with pytest.raises(Refused):
        losses.talk(volunteer, outcome="fit", held_on=signed_on, by=by, at=factories.NOW)


def test_a_vog_that_runs_out_is_told_once_a_threshold_to_her_and_the_coordinator(by):
    volunteer = cast.volunteer()
    volunteer.vog_on = date(2024, 3, 1)
    volunteer.save()
    ends_on = date(2027, 3, 1)
    told = [roster.remind_vog(on=ends_on - timedelta(days=n), at=factories.NOW) for n in (61, 60, 59, 30, 7, 6, -1)]
    assert told == [0, 2, 0, 2, 2, 0, 0]
    assert {message.user for message in Message.objects.all()} == {by, volunteer.user}


def test_attendance_is_noted_once_and_not_ahead(by):
    given = {"by": by, "at": factories.NOW}
    course = trainings.plan("Basis", days=[(factories.TODAY, "rouw"), (date(2026, 12, 1), "luisteren")], **given)
    today, later = course.days.all()
    volunteer = factories.VolunteerFactory()
    assert trainings.attend(today, volunteer, **given) == trainings.attend(today, volunteer, **given)
    with pytest.raises(Refused) as refusal:
        trainings.attend(later, volunteer, **given)
    assert texts(refusal) == ["Deze trainingsdag is nog niet geweest."]
    with pytest.raises(Refused):
        trainings.plan(" ", days=[(factories.TODAY, "a"), (factories.TODAY, "b")], **given)
