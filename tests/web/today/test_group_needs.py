"""What the worklist says of the group, each rule on its boundary days (V5)."""

from datetime import date, timedelta

import pytest

from bezoekdienst.web.today import gathering_facts, worklist
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Urgency
from tests import cast
from tests.factories import NOW, TODAY
from volunteers import gatherings

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def told(today: date = TODAY, due_on: date = TODAY + 3 * WEEK, **group: object) -> list[tuple[str, str, str]]:
    found = worklist.needs(facts.Facts(today=today, group=facts.GroupFacts(due_on=due_on, **group)))
    return [(need.urgency, need.sentence, need.reason) for need in found]


def test_a_group_that_meets_at_its_rhythm_needs_nobody() -> None:
    assert told(next_on=TODAY + 3 * WEEK) == []
    assert told(next_on=TODAY + 5 * WEEK) == []  # moved for a holiday


@pytest.mark.parametrize(
    ("due_on", "urgency", "reason"),
    [
        (TODAY + 2 * WEEK + DAY, Urgency.LATER, "De volgende hoort uiterlijk op 8 december."),
        (TODAY + 2 * WEEK, Urgency.WEEK, "De volgende hoort uiterlijk op 7 december."),
        (TODAY, Urgency.WEEK, "De volgende hoort uiterlijk op 23 november."),
        (TODAY - DAY, Urgency.WEEK, "De volgende hoorde uiterlijk op 22 november."),
    ],
)
def test_nothing_planned_is_told_and_presses_two_weeks_ahead(due_on: date, urgency: str, reason: str) -> None:
    assert told(due_on=due_on) == [(urgency, "Er is geen intervisie gepland.", reason)]


def test_one_that_is_planned_far_too_late_is_told() -> None:
    assert told(next_on=TODAY + 5 * WEEK + DAY) == [
        ("later", "De volgende intervisie is pas op 29 december.", "Die hoort uiterlijk op 14 december.")
    ]


@pytest.mark.parametrize(("today", "count"), [(date(2027, 3, 31), 0), (date(2027, 4, 1), 1)])
def test_a_year_without_a_theme_day_is_told_from_april_on(today: date, count: int) -> None:
    lines = told(today, due_on=today, next_on=today, has_theme_day=False)
    assert lines == [("later", "Dit jaar is er nog geen themadag.", "Elk jaar is er een.")] * count


def test_presence_that_nobody_noted_is_asked_for() -> None:
    (line,) = told(next_on=TODAY, unnoted=(facts.MeetingFacts(4, "intervisie", date(2026, 11, 20)),))
    assert line[:2] == ("later", "Wie was er op de intervisie van 20 november?")


@pytest.mark.django_db
def test_without_volunteers_nobody_needs_to_meet() -> None:
    assert gathering_facts.gather_facts(NOW).group is None


@pytest.mark.django_db
def test_what_was_and_is_to_come_is_gathered() -> None:
    cast.volunteer()
    by = cast.coordinator()
    given = {"place": "zaal 1", "by": by, "at": NOW - 9 * WEEK}
    was = gatherings.plan("intervision", starts_at=NOW - 3 * WEEK, **given)
    gatherings.plan("intervision", starts_at=NOW + 3 * WEEK, **given)
    meeting = facts.MeetingFacts(was.pk, "intervisie", TODAY - 3 * WEEK)
    expected = facts.GroupFacts(TODAY + 3 * WEEK, TODAY + 3 * WEEK, has_theme_day=False, unnoted=(meeting,))
    assert gathering_facts.gather_facts(NOW).group == expected
