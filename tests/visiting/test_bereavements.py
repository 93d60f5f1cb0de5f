from datetime import date, timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import bereavements, endings, intakes, trajectories
from bezoekdienst.visiting.models import Bereavement, Intake
from matching import pairing
from tests import factories
from tests.refusals import reasons

pytestmark = pytest.mark.django_db

LATER = factories.NOW + timedelta(days=400)
TODAY = LATER.date()


def had_her_year(by):
    trajectory = factories.TrajectoryFactory()
    trajectories.close_outlived(on=TODAY, at=LATER)
    trajectory.refresh_from_db()
    return trajectory


def to_the_list(intake, by):
    given = {"visited_on": TODAY, "answers": {}, "consents": {"visits": TODAY}, "outcome": "suitable"}
    intakes.complete(intake, **given, by=by, at=LATER)


def test_a_second_loss_has_a_year_of_its_own_also_at_the_door_of_matching(by):
    first = had_her_year(by)
    volunteer = factories.VolunteerFactory(vog_on=date(2027, 6, 1))
    intake = bereavements.open(first.resident, about_when="vorige maand", by=by, at=LATER)
    to_the_list(intake, by)
    second = pairing.choose(intake, volunteer, by=by, at=LATER, reason="Zij kennen elkaars buurt.")
    assert second.hard_stop_on is None
    trajectories.meet(second, meeting_on=TODAY, resident_agreed=True, volunteer_agreed=True, by=by, at=LATER)
    assert (second.started_on, second.hard_stop_on) == (date(2027, 12, 28), date(2028, 12, 27))
    assert first.bereavement.hard_stop_on == date(2027, 8, 31)


def test_the_first_loss_gets_no_second_year_at_that_door(by):
    first = had_her_year(by)
    Intake.objects.filter(pk=first.bereavement.intake.pk).update(state="suitable")
    volunteer = factories.VolunteerFactory(vog_on=date(2027, 6, 1))
    with pytest.raises(Refused) as refusal:
        pairing.choose(first.bereavement.intake, volunteer, by=by, at=LATER, reason="Zij kennen elkaars buurt.")
    assert [rule for rule, _ in reasons(refusal)] == ["T2"]


def test_a_second_loss_is_told_when_and_waits_for_what_is_open(by):
    resident = factories.IntakeFactory().resident
    with pytest.raises(Refused) as refusal:
        bereavements.open(resident, about_when=" ", by=by, at=LATER)
    assert reasons(refusal) == [
        ("I4", "Schrijf op wanneer dit verlies ongeveer was."),
        ("I1", "Er loopt al een intake voor deze bezoeker."),
    ]
    assert Bereavement.objects.count() == 1


def test_who_died_loses_nobody_any_more(by):
    resident = factories.ResidentFactory()
    endings.note_death(resident, died_on=factories.TODAY, by=by, at=factories.NOW)
    with pytest.raises(Refused) as refusal:
        bereavements.open(resident, about_when="mei", by=by, at=LATER)
    assert reasons(refusal) == [("T8", "Deze bezoeker is overleden op 23 november 2026.")]
