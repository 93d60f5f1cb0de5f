"""What the demo's coordinator finds on her desk is rich enough to show, and nothing in it looks like a mistake."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bezoekdienst.demo import desk, history, people
from bezoekdienst.demo.stage import Stage, _user
from bezoekdienst.demo.telling import Telling
from bezoekdienst.reports import agenda
from bezoekdienst.visiting.mergers import doubles
from bezoekdienst.visiting.models import Evaluation, Intake, Pointer, Referral, Resident
from tests.factories import TODAY
from volunteers.models import Volunteer


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    """The service with its five trajectories, then the desk, on the day the story is told."""
    _user.cache_clear()
    stage = Stage(TODAY, Telling())
    people.run(stage)
    history.run(stage)
    desk.run(stage)
    history.end_the_year(stage)
    desk.look_back(stage)
    yield stage
    _user.cache_clear()


def test_the_desk_shows_each_kind_of_work(stage: Stage) -> None:
    ahead = [one for one in agenda.between(TODAY, TODAY + timedelta(days=7)) if one.route == "intake"]
    assert [(one.what, one.goes_name) for one in ahead] == [
        ("Gesprek bij de heer B. Zeepbel", "Carla Coördinator"),
        ("Gesprek bij mevrouw F. Fabeltje", "Petra Plaatsvervanger"),
    ]
    assert [one.confirmed_way for one in Intake.objects.filter(state="planned").order_by("pk")] == ["phone", ""]
    assert Intake.objects.filter(state="signed_up").count() == 2
    assert [(one.settled_on, one.outcome) for one in Referral.objects.all()] == [(None, "")]
    assert (Evaluation.objects.exclude(received_on=None).count(), Pointer.objects.count()) == (1, 1)


def test_the_only_two_who_look_alike_are_meant_to(stage: Stage) -> None:
    names = dict(Resident.objects.values_list("pk", "name"))
    alike = [(names[pair.one], names[pair.other]) for pair in doubles.found()]
    assert alike == [("mevrouw P. Wachtkamer", "Pien Wachtkamer")]


def test_everybody_has_a_telephone_of_her_own(stage: Stage) -> None:
    numbers = [*Volunteer.objects.values_list("phone", flat=True), *Resident.objects.values_list("phone", flat=True)]
    assert all(number.startswith("000") for number in numbers)
    assert len(numbers) - len({"".join(filter(str.isdigit, number)) for number in numbers}) == 1
