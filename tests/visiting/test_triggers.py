"""What the database itself refuses, whoever writes (T4, T5)."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests import cast, factories

pytestmark = pytest.mark.django_db


def write(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def set_dates(trajectory, **dates):
    columns = ", ".join(f"{name} = %s" for name in dates)
    write(f"UPDATE visiting_trajectory SET {columns} WHERE id = %s", *dates.values(), trajectory.pk)


@pytest.mark.parametrize("days", [458, 1000])
def test_no_hard_stop_lies_further_than_a_year_and_thirteen_weeks(days):
    trajectory = cast.trajectory()
    with pytest.raises(IntegrityError):
        set_dates(trajectory, hard_stop_on=trajectory.started_on + timedelta(days=days))


def test_the_furthest_possible_stop_is_let_through():
    trajectory = cast.trajectory()
    set_dates(trajectory, hard_stop_on=trajectory.started_on + timedelta(days=457))
    trajectory.refresh_from_db()
    assert trajectory.hard_stop_on == date(2027, 12, 2)


def test_no_planned_end_and_no_end_lies_past_the_hard_stop():
    trajectory = cast.trajectory()
    for name in ("planned_end_on", "ended_on"):
        with pytest.raises(IntegrityError):
            set_dates(trajectory, **{name: trajectory.hard_stop_on + timedelta(days=1)})


def test_a_second_open_trajectory_of_one_person_is_refused():
    trajectory = cast.trajectory()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.TrajectoryFactory(bereavement__resident=trajectory.resident, intake=False)


@pytest.mark.parametrize("on", [date(2026, 8, 31), date(2027, 9, 1)])
def test_no_visit_lies_outside_its_trajectory(on):
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.trajectory().visits.create(id=uuid.uuid4(), on=on, logged_at=factories.NOW)


def test_no_visit_is_moved_past_the_end():
    trajectory = cast.trajectory()
    visit = trajectory.visits.create(on=date(2026, 10, 1), logged_at=factories.NOW)
    set_dates(trajectory, ended_on=date(2026, 10, 5))
    with pytest.raises(IntegrityError):
        write(
            'UPDATE visiting_visit SET "on" = %s WHERE id = %s',
            date(2026, 10, 6),
            visit.pk.hex if connection.vendor == "sqlite" else visit.pk,
        )
