"""Whatever happens, in whatever order: the year cannot be outlived (T2 to T5)."""

import uuid
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from bezoekdienst.lib.errors import Refused
from bezoekdienst.policy import versions
from bezoekdienst.visiting import limits, trajectories, visits
from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.visiting.states import TRAJECTORY_OPEN, EndReason
from tests import cast, factories

pytestmark = pytest.mark.django_db

OFTEN = ("meet", "visit", "hand_over", "reopen")
SOMETIMES = ("start", "close", "pause", "resume", "replan", "extend", "nightly", "policy")
ACTS = (*OFTEN, *OFTEN, *SOMETIMES)
LATER = st.sampled_from([0, 0, 1, 3, 7, 13, 30, 80])  # days that pass before an act
AWAY = st.sampled_from([-30, -9, -3, 0, 0, 0, 5, 60])  # the act's own day, from today
STEPS = st.tuples(st.sampled_from(ACTS), LATER, AWAY, st.integers(1, 13))
STARTS = st.sampled_from([date(2026, 1, 31), date(2027, 3, 1), date(2028, 2, 28), date(2028, 2, 29), date(2026, 8, 31)])


class History:
    """One resident, and whoever does whatever, on a day that only moves ahead."""

    def __init__(self, today):
        self.today = today
        self.by = cast.coordinator()
        signed_up = {"bereavement__resident__signed_up_on": today}
        self.intake = factories.IntakeFactory(waiting=True, opened_on=today, waiting_since=today, **signed_up)
        self.limits = set()

    @property
    def at(self):
        return datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=UTC)

    def do(self, act, later, away, number):
        """One act, with a day `away` days from today; a refusal is fine, any other error is not."""
        self.today += timedelta(days=later)
        trajectory = Trajectory.objects.order_by("-pk").first()
        if trajectory is None and act not in {"start", "policy", "nightly"}:
            return
        outlived = set(Trajectory.objects.outlived(self.today))
        with suppress(Refused):
            getattr(self, act)(trajectory, self.today + timedelta(days=away), number)
        assert set(Trajectory.objects.outlived(self.today)) <= outlived  # only days make one outlived, never an act
        self.check()

    def start(self, trajectory, day, number):
        trajectories.start(Intake.objects.get(), factories.VolunteerFactory(), by=self.by, at=self.at)

    def meet(self, trajectory, day, number):
        day = min(max(day, trajectory.matched_on), self.today)
        yes = number > 2
        trajectories.meet(
            trajectory, meeting_on=day, resident_agreed=yes, volunteer_agreed=True, by=self.by, at=self.at
        )

    def visit(self, trajectory, day, number):
        given = {"kind": "walk", "minutes": 45, "mood": "well", "note": "", "kilometres": None, "next_on": None}
        day = min(day, self.today)
        visits.log(uuid.uuid4(), trajectory=trajectory, on=day, **given, by=self.by, at=self.at)

    def pause(self, trajectory, day, number):
        trajectories.pause(trajectory, since_on=min(day, self.today), by=self.by, at=self.at)

    def resume(self, trajectory, day, number):
        trajectories.resume(trajectory, by=self.by, at=self.at)

    def replan(self, trajectory, day, number):
        trajectories.replan(trajectory, to_on=day, reason="omdat", by=self.by, at=self.at)

    def extend(self, trajectory, day, number):
        limit_on = trajectory.bereavement.limit_on or day
        trajectories.extend(trajectory, to_on=limit_on + timedelta(weeks=number), reason="x", by=self.by, at=self.at)

    def close(self, trajectory, day, number):
        reason = [EndReason.GOAL_REACHED, EndReason.MOVED, EndReason.NO_CLICK, EndReason.YEAR_REACHED][number % 4]
        trajectories.close(trajectory, reason=reason, on=min(day, self.today), by=self.by, at=self.at)

    def hand_over(self, trajectory, day, number):
        reason = EndReason.STOPPED_BY_VOLUNTEER
        trajectories.close(trajectory, reason=reason, on=min(day, self.today), by=self.by, at=self.at)
        self.start(None, day, number)

    def reopen(self, trajectory, day, number):
        trajectories.reopen(trajectory, by=self.by, at=self.at)

    def nightly(self, trajectory, day, number):
        trajectories.close_outlived(on=self.today, at=self.at)
        assert not Trajectory.objects.outlived(self.today).exists()

    def policy(self, trajectory, day, number):
        months = min(number, 12)
        versions.change(
            valid_from_on=self.today,
            by=None,
            at=self.at,
            trajectory_months=months,
            planned_months=months,
            extension_weeks=number,
        )

    def check(self):
        bereavement = Intake.objects.select_related("bereavement").get().bereavement
        assert Trajectory.objects.filter(state__in=TRAJECTORY_OPEN).count() <= 1
        if bereavement.limit_on is None:
            return
        self.limits.add((bereavement.year_started_on, bereavement.limit_on))
        assert len(self.limits) == 1  # whoever visits, whatever the policy becomes: the year never moves
        assert bereavement.limit_on <= limits.year_limit(bereavement.year_started_on, 12)
        assert bereavement.hard_stop_on <= limits.extension_latest(bereavement.limit_on, 13)
        for trajectory in Trajectory.objects.exclude(started_on=None).prefetch_related("visits"):
            assert bereavement.year_started_on <= trajectory.started_on
            last_on = trajectory.ended_on or trajectory.hard_stop_on
            assert last_on <= trajectory.hard_stop_on <= bereavement.hard_stop_on
            assert trajectory.planned_end_on <= trajectory.hard_stop_on
            assert all(trajectory.started_on <= visit.on <= last_on for visit in trajectory.visits.all())


@settings(max_examples=30)
@given(STARTS, st.lists(STEPS, min_size=10, max_size=25))
def test_nothing_outlives_its_year_whatever_happens(start_on, steps):
    with transaction.atomic():
        history = History(start_on)
        history.do("start", 0, 0, 3)
        history.do("meet", 7, 0, 3)
        for step in steps:
            history.do(*step)
        history.do("nightly", 1000, 0, 0)
        assert not Trajectory.objects.open_on(history.today).exclude(hard_stop_on=None).exists()
        transaction.set_rollback(True)
