"""Whatever goes wrong with the mornings, and however long a condition stays true: each cause is told once."""

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices import digests, post, reminders
from bezoekdienst.notices.models import Message, State
from bezoekdienst.retention import told
from bezoekdienst.visiting import handovers, intakes, reviews, trajectories, visits
from bezoekdienst.visiting import reminders as of_visiting
from bezoekdienst.visiting.models import Intake, Trajectory
from tests import cast, factories
from volunteers import reminders as of_volunteers
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
START = date(2026, 9, 1)
DAYS = 380
DAY = timedelta(days=1)


def moment(on: date, hour: int = 7) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


def world() -> None:
    """Everything that can be told, and nobody does anything about it."""
    cast.coordinator()
    cast.trajectory()
    factories.IntakeFactory(opened_on=START)
    factories.TrajectoryFactory(meeting=True, matched_on=START)
    Volunteer.objects.update(vog_on=date(2024, 6, 1))


def erase(on: date) -> None:
    """What the retention schedule takes of the mails, at night."""
    told.messages(on).delete()


def morning(on: date) -> list[str]:
    """The job, and what went out: the keys."""
    at = moment(on)
    reminders.queue_due(on=on, at=at)
    digests.queue_due(on=on, at=at)
    before = len(mail.outbox)
    post.send_due(at)
    pks = [int(one.extra_headers["Message-ID"].split("-")[1]) for one in mail.outbox[before:]]
    return list(Message.objects.filter(pk__in=pks).exclude(kind="digest").values_list("key", flat=True))


def true_on(on: date) -> dict[str, tuple[str, ...]]:
    """The keys of what is true, each with the keys that say the same later on."""
    found = (one for source in (of_visiting.due, of_volunteers.due) for one in source(on))
    return {f"{one.cause}:{user.pk}": tuple(f"{each}:{user.pk}" for each in one.nearer)
            for one in found for user in one.users}  # fmt: skip


def test_a_talk_that_is_due_is_asked_for_once_also_when_she_waits_long_for_another_volunteer():
    by, first = cast.coordinator(), factories.TrajectoryFactory(started_on=START)
    due_on, waits_until = date(2026, 12, 2), date(2027, 2, 1)
    assert [key for key in morning(due_on) if "review" in key] == [
        f"bereavement:{first.bereavement_id}:review:3:{by.pk}"
    ]
    handovers.begin(first, on=due_on, urgency=0, by=by, at=moment(due_on, 9))
    erase(waits_until)
    intake, at = Intake.objects.get(bereavement=first.bereavement), moment(waits_until)
    second = trajectories.start(intake, factories.VolunteerFactory(), by=by, at=at)
    trajectories.meet(second, meeting_on=waits_until, resident_agreed=True, volunteer_agreed=True, by=by, at=at)
    assert reviews.due(second, waits_until) == (3, date(2026, 12, 1))
    assert [key for key in morning(waits_until) if "review" in key] == []


def test_in_a_year_of_mornings_with_nights_of_erasure_each_cause_is_told_once_and_then_forgotten():
    world()
    sent: Counter[str] = Counter()
    for on in (START + number * DAY for number in range(0, DAYS, 3)):
        erase(on)
        sent.update(morning(on))
    kinds = Counter(key.split(":")[0] + ":" + ":".join(key.split(":")[2:3]) for key in sent)
    assert set(sent.values()) == {1}
    assert kinds == {
        "intake:contact": 1, "intake:visit": 1,
        "trajectory:unsettled": 1, "trajectory:silent": 1, "bereavement:review": 3,
        "trajectory:ends": 6, "trajectory:year_ends": 6,  # 8, 4 and 2 weeks, to two people
        "vog:2024-06-01": 9,  # 60, 30 and 7 days, to three
    }  # fmt: skip
    assert set(Message.objects.exclude(kind="digest").values_list("key", flat=True)) == set(sent)
    trajectories.close_outlived(on=on, at=moment(on))
    Trajectory.objects.filter(state="acquaintance").delete()
    Intake.objects.update(state="withdrawn", ended_on=on)
    Volunteer.objects.update(state="left")
    erase(on + 60 * DAY)
    assert not Message.objects.exists()


@pytest.mark.parametrize("out", [7, 92])
def test_after_a_week_or_a_quarter_without_a_clock_nothing_is_missed_and_only_the_nearest_is_told(out: int):
    world()
    stopped, sent = START + 200 * DAY, Counter(morning(START + 200 * DAY))
    sent.update(morning(stopped + out * DAY))
    assert set(sent.values()) == {1}
    missing = set(true_on(stopped + out * DAY)) - set(sent)
    assert missing == set()
    ends = [key for key in sent if ":ends:" in key or ":year_ends:" in key or key.startswith("vog:")]
    assert max(Counter(key.rsplit(":", 2)[0] + key.rsplit(":")[-1] for key in ends).values(), default=0) <= 2


def test_two_clocks_at_once_tell_each_cause_once():
    world()
    on = START + 250 * DAY
    first = [reminders.queue_due(on=on, at=moment(on)) for _ in range(2)]
    assert first[0] > 0 and first[1] == 0


ACTS = st.sampled_from(["visit", "call", "review", "pause", "resume", "replan", "close", "nothing"])
HISTORIES = st.lists(st.tuples(st.integers(1, 45), ACTS, st.booleans()), min_size=4, max_size=10)
PATIENT = settings(max_examples=12, suppress_health_check=list(HealthCheck))


def act(word: str, on: date) -> None:
    """Something happens to the trajectory or the sign-up; what the rules refuse doesn't."""
    trajectory, intake = cast.trajectory(), Intake.objects.earliest("pk")
    given = {"by": cast.coordinator(), "at": moment(on, 12)}
    content = {"kind": "at_home", "minutes": 60, "mood": "well", "note": "", "next_on": None, "kilometres": None}
    acts = {
        "visit": lambda: visits.log(uuid.uuid4(), trajectory=trajectory, on=on, **content, **given),
        "call": lambda: intakes.contact(intake.resident, made_on=on, way="phone", reached=True, note="", **given),
        "review": lambda: reviews.note(
            trajectory, made_on=on, way="phone", reached=True, review="as_now", **given
        ),
        "pause": lambda: trajectories.pause(trajectory, since_on=on, **given),
        "resume": lambda: trajectories.resume(trajectory, **given),
        "replan": lambda: trajectories.replan(trajectory, to_on=on + 20 * DAY, reason="x", **given),
        "close": lambda: trajectories.close(trajectory, reason="goal_reached", on=on, **given),
    }  # fmt: skip
    if word in acts:
        try:
            acts[word]()
        except Refused:
            return


def history(steps: Iterable[tuple[int, str, bool]]) -> Iterable[tuple[date, str, bool]]:
    on = START
    for days, word, ran in steps:
        on += days * DAY
        yield on, word, ran


@PATIENT
@given(HISTORIES)
@example([(30, "visit", True), (40, "pause", True), (40, "resume", True), (40, "replan", True), (30, "close", True)])
def test_told_is_what_was_true_on_a_morning_on_which_the_job_ran_and_each_of_it_once(steps):
    with transaction.atomic():
        world()
        expected, sent = Counter(), Counter()
        for on, word, ran in history(steps):
            erase(on)
            if ran:
                true = true_on(on)
                expected.update(
                    key for key, nearer in true.items() if key not in expected and not expected.keys() & nearer
                )
                sent.update(morning(on))
            act(word, on)
        assert sent == expected
        transaction.set_rollback(True)


@PATIENT
@given(HISTORIES, st.sampled_from(["1", "25", "1234567"]))
def test_what_waits_for_an_overview_is_told_by_one_or_is_no_longer_true(steps, days):
    with transaction.atomic():
        world()
        by = cast.coordinator()
        digests.choose(by, weekdays=days, holds=True, at=moment(START))
        hers = f":{by.pk}"
        for on, word, ran in history(steps):
            if ran:
                assert [key for key in morning(on) if key.endswith(hers)] == []
                if Message.objects.filter(kind="digest", sent_at=moment(on)).exists():
                    assert not Message.objects.filter(state=State.HELD).exists()
            act(word, on)
        transaction.set_rollback(True)
