import uuid
from datetime import date

import pytest

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting import visits
from bezoekdienst.visiting.models import Visit
from tests import factories

pytestmark = pytest.mark.django_db
ID = uuid.UUID(int=7)


@pytest.fixture
def trajectory():
    return factories.TrajectoryFactory(volunteer__user=factories.UserFactory(roles=[Role.VOLUNTEER]))


def log(trajectory, *, id=ID, by=None, at=factories.NOW, **changes):
    given = {"on": date(2026, 11, 20), "kind": "at_home", "minutes": 62, "mood": "well", "note": "", "kilometres": None}
    given = {**given, "next_on": None, **changes}
    return visits.log(id, trajectory=trajectory, by=by or trajectory.volunteer.user, at=at, **given)


def test_a_visit_sent_ten_times_is_one_visit(trajectory):
    answers = [log(trajectory) for _ in range(10)]
    assert [created for _, created in answers] == [True] + 9 * [False]
    visit = Visit.objects.get()
    assert (visit.pk, visit.minutes, visit.phoned_in) == (ID, 60, False)


def test_other_content_under_the_same_id_is_refused_and_kept_once(trajectory):
    log(trajectory)
    for _ in range(2):
        with pytest.raises(visits.ConflictingVisit) as refusal:
            log(trajectory, minutes=90)
    visit = Visit.objects.get()
    assert refusal.value.visit == visit and visit.minutes == 60
    assert [conflict.content["minutes"] for conflict in visit.conflicts.all()] == [90]
