"""Who is there and whom we look for: load, rest and idleness of each volunteer, the group beside who waits."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.states import TrajectoryState
from bezoekdienst.web.desks import together_desk
from matching import conditions
from matching.models import HeldBack
from tests import cast, factories
from tests.web import clients
from volunteers.models import District

pytestmark = pytest.mark.django_db

PAGE, TODAY = "/vrijwilligers/samen/", factories.TODAY


@pytest.fixture
def client(db: None, time_machine: Any) -> Client:
    time_machine.move_to(factories.NOW)
    return clients.logged_in(Role.COORDINATOR)


def stand(name: str) -> tuple[int, object, int | None, bool]:
    """Places, rest and days idle of a volunteer, and whether she can't be deployed."""
    (load,) = (one for one in together_desk.lay_out(TODAY).loads if one.volunteer.name == name)
    return load.free, load.rests_until, load.idle_days, bool(load.volunteer.not_deployable)


def test_an_empty_service_says_so(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert "Er is nog geen actieve vrijwilliger." in page
    assert "Niemand in het bijzonder." in page


def test_room_rest_and_idleness_are_told_in_their_order() -> None:
    ended_on = TODAY - timedelta(days=10)
    busy = factories.TrajectoryFactory(volunteer__first_name="Mia", volunteer__capacity=1).volunteer
    over = {"state": TrajectoryState.ENDED, "ended_on": ended_on, "end_reason": "goal_reached"}
    factories.TrajectoryFactory(volunteer__first_name="Wim", **over)
    factories.VolunteerFactory(first_name="Joke", started_on=TODAY - timedelta(days=30))
    factories.VolunteerFactory(first_name="Bep", started_on=TODAY - timedelta(days=90))
    factories.VolunteerFactory(first_name="Els", vog_on=None)
    assert [load.volunteer.name for load in together_desk.lay_out(TODAY).loads] == ["Bep", "Joke", "Wim", "Mia", "Els"]
    assert stand("Bep") == (2, None, 90, False)
    assert stand("Wim") == (2, ended_on + timedelta(weeks=4), 10, False)
    assert stand("Mia") == (0, None, None, False)
    assert stand("Els")[0] == 0 and stand("Els")[3]
    figures = [(said, count) for said, count, _ in together_desk.lay_out(TODAY).figures]
    assert figures == [("plaatsen vrij", 4), ("met rust", 1), ("vol", 1), ("nu niet inzetbaar", 1)]
    assert busy.trajectories.count() == 1


def test_who_is_held_back_has_no_place_and_is_not_sought_for(client: Client) -> None:
    given = {"reason": "Op reis.", "held_at": factories.NOW}
    HeldBack.objects.create(volunteer=factories.VolunteerFactory(first_name="Mia"), **given)
    later = factories.IntakeFactory(waiting=True, bereavement__kind="suicide")
    HeldBack.objects.create(intake=later, **given)
    found = together_desk.lay_out(TODAY)
    assert stand("Mia")[0] == 0
    assert [(said, count) for said, count, _ in found.figures][::2] == [("plaatsen vrij", 0), ("vol", 0)]
    assert found.advice == []
    assert "buiten de voorstellen" in client.get(PAGE).content.decode()
    HeldBack.objects.filter(intake=later).delete()
    assert together_desk.lay_out(TODAY).advice[0].why == "Er wacht 1 mens. Er is geen plaats vrij."


def test_the_group_stands_beside_who_is_visited_and_who_waits(client: Client) -> None:
    District.objects.create(name="Centrum", pc4s=["6811"])
    factories.TrajectoryFactory(volunteer__sex="V", bereavement__resident__sex="M", bereavement__kind="dementia")
    factories.IntakeFactory(waiting=True, bereavement__resident__sex="V", bereavement__kind="suicide")
    factories.VolunteerFactory(state="training")
    found = together_desk.lay_out(TODAY)
    rows = {row["label"]: [cell["count"] for cell in row["cells"]] for trait in found.traits for row in trait["rows"]}
    assert (rows["vrouw"], rows["man"], rows["Centrum"]) == ([1, 0, 1], [0, 1, 0], [1, 1, 1])
    assert (rows["dementie"], rows["zelfdoding"], rows["lang ziekbed"]) == ([0, 1, 0], [0, 0, 1], [1, 0, 0])
    lacking = [row["label"] for trait in found.traits for row in trait["rows"] if row["lacks"]]
    assert lacking == ["zelfdoding"]
    page = client.get(PAGE).content.decode()
    assert "Er wacht 1 mens na zelfdoding. Geen van de vrijwilligers maakte dat zelf mee." in page
    assert "1 mens is aangemeld of in training" in page


def test_it_takes_as_many_queries_for_three_as_for_one(client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    def more() -> None:
        factories.TrajectoryFactory()
        factories.IntakeFactory(waiting=True)
        District.objects.create(name=f"Wijk {District.objects.count()}", pc4s=["6811"])

    more()
    asked()
    for_one = asked()
    more(), more()
    assert asked() == for_one


@pytest.mark.parametrize("role", [Role.CLERK, Role.VOLUNTEER, Role.PRIVACY_OFFICER, Role.PRINT_ROOM])
def test_nobody_else_sees_the_group(role: Role) -> None:
    assert clients.logged_in(role).get(PAGE).status_code == 403


def test_nobody_is_looked_for_for_whom_no_volunteer_could_be_found() -> None:
    factories.VolunteerFactory(capacity=1)
    over = factories.BereavementFactory(year_started_on=TODAY - timedelta(days=400))
    factories.IntakeFactory(waiting=True, bereavement=over)
    assert together_desk.lay_out(TODAY).advice == []


def test_whom_we_look_for_goes_by_the_plan_round_what_is_fixed() -> None:
    first, second = (
        factories.IntakeFactory(waiting=True, resident__name=name, waiting_since=TODAY - timedelta(days=days))
        for name, days in (("Truus", 60), ("Ans", 20))
    )
    mia = factories.VolunteerFactory(first_name="Mia", capacity=1)
    factories.VolunteerFactory(first_name="Wim", capacity=1, max_km=0, languages=["tr"])
    conditions.fix(second, mia, reason="Zij kennen elkaars buurt.", by=cast.coordinator(), at=factories.NOW)
    helped = {one.seek: one.helps for one in together_desk.lay_out(TODAY).advice}
    assert helped == {"Iemand zoals Mia": (first.pk,)}
