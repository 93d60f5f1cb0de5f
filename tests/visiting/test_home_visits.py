"""The appointment for the home visit: moved, confirmed, called off, and who is told."""

import functools
from datetime import timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices.models import Message, State
from bezoekdienst.visiting import endings, home_visits, intakes
from bezoekdienst.visiting.models import Intake
from tests import cast, factories
from tests.factories import NOW
from tests.refusals import texts
from tests.visiting import merged

pytestmark = pytest.mark.django_db
MOMENT = NOW + timedelta(days=3)


@pytest.fixture
def planned(by):
    intake = factories.IntakeFactory(bereavement__resident__email="bea@voorbeeld.example")
    intakes.plan(intake, for_at=MOMENT, goes=by, by=by, at=NOW)
    return intake


def kinds() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def confirm(intake: Intake, way: str, by) -> None:
    home_visits.confirm(intake, way=way, by=by, at=NOW)


def went_out() -> None:
    Message.objects.update(state=State.SENT)


def test_who_goes_does_home_visits(planned, by):
    with pytest.raises(Refused) as refusal:
        intakes.plan(planned, for_at=MOMENT, goes=cast.clerk(), by=by, at=NOW)
    assert texts(refusal) == ["Klaartje Klerk doet geen gesprekken. Kies wie er gaat."]


def test_a_mail_confirms_an_appointment_once(planned, by):
    for _ in range(2):
        confirm(planned, "mail", by)
    planned.refresh_from_db()
    assert (planned.confirmed_way, planned.confirmed_at, kinds()) == ("mail", NOW, ["intake_confirmed"])


@pytest.mark.parametrize("changes", [{"for_at": MOMENT + timedelta(hours=2)}, {"goes": None}])
def test_an_appointment_that_changed_is_no_longer_confirmed_and_its_mail_not_sent(planned, by, changes):
    confirm(planned, "mail", by)
    intakes.plan(planned, **{"for_at": MOMENT, "goes": by, **changes}, by=by, at=NOW)
    planned.refresh_from_db()
    assert (planned.confirmed_way, planned.confirmed_at, kinds()) == ("", None, [])


def test_the_same_appointment_once_more_stays_confirmed(planned, by):
    confirm(planned, "phone", by)
    intakes.plan(planned, for_at=MOMENT, goes=by, by=by, at=NOW)
    planned.refresh_from_db()
    assert (planned.confirmed_way, kinds()) == ("phone", [])


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("mail", "Er is geen e-mailadres. Stuur een brief, of vertel het aan de telefoon."),
        ("fax", "Kies hoe u de afspraak bevestigt: brief, e-mail of telefoon."),
    ],
)
def test_a_way_that_does_not_reach_her_confirms_nothing(planned, by, way, said):
    planned.resident.email = ""
    planned.resident.save()
    with pytest.raises(Refused) as refusal:
        confirm(planned, way, by)
    assert (texts(refusal), kinds()) == ([said], [])


def test_an_appointment_that_was_is_not_confirmed(planned, by):
    with pytest.raises(Refused) as refusal:
        home_visits.confirm(planned, way="phone", by=by, at=MOMENT + timedelta(minutes=1))
    assert texts(refusal) == ["Er is geen afspraak die nog komt. Maak eerst een afspraak."]


def test_who_goes_and_who_no_longer_does_are_told_unless_they_did_it_themselves(planned, by):
    deputy = cast.deputy()
    intakes.plan(planned, for_at=MOMENT, goes=deputy, by=by, at=NOW)
    intakes.plan(planned, for_at=MOMENT, goes=by, by=by, at=NOW + timedelta(minutes=1))
    assert list(Message.objects.values_list("kind", "user__email")) == [("appointment", deputy.email)] * 2


def test_called_off_is_back_among_those_without_an_appointment(planned, by):
    confirm(planned, "mail", by)
    home_visits.call_off(planned, by=by, at=NOW)
    planned.refresh_from_db()
    assert (planned.state, planned.planned_for_at, planned.planned_with, planned.confirmed_way) == (
        *("signed_up", None, None, ""),
    )
    assert kinds() == []  # what had not gone out never does
    with pytest.raises(Refused):
        home_visits.call_off(planned, by=by, at=NOW)


def test_who_was_mailed_hears_that_it_does_not_go_on(planned, by):
    confirm(planned, "mail", by)
    went_out()
    home_visits.call_off(planned, by=by, at=NOW)
    assert kinds() == ["intake_confirmed", "intake_off"]


@pytest.mark.parametrize("off", [home_visits.call_off, functools.partial(intakes.stop, state="withdrawn")])
def test_a_mail_on_its_way_at_that_very_moment_is_followed_by_another(planned, by, off):
    confirm(planned, "mail", by)
    Message.objects.update(lease_until_at=NOW + timedelta(minutes=5))  # a worker has it
    off(planned, by=by, at=NOW)
    assert kinds() == ["intake_off"]


def test_who_withdraws_after_a_mail_gets_it_out_of_her_calendar_too(planned, by):
    confirm(planned, "mail", by)
    went_out()
    intakes.stop(planned, state="withdrawn", by=by, at=NOW)
    assert (kinds(), planned.ended_from) == (["intake_confirmed", "intake_off"], "planned")


def test_after_a_death_nothing_more_is_sent(planned, by):
    confirm(planned, "mail", by)
    went_out()
    endings.note_death(planned.resident, died_on=factories.TODAY, by=by, at=NOW)
    assert kinds() == ["intake_confirmed"]


def test_an_appointment_that_moved_there_and_back_is_mailed_again(planned, by):
    confirm(planned, "mail", by)
    for moment in (MOMENT + timedelta(days=1), MOMENT):
        went_out()
        intakes.plan(planned, for_at=moment, goes=by, by=by, at=NOW)
        confirm(planned, "mail", by)
    assert kinds() == ["intake_confirmed"] * 3


def test_called_off_and_made_again_for_the_same_hour_is_told_each_time_and_a_calendar_keeps_the_last(planned, by):
    for _ in range(2):
        confirm(planned, "mail", by)
        went_out()
        home_visits.call_off(planned, by=by, at=NOW)
        intakes.plan(planned, for_at=MOMENT, goes=by, by=by, at=NOW)
    assert kinds() == ["intake_confirmed", "intake_off"] * 2
    numbers = [message.facts["changes"] for message in Message.objects.order_by("pk")]
    assert (numbers, home_visits.changes(planned)) == ([1, 2, 3, 4], 5)


@pytest.mark.parametrize("state", ["withdrawn", "unreachable"])
def test_who_withdraws_just_after_it_was_called_off_still_hears_that_it_does_not_go_on(planned, by, state):
    intakes.plan(planned, for_at=MOMENT, goes=cast.deputy(), by=by, at=NOW)
    confirm(planned, "mail", by)
    went_out()
    home_visits.call_off(planned, by=by, at=NOW + timedelta(seconds=5))
    intakes.stop(planned, state=state, by=by, at=NOW + timedelta(seconds=30))
    assert kinds() == ["appointment", "intake_confirmed", "appointment", "intake_off"]


def test_who_died_just_after_it_was_called_off_hears_nothing_but_who_was_to_go_there_does(planned, by):
    intakes.plan(planned, for_at=MOMENT, goes=cast.deputy(), by=by, at=NOW)
    confirm(planned, "mail", by)
    went_out()
    home_visits.call_off(planned, by=by, at=NOW + timedelta(seconds=5))
    endings.note_death(planned.resident, died_on=factories.TODAY, by=by, at=NOW + timedelta(seconds=30))
    assert kinds() == ["appointment", "intake_confirmed", "appointment"]


def test_who_was_to_go_to_somebody_that_proves_to_be_known_hears_that_it_lapsed(planned, by):
    intakes.plan(planned, for_at=MOMENT, goes=cast.deputy(), by=by, at=NOW)
    merged.merge(planned.resident, factories.IntakeFactory(waiting=True).resident, at=NOW + timedelta(minutes=1))
    assert list(Message.objects.values_list("kind", "user__name")) == [("appointment", cast.deputy().name)] * 2


def test_the_same_appointment_once_more_is_no_new_one_in_the_log(planned, by):
    intakes.plan(planned, for_at=MOMENT, goes=by, by=by, at=NOW)
    assert home_visits.changes(planned) == 1


def test_a_visit_that_was_is_not_called_off_afterwards(planned, by):
    confirm(planned, "mail", by)
    went_out()
    intakes.stop(planned, state="withdrawn", by=by, at=MOMENT + timedelta(days=1))
    assert kinds() == ["intake_confirmed"]
