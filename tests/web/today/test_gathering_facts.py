"""What is gathered for what needs me today, in how many queries, and who gets the page."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.models import Contact, Signal, Visit, VisitConflict
from bezoekdienst.web.today import gathering_facts
from letters.models import Round
from letters.states import RoundState
from tests import factories
from tests.factories import NOW, TODAY
from tests.web import clients
from volunteers import calls, losses
from volunteers.models import CallRequest
from volunteers.states import State

DAY = timedelta(days=1)


def gathered() -> list[tuple[object, ...]]:
    found = gathering_facts.gather_facts(NOW).volunteers
    return [(one.name, one.vog_until is not None, one.talk_on, one.untold_on) for one in found]


def test_of_volunteers_is_gathered_whom_to_talk_with(db: None) -> None:
    by, again_on = factories.coordinator(), TODAY + DAY
    applied = factories.VolunteerFactory(name="A", first_name="A", state=State.APPLICANT, loss__talk=None)
    factories.VolunteerFactory(name="B", first_name="B", loss__talk=None)
    trained = factories.VolunteerFactory(name="C", first_name="C", state=State.TRAINING, loss__talk=None)
    factories.VolunteerFactory(name="D", first_name="D", state=State.LEFT, loss__talk=None)
    factories.VolunteerFactory(name="E", first_name="E")
    for one in (applied, trained):
        losses.talk(one, outcome="later", held_on=TODAY, again_on=again_on, by=by, at=NOW)
    assert gathered() == [
        ("A", False, again_on, None),
        ("B", True, None, date(2025, 5, 1)),
        ("C", True, again_on, None),
        ("E", True, None, None),
    ]


def situation(number: int) -> None:
    """A bit of everything, `number` times."""
    for index in range(number):
        trajectory = factories.TrajectoryFactory()
        factories.TrajectoryFactory(meeting=True)
        factories.IntakeFactory(waiting=True)
        new = factories.IntakeFactory()
        Contact.objects.create(resident=new.resident, made_on=TODAY, way="phone", reached=False)
        shared = {"resident": trajectory.resident, "trajectory": trajectory, "reported_by": factories.UserFactory()}
        Signal.objects.create(**shared, kind="gloom", urgent=False, reported_at=NOW)
        visit = Visit.objects.create(trajectory=trajectory, on=TODAY - index * DAY, logged_at=NOW, sent_digest="x")
        VisitConflict.objects.create(visit=visit, received_at=NOW, content={})
        calls.ask(trajectory.volunteer, by=factories.coordinator(), at=NOW)


def queries(number: int) -> int:
    situation(number)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        gathering_facts.gather_facts(NOW)
    return len(asked)


@pytest.mark.django_db
def test_three_of_everything_ask_the_database_no_more_than_one() -> None:
    Round.objects.create(quarter_on=date(2026, 10, 1), reference_on=TODAY, opened_at=NOW, state=RoundState.POSTED,
                         posted_on=TODAY)  # fmt: skip
    assert queries(1) == queries(2)


@pytest.mark.django_db
def test_what_is_there_is_told_as_it_is() -> None:
    situation(1)
    told = gathering_facts.gather_facts(NOW)
    assert (len(told.signals), len(told.calls), len(told.waiting), len(told.trajectories)) == (1, 1, 1, 2)
    (one,) = told.intakes
    assert (one.tried, one.missed_calls) == (True, 1)
    running = next(one for one in told.trajectories if one.state == "active")
    assert (running.visited_on, running.reviewed_on) == (TODAY, ())
    assert len(told.conflicts) == 1


@pytest.mark.django_db
def test_a_visit_corrected_since_is_no_conflict_any_more() -> None:
    situation(1)
    Visit.objects.update(corrected_at=NOW)
    assert gathering_facts.gather_facts(NOW).conflicts == ()


# The page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.CLERK, "/rondes/"),
        (Role.PRINT_ROOM, "/drukwerk/"),
        (Role.VOLUNTEER, "/m/"),
        (Role.PRIVACY_OFFICER, "/logboek/"),
        (Role.OPERATOR, "/beheer/"),
    ],
)
def test_who_sees_no_residents_goes_to_her_own_first_page(role: Role, address: str) -> None:
    assert clients.logged_in(role).get("/")["Location"] == address


@pytest.mark.django_db
def test_who_may_do_nothing_has_no_first_page() -> None:
    assert clients.logged_in().get("/").status_code == 403


@pytest.mark.django_db
def test_a_good_day_says_so() -> None:
    factories.ResidentFactory()
    assert "Een goede dag." in clients.logged_in(Role.COORDINATOR).get("/").content.decode()


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_each_line_leads_to_its_page() -> None:
    situation(1)
    client = clients.logged_in(Role.COORDINATOR)
    page = client.get("/").content.decode()
    signal = Signal.objects.get()
    assert f'href="/signalen/{signal.pk}/"' in page
    assert page.index("Vandaag</h2>") < page.index("Deze week</h2>")


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_a_call_leaves_the_list_once_somebody_called() -> None:
    situation(1)
    client, (asked,) = clients.logged_in(Role.COORDINATOR), CallRequest.objects.all()
    address = f"/terugbellen/{asked.pk}/"
    assert f'href="{address}"' in client.get("/").content.decode()
    assert client.post(address)["Location"] == "/"
    assert address not in client.get("/").content.decode()
    assert "Er is al teruggebeld." in client.post(address).content.decode()
    assert clients.logged_in(Role.CLERK).get(address).status_code == 403
