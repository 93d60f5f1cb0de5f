"""A machine for hypothesis: one person, whoever does whatever to her years, on days that only move ahead (T2 to T9).

What must hold is reckoned here anew and on purpose without `limits`: a year is the same day a year later, less one.
"""

import contextlib
import uuid
from datetime import UTC, date, datetime, timedelta

import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bezoekdienst.accounts.roles import Role
from bezoekdienst.api import people
from bezoekdienst.lib.errors import Refused
from bezoekdienst.policy import versions
from bezoekdienst.visiting import (
    bereavements,
    deaths,
    endings,
    handovers,
    intakes,
    returns,
    takeovers,
    trajectories,
    visits,
)
from bezoekdienst.visiting.models import Bereavement, Trajectory, Visit
from bezoekdienst.visiting.states import TRAJECTORY_OPEN, EndReason
from tests import factories
from tests.web import clients

FIRST_DAYS = [date(2026, 1, 31), date(2027, 3, 1), date(2028, 2, 28), date(2028, 2, 29), date(2026, 8, 31)]
AWAY = st.sampled_from([-400, -30, -9, -3, 0, 0, 0, 0, 5, 60, 400])  # the act's own day, from today
YES = st.sampled_from([True, True, True, False, None])
REASONS = [one for one in EndReason if one != EndReason.DIED]
VISIT = {"kind": "walk", "minutes": 45, "mood": "well", "note": "", "kilometres": None, "next_on": None}
NAMES = ("started_on", "planned_end_on", "hard_stop_on", "ended_on", "meeting_on")
OPEN_AGAIN = {"state": "active", "ended_on": None, "end_reason": ""}


class Years(RuleBasedStateMachine):
    """Every rule may be refused; nothing else may go wrong, and the invariants hold after each."""

    def __init__(self):
        super().__init__()
        self.around = contextlib.ExitStack()
        self.around.enter_context(transaction.atomic())
        self.around.callback(transaction.set_rollback, True)
        self.began = {}

    def teardown(self):
        """Long after, one run of the nightly job leaves nothing open that ever had a limit."""
        try:
            if hasattr(self, "today"):
                self.today += timedelta(days=1000)
                self.every_night(times=1)
                assert not Trajectory.objects.filter(state__in=TRAJECTORY_OPEN).exclude(hard_stop_on=None).exists()
        finally:
            self.around.close()

    @initialize(today=st.sampled_from(FIRST_DAYS), months=st.sampled_from([12, 12, 12, 6, 1]))
    def sign_up(self, today, months):
        self.today = today
        self.by = factories.coordinator()
        self.operator = clients.logged_in(Role.OPERATOR)
        self.policy(months=months, weeks=8)
        self.volunteers = [
            factories.VolunteerFactory(user=factories.UserFactory(roles=[Role.VOLUNTEER])) for _ in range(2)
        ]
        intake = intakes.open(name="Bezoeker", phone="026-0000000", source="self", by=self.by, at=self.at)
        self.resident = intake.resident
        self.to_the_list(intake)
        self.trajectory = trajectories.start(intake, self.volunteers[0], by=self.by, at=self.at)
        self.meet(away=0, hers=True, his=True)

    @property
    def at(self):
        return datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=UTC)

    def day(self, away):
        return self.today + timedelta(days=away)

    def to_the_list(self, intake):
        given = {"visited_on": self.today, "answers": {}, "consents": {"visits": self.today}, "outcome": "suitable"}
        intakes.complete(intake, **given, by=self.by, at=self.at)

    @rule(days=st.sampled_from([1, 3, 7, 13, 30, 80, 200]))
    def days_pass(self, days):
        self.today += timedelta(days=days)

    @rule(number=st.integers(0, 1))
    def start(self, number):
        for intake in self.resident.intakes.filter(state="suitable"):
            with contextlib.suppress(Refused):
                self.trajectory = trajectories.start(intake, self.volunteers[number], by=self.by, at=self.at)

    @rule(away=AWAY, hers=YES, his=YES)
    def meet(self, away, hers, his):
        given = {"meeting_on": self.day(away), "resident_agreed": hers, "volunteer_agreed": his}
        with contextlib.suppress(Refused):
            trajectories.meet(self.trajectory, **given, by=self.by, at=self.at)

    @rule(away=AWAY, number=st.integers(0, 5))
    def visit(self, away, number):
        one = self.some(Trajectory, number)
        with contextlib.suppress(Refused):
            visits.log(uuid.uuid4(), trajectory=one, on=self.day(away), **VISIT, by=self.by, at=self.at)

    @rule(away=AWAY, number=st.integers(0, 5))
    def visit_by_phone(self, away, number):
        one = self.some(Trajectory, number)
        content = {**VISIT, "trajectory": one.pk, "on": self.day(away).isoformat()}
        with time_machine.travel(self.at, tick=False):
            phone = clients.of(one.volunteer.user)
            url = f"/api/v1/visits/{uuid.uuid4()}"
            answer = phone.put(url, content, content_type="application/json")
        assert answer.status_code in {201, 404, 409}

    @precondition(lambda self: Visit.objects.exists())
    @rule(away=AWAY, number=st.integers(0, 9), back=st.booleans())
    def correct(self, away, number, back):
        one = self.some(Visit, number)
        with contextlib.suppress(Refused):
            if back:
                visits.withdraw(one, by=self.by, at=self.at)
            else:
                visits.correct(one, on=self.day(away), by=self.by, at=self.at)

    @rule(away=AWAY)
    def pause(self, away):
        with contextlib.suppress(Refused):
            trajectories.pause(self.trajectory, since_on=self.day(away), by=self.by, at=self.at)

    @rule()
    def resume(self):
        with contextlib.suppress(Refused):
            trajectories.resume(self.trajectory, by=self.by, at=self.at)

    @rule(away=AWAY)
    def replan(self, away):
        with contextlib.suppress(Refused):
            trajectories.replan(self.trajectory, to_on=self.day(away), reason="omdat", by=self.by, at=self.at)

    @rule(weeks=st.integers(1, 14))
    def extend(self, weeks):
        limit_on = Bereavement.objects.get(pk=self.trajectory.bereavement_id).limit_on or self.today
        to_on = limit_on + timedelta(weeks=weeks)
        with contextlib.suppress(Refused):
            trajectories.extend(self.trajectory, to_on=to_on, reason="omdat", by=self.by, at=self.at)

    @rule(away=AWAY, reason=st.sampled_from(REASONS))
    def close(self, away, reason):
        with contextlib.suppress(Refused):
            trajectories.close(self.trajectory, reason=reason, on=self.day(away), note="ergens", by=self.by, at=self.at)

    @rule(away=AWAY, number=st.integers(0, 1), may_return=st.booleans())
    def hand_over(self, away, number, may_return):
        given = {"on": self.day(away), "urgency": 1, "urgency_reason": "ziek", "may_return": may_return}
        with contextlib.suppress(Refused):
            handovers.begin(self.trajectory, **given, by=self.by, at=self.at)
        self.start(number=number)
        self.meet(away=0, hers=True, his=True)

    @rule(number=st.integers(0, 5))
    def reopen(self, number):
        with contextlib.suppress(Refused):
            trajectories.reopen(self.some(Trajectory, number), by=self.by, at=self.at)

    @rule(times=st.integers(1, 2))
    def every_night(self, times):
        for again in range(times):
            closed = trajectories.close_outlived(on=self.today, at=self.at)
            assert not (again and closed)
        assert not Trajectory.objects.outlived(self.today).exists()

    @rule(months=st.integers(1, 12), weeks=st.integers(0, 13))
    def policy(self, months, weeks):
        numbers = {"trajectory_months": months, "planned_months": months, "extension_weeks": weeks}
        with contextlib.suppress(Refused):
            versions.change(valid_from_on=self.today, by=None, at=self.at, **numbers)

    @rule()
    def second_loss(self):
        with contextlib.suppress(Refused):
            self.to_the_list(bereavements.open(self.resident, about_when="pas", by=self.by, at=self.at))

    @rule()
    def come_back(self):
        if one := returns.latest(self.resident, self.today):
            returns.reopen(one, by=self.by, at=self.at)
            self.to_the_list(one)

    @rule(away=AWAY, really=st.sampled_from([True, *[False] * 9]))
    def die(self, away, really):
        with contextlib.suppress(Refused):
            if really:
                endings.note_death(self.resident, died_on=self.day(away), by=self.by, at=self.at)

    @rule(away=AWAY, corrected=st.booleans())
    def live(self, away, corrected):
        given = {"by": self.by, "at": self.at}
        with contextlib.suppress(Refused):
            if corrected:
                deaths.correct(self.resident, died_on=self.day(away), **given)
            else:
                deaths.take_back(self.resident, **given)

    @rule(began=AWAY, planned=AWAY, weeks=st.sampled_from([0, 0, 1, 8, 14]), number=st.integers(0, 1))
    def take_over_from_paper(self, began, planned, weeks, number):
        by = {"by": self.by, "at": self.at}
        for intake in self.resident.intakes.filter(state="suitable", bereavement__year_started_on=None):
            began_on, loss = self.day(began), intake.bereavement
            extended_on = _a_year_after(began_on) + timedelta(weeks=weeks) if weeks else None
            course = takeovers.Course(began_on, began_on, planned_end_on=self.day(planned))
            with contextlib.suppress(Refused), transaction.atomic():
                policy = takeovers.run_year(loss, takeovers.Year(began_on, extended_on, "omdat"), **by)
                self.trajectory = takeovers.begin(intake, self.volunteers[number], course, policy=policy, **by)

    @rule(name=st.sampled_from(NAMES), away=AWAY, number=st.integers(0, 5))
    def past_the_verbs(self, name, away, number):
        self.write(self.some(Trajectory, number), **{name: self.day(away)})

    @rule(number=st.integers(0, 5), values=st.sampled_from([OPEN_AGAIN, {"hard_stop_on": None}, {"started_on": None}]))
    def past_the_verbs_to_open(self, number, values):
        self.write(self.some(Trajectory, number), **values)

    @rule(number=st.integers(0, 3), name=st.sampled_from(["year_started_on", "limit_on", "extended_to_on"]), away=AWAY)
    def past_the_verbs_in_the_year(self, number, name, away):
        self.write(self.some(Bereavement, number), **{name: self.day(away)})

    @precondition(lambda self: Visit.objects.exists())
    @rule(number=st.integers(0, 9), away=AWAY)
    def past_the_verbs_in_a_visit(self, number, away):
        self.write(self.some(Visit, number), on=self.day(away), withdrawn_at=None)

    @rule(number=st.integers(0, 5), started=AWAY, stop=st.sampled_from([None, -30, 0, 100, 364, 365, 500]))
    def past_the_verbs_beside_it(self, number, started, stop):
        loss = self.some(Bereavement, number)
        given = {"started_on": self.day(started), "matched_on": self.today}
        given |= {"policy_id": self.trajectory.policy_id, "state": "active"}
        given |= dict.fromkeys(("hard_stop_on", "planned_end_on"), None if stop is None else self.day(stop))
        with contextlib.suppress(IntegrityError), transaction.atomic():
            Trajectory.objects.create(resident=self.resident, bereavement=loss, volunteer=self.volunteers[0], **given)

    @rule(number=st.integers(0, 5), away=AWAY)
    def past_the_verbs_a_visit(self, number, away):
        one = self.some(Trajectory, number)
        with contextlib.suppress(IntegrityError), transaction.atomic():
            Visit.objects.create(trajectory=one, on=self.day(away), logged_at=self.at, sent_digest="x")

    @rule(away=AWAY)
    def by_the_admin(self, away):
        one = self.trajectory
        url, filled = reverse("admin:visiting_trajectory_changelist"), {"hard_stop_on": self.day(away).isoformat()}
        before = Trajectory.objects.filter(pk=one.pk).values().get()
        assert self.operator.post(f"{url}{one.pk}/change/", filled).status_code == 404
        self.operator.post(url, {"action": "delete_selected", "_selected_action": one.pk})
        assert Trajectory.objects.filter(pk=one.pk).values().get() == before

    def some(self, model, number):
        rows = list(model.objects.order_by("pk"))
        return rows[number % len(rows)]

    def write(self, row, **values):
        with contextlib.suppress(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**values)

    @invariant()
    def no_year_is_outlived(self):
        for loss in Bereavement.objects.exclude(year_started_on=None):
            first = self.began.setdefault(loss.pk, loss)
            assert loss.year_started_on <= first.year_started_on
            assert loss.limit_on <= first.limit_on
            last_on = _a_year_after(loss.year_started_on)
            assert loss.limit_on <= last_on
            assert loss.hard_stop_on <= last_on + timedelta(weeks=13)
            assert loss.hard_stop_on <= loss.year_started_on + timedelta(days=457)

    @invariant()
    def everything_lies_inside(self):
        for one in Trajectory.objects.exclude(started_on=None).select_related("bereavement"):
            loss, last_on = one.bereavement, one.ended_on or one.hard_stop_on
            assert loss.year_started_on <= one.started_on
            assert last_on <= one.hard_stop_on <= loss.hard_stop_on
            assert one.planned_end_on is None or one.planned_end_on <= one.hard_stop_on
            done = one.visits.filter(withdrawn_at=None)
            assert all(one.started_on <= visit.on <= last_on for visit in done)
        assert not Visit.objects.filter(withdrawn_at=None, trajectory__started_on=None).exists()

    @invariant()
    def nothing_is_open_after_its_stop(self):
        visited = list(Trajectory.objects.filter(state__in=TRAJECTORY_OPEN).values_list("resident", flat=True))
        assert len(visited) == len(set(visited))
        assert all(one.hard_stop_on is None or one.hard_stop_on >= self.today
                   for one in Trajectory.objects.open_on(self.today))  # fmt: skip
        for volunteer in self.volunteers:
            for row in people.mine(volunteer.user, self.today):
                assert row["ended_on"] or row["hard_stop_on"] is None or row["hard_stop_on"] >= self.today

    @invariant()
    def nobody_dead_is_visited(self):
        self.resident.refresh_from_db()
        if self.resident.died_on:
            assert not self.resident.trajectories.filter(state__in=TRAJECTORY_OPEN).exists()


def _a_year_after(day):
    """The last day of a year: 365 days later, or 366 when a 29 February lies between; from 29 February the 27th."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 27)
    return day.replace(year=day.year + 1) - timedelta(days=1)
