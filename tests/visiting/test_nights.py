"""The night in which a year is over: two jobs at once, in the middle of what a volunteer sends (T5, B1)."""

import uuid
from datetime import date

import pytest

from bezoekdienst.accounts.roles import Role
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import trajectories, visits
from bezoekdienst.visiting.models import Trajectory, Visit
from tests import factories
from tests.matching.test_races import at_once
from tests.visiting.days import at

LAST, NEXT = date(2027, 8, 31), date(2027, 9, 1)
USUAL = {"kind": "walk", "minutes": 45, "mood": "well", "note": "", "kilometres": None, "next_on": None}


@pytest.mark.django_db(transaction=True)
def test_several_jobs_close_each_year_once_while_its_last_visits_come_in():
    user = factories.UserFactory(roles=[Role.VOLUNTEER])
    ended = [factories.TrajectoryFactory(volunteer__user=user if not number else None) for number in range(3)]
    midnight = at("2027-09-01")

    def night():
        return trajectories.close_outlived(on=NEXT, at=midnight)

    def send(on):
        own = Trajectory.objects.get(pk=ended[0].pk)
        return visits.log(uuid.uuid4(), trajectory=own, on=on, **USUAL, by=user, at=midnight)

    told = at_once([night, lambda: send(LAST), night, lambda: send(NEXT), night, lambda: send(LAST)])
    assert sum(count for count in told if isinstance(count, int)) == 3
    assert [str(one) for one in told if isinstance(one, Refused)] == ["De datum ligt na het einde op 31 augustus 2027."]
    assert set(Trajectory.objects.values_list("ended_on", "end_reason")) == {(LAST, "year_reached")}
    assert list(Visit.objects.values_list("on", flat=True)) == [LAST, LAST]
