"""The year in figures: one definition each, alive or erased; small counts of signals hidden."""

from datetime import timedelta

import pytest
from django.test import Client

from bezoekdienst.accounts.roles import Role
from bezoekdienst.reports import figures
from bezoekdienst.reports.hiding import Figure
from bezoekdienst.retention import tallies
from bezoekdienst.visiting import counted
from bezoekdienst.visiting.models import Resident
from tests import cast, factories
from tests.web import clients

YEAR = factories.TODAY.year


def _line(lines: tuple[Figure, ...], words: str) -> int | str | None:
    return next(figure.count for figure in lines if figure.words == words)


@pytest.mark.django_db
def test_a_person_counts_the_same_alive_and_erased() -> None:
    trajectory = cast.trajectory()
    factories.VisitFactory(trajectory=trajectory, on=trajectory.started_on)
    alive = figures.of(YEAR, {})
    tallies.add_up(counted.residents())
    Resident.objects.all().delete()
    assert figures.of(YEAR, tallies.of(YEAR)) == alive
    assert _line(alive.people, "koppelingen") == 1
    assert _line(alive.visits, "thuis") == 1


@pytest.mark.django_db
def test_a_withdrawn_visit_does_not_count() -> None:
    trajectory = cast.trajectory()
    factories.VisitFactory(trajectory=trajectory, on=trajectory.started_on, withdrawn_at=factories.NOW)
    assert _line(figures.of(YEAR, {}).visits, "thuis") == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_fewer_than_five_signals_of_a_kind_are_not_told(count: int, shown: int | None) -> None:
    erased = {("signal", "gloom"): count}
    assert _line(figures.of(YEAR, erased).signals, "somberheid") == shown


@pytest.mark.django_db
def test_another_year_is_another_year() -> None:
    cast.trajectory()
    assert _line(figures.of(YEAR + 5, {}).people, "koppelingen") == 0


@pytest.mark.django_db
def test_each_way_of_signing_up_is_counted_apart_and_how_far_people_came() -> None:
    this_year = {"signed_up_on": factories.TODAY}
    factories.ResidentFactory(source="gp", **this_year)
    for waiting in (False, True):
        about = {f"bereavement__resident__{name}": value for name, value in {"source": "gp", **this_year}.items()}
        factories.IntakeFactory(waiting=waiting, visited_on=factories.TODAY, **about)
    factories.TrajectoryFactory(
        bereavement__resident__source="letter", bereavement__resident__signed_up_on=factories.TODAY
    )
    found = {
        one.source: (one.signed_up, one.visited, one.suitable, one.matched) for one in figures.of(YEAR, {}).sources
    }
    assert found == {
        "brief van de gemeente": (1, 1, 1, 1), "zelf": (0, 0, 0, 0), "familie": (0, 0, 0, 0),
        "huisarts": (3, 2, 1, 0), "anders": (0, 0, 0, 0),
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 3])
def test_the_figures_take_the_same_number_of_queries(people: int, django_assert_num_queries: object) -> None:
    for _ in range(people):
        trajectory = factories.TrajectoryFactory()
        factories.VisitFactory(trajectory=trajectory, on=trajectory.started_on + timedelta(days=1))
    with django_assert_num_queries(9):  # type: ignore[operator]
        figures.of(YEAR, {})


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "?jaar=onzin", "?jaar=1066"])
def test_the_page_shows_this_year_unless_a_sensible_one_is_asked_for(asked: str) -> None:
    page = clients.logged_in(Role.COORDINATOR).get(f"/cijfers/{asked}")
    assert page.status_code == 200
    assert "in cijfers" in page.content.decode()


@pytest.mark.django_db
def test_the_page_holds_no_name() -> None:
    resident = cast.trajectory().resident
    client: Client = clients.logged_in(Role.CLERK)
    assert resident.name not in client.get("/cijfers/").content.decode()


@pytest.mark.django_db
def test_a_sign_up_without_a_talk_is_no_talk() -> None:
    factories.IntakeFactory()
    assert _line(figures.of(YEAR, {}).people, "intakegesprekken") == 0
    factories.IntakeFactory(waiting=True, visited_on=factories.TODAY)
    assert _line(figures.of(YEAR, {}).people, "intakegesprekken") == 1
