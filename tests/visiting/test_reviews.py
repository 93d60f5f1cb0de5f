from datetime import date, timedelta

import pytest

from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import reviews
from bezoekdienst.visiting.models import Contact
from tests import factories
from tests.refusals import texts

pytestmark = pytest.mark.django_db

TODAY = factories.TODAY
DUE_ON = date(2026, 12, 1)
AT = factories.NOW + timedelta(days=8)  # the day of the first review


def note(trajectory, by, **given):
    usual = {"made_on": DUE_ON, "way": "phone", "reached": True, "review": "less", "note": "Om de week is genoeg."}
    return reviews.note(trajectory, **{**usual, **given}, by=by, at=AT)


def test_what_was_said_is_kept_and_the_talk_is_no_longer_due(by):
    trajectory = factories.TrajectoryFactory()
    assert reviews.due(trajectory, DUE_ON) == (3, DUE_ON)
    note(trajectory, by)
    made = Contact.objects.get()
    assert (made.resident, made.review, made.note) == (trajectory.resident, "less", "Om de week is genoeg.")
    assert reviews.latest(trajectory) == made
    assert reviews.due(trajectory, DUE_ON) is None


def test_a_call_in_vain_is_noted_and_the_talk_stays_due(by):
    trajectory = factories.TrajectoryFactory()
    note(trajectory, by, reached=False, review="", note="")
    assert reviews.due(trajectory, DUE_ON) == (3, DUE_ON)
    assert reviews.latest(trajectory) is None


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"made_on": date(2026, 12, 2)}, "Het gesprek ligt in de toekomst. Kies vandaag of eerder."),
        ({"made_on": date(2026, 8, 31)}, "Het gesprek ligt voor het begin op 1 september 2026."),
        ({"review": ""}, "Kies wat eruit kwam: zoals nu, met minder, of stoppen."),
        ({"reached": False}, "U sprak niemand. Laat dan leeg wat eruit kwam."),
        ({"way": "pigeon"}, "Kies telefoon, e-mail of bezoek."),
    ],
)
def test_a_review_that_does_not_fit_keeps_nothing(by, given, text):
    with pytest.raises(Refused) as refusal:
        note(factories.TrajectoryFactory(), by, **given)
    assert texts(refusal) == [text]
    assert not Contact.objects.exists()


def test_an_acquaintance_is_not_reviewed(by):
    with pytest.raises(Refused) as refusal:
        note(factories.TrajectoryFactory(meeting=True), by)
    assert texts(refusal) == ["Het traject is nu “kennismaking”. Dit kan alleen bij “loopt”."]


def second_volunteer(year_on):
    """Her year began on `year_on`, and another volunteer came in today."""
    loss = factories.BereavementFactory(year_started_on=year_on)
    return factories.TrajectoryFactory(bereavement=loss, started_on=TODAY)


def test_a_talk_while_the_volunteer_before_came_was_had_in_the_same_year(by):
    trajectory = second_volunteer(calendar.add_months(TODAY, -4))
    assert [months for months, _ in reviews.days(trajectory)] == [3, 6, 8]
    assert reviews.due(trajectory, TODAY) == (3, calendar.add_months(TODAY, -1))
    had = Contact.objects.create(
        resident=trajectory.resident, made_on=TODAY - timedelta(days=9), reached=True, review="less"
    )
    assert reviews.latest(trajectory) == had
    assert reviews.due(trajectory, TODAY) is None


def test_a_talk_of_the_year_before_does_not_count(by):
    trajectory = factories.TrajectoryFactory(started_on=TODAY)
    Contact.objects.create(resident=trajectory.resident, made_on=TODAY - timedelta(days=1), reached=True, review="stop")
    assert reviews.latest(trajectory) is None


def test_a_year_of_seven_months_has_two_talks(by):
    trajectory = factories.TrajectoryFactory(started_on=TODAY, bereavement__limit_on=calendar.add_months(TODAY, 7))
    assert reviews.days(trajectory) == [(months, calendar.add_months(TODAY, months)) for months in (3, 6)]


def test_a_talk_some_days_early_is_that_of_its_month_and_no_other(by):
    trajectory = factories.TrajectoryFactory()
    note(trajectory, by, made_on=DUE_ON - timedelta(days=10))
    assert reviews.due(trajectory, DUE_ON) is None
    assert reviews.had(trajectory) == {3: DUE_ON - timedelta(days=10)}
    assert reviews.due(trajectory, date(2027, 3, 1)) == (6, date(2027, 3, 1))
