"""What has had its time goes, on its day and not a day before, and the rest stays."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import models

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.notices.models import Digest
from bezoekdienst.retention import applying, plan, terms
from bezoekdienst.retention.models import ErasureRun, Tally
from bezoekdienst.visiting.models import Contact, Intake, Resident, Signal, Trajectory, Visit
from letters.models import (
    Letter,
    Letterhead,
    Picture,
    PrintJob,
    Round,
)
from tests import factories
from tests.factories import NOW
from tests.retention import rows
from volunteers.models import OwnLoss, Volunteer

pytestmark = pytest.mark.django_db


Make = Callable[[], models.Model]
# Each step: what it is about, and the first day on which it goes.
CASES: dict[str, tuple[Make, date]] = {
    "silent_addressees": (rows.silent, rows.PAST + timedelta(weeks=8)),
    "loose_addressees": (rows.addressee, rows.day_after(6)),
    "line_outcomes": (rows.line_outcome, rows.day_after(6)),
    "inbox_files": (rows.inbox_file, rows.day_after(6)),
    "print_files": (rows.box, rows.PAST + timedelta(days=14)),
    "letterheads": (rows.letterhead, rows.day_after(24)),
    "pictures": (rows.picture, rows.PAST + timedelta(days=1)),
    "ledger": (rows.ledger, rows.months(36)),
    "suppressions": (rows.suppression, rows.months(120)),
    "visit_notes": (rows.ended, rows.months(3)),
    "visit_conflicts": (rows.conflict, rows.months(3)),
    "withdrawn": (rows.withdrawn, rows.months(3)),
    "residents": (rows.ended, rows.months(12)),
    "proposals": (rows.proposal, rows.day_after(12)),
    "held_back": (rows.held_back, rows.PAST + timedelta(days=1)),
    "declined_volunteers": (lambda: rows.leaver(state="declined"), rows.months(3)),
    "volunteers": (rows.leaver, rows.months(24)),
    "users": (rows.user, rows.day_after(24)),
    "feeds": (rows.feed, rows.PAST + timedelta(days=31)),
    "phones": (rows.phone, rows.PAST + timedelta(days=31)),
    "phone_codes": (rows.phone_code, rows.PAST + timedelta(days=1)),
    "messages": (rows.message, rows.PAST + timedelta(days=31)),
    "sessions": (rows.session, rows.PAST + timedelta(days=1)),
    "confirmations": (rows.confirmation, rows.PAST + timedelta(days=31)),
    "admin_log": (rows.admin_entry, rows.PAST + timedelta(days=31)),
}


def test_every_step_has_a_case_and_the_log_and_who_asks_a_test_of_their_own() -> None:
    assert set(CASES) | {"events", "requested_residents", "requested_volunteers"} == set(applying.STEPS)


@pytest.mark.parametrize("key", CASES)
def test_it_goes_on_its_day_and_not_a_day_before(key: str) -> None:
    make, on = CASES[key]
    make()
    assert plan.plan(on - timedelta(days=1))[key] == 0
    assert plan.plan(on)[key] == 1
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    assert applying.run(on=on - timedelta(days=1), at=at).counts.get(key, 0) == 0
    assert applying.run(on=on, at=at).counts[key] == 1
    assert plan.plan(on)[key] == 0
    assert applying.run(on=on, at=at).counts.get(key, 0) == 0


@pytest.mark.parametrize("key", CASES)
def test_a_plan_changes_nothing(key: str) -> None:
    make, on = CASES[key]
    row = make()
    plan.plan(on)
    row.refresh_from_db()
    assert ErasureRun.objects.count() == 0


def test_a_resident_goes_with_everything_of_hers_and_only_counts_stay() -> None:
    trajectory = rows.ended()
    applying.run(on=rows.months(12), at=NOW)
    for model in (Resident, Trajectory, Intake, Visit, Signal, Contact):
        assert model.objects.count() == 0
    assert Volunteer.objects.filter(pk=trajectory.volunteer_id).exists()
    assert [(tally.year, tally.name, tally.part, tally.count) for tally in Tally.objects.all()] == [
        (2025, "came_matched", "letter", 1),
        (2025, "came_suitable", "letter", 1),
        (2025, "came_visited", "letter", 1),
        (2025, "match", "", 1),
        (2025, "resident", "letter", 1),
        (2025, "visit", "at_home", 1),
        (2026, "signal", "money", 1),
        (2026, "talk", "matched", 1),
        (2026, "trajectory_end", "goal_reached", 1),
    ]


def test_counts_of_two_who_leave_on_different_days_add_up() -> None:
    rows.ended()
    applying.run(on=rows.months(12), at=NOW)
    rows.ended()
    applying.run(on=rows.months(12), at=NOW)
    assert Tally.objects.get(name="resident").count == 2


def test_who_is_visited_or_waits_stays_however_long() -> None:
    factories.TrajectoryFactory()
    factories.IntakeFactory(waiting=True)
    applying.run(on=date(2040, 1, 1), at=NOW)
    assert Resident.objects.count() == 2
    assert Trajectory.objects.count() == 1


@pytest.mark.parametrize(("died_on", "days", "stays"), [(None, 27, 1), (None, 28, 0), (date(2030, 1, 1), 0, 0)])
def test_who_is_to_be_called_later_stays_until_that_day_has_come(died_on: date | None, days: int, stays: int) -> None:
    later = {"state": "not_now", "ended_on": rows.PAST, "again_on": date(2035, 5, 1)}
    factories.IntakeFactory(**later, bereavement__resident__died_on=died_on)
    applying.run(on=date(2035, 5, 1) + timedelta(days=days), at=NOW)
    assert Resident.objects.count() == stays


def test_a_note_goes_and_the_visit_stays() -> None:
    rows.ended()
    applying.run(on=rows.months(3), at=NOW)
    assert [(visit.note, visit.minutes) for visit in Visit.objects.all()] == [("", 60)]


def test_the_policy_decides_how_long() -> None:
    from bezoekdienst.policy import versions

    versions.change(valid_from_on=rows.PAST, by=None, at=rows.PAST_AT, resident_months=3)
    rows.ended()
    assert plan.plan(rows.months(3))["residents"] == 1


def test_a_print_file_is_really_gone_from_the_disk(settings: Any, django_capture_on_commit_callbacks: Any) -> None:
    rows.box()
    with django_capture_on_commit_callbacks(execute=True):
        applying.run(on=rows.PAST + timedelta(days=14), at=NOW)
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    assert PrintJob.objects.get().state == "erased"


def test_a_volunteer_with_a_trajectory_that_is_still_known_is_emptied_and_goes_later() -> None:
    trajectory = factories.TrajectoryFactory()
    Volunteer.objects.update(state="left", left_on=rows.PAST, phone="026-0000000", life_view="catholic")
    applying.run(on=rows.months(24), at=NOW)
    volunteer = Volunteer.objects.get()
    assert (volunteer.name, volunteer.phone, volunteer.life_view, volunteer.birth_year) == (terms.FORMER, "", "", None)
    assert OwnLoss.objects.count() == 0
    assert Trajectory.objects.get().pk == trajectory.pk


def test_a_user_without_a_role_is_no_longer_anybody_and_the_log_still_stands() -> None:
    someone = rows.user()
    Digest.objects.create(user=someone, weekdays="1")
    applying.run(on=rows.day_after(24), at=NOW)
    someone.refresh_from_db()
    assert Digest.objects.count() == 0
    assert (someone.name, someone.is_active, someone.email) == (terms.FORMER, False, f"{someone.pk}@vroeger.invalid")
    assert EmailAddress.objects.count() == 0
    assert Event.objects.filter(about=someone.pseudonym).count() == 3
    assert events.broken_at() is None


def test_a_user_who_still_has_a_role_stays() -> None:
    factories.UserFactory(roles=[Role.VOLUNTEER], joined_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert plan.plan(date(2040, 1, 1))["users"] == 0


def test_an_addressee_whose_letter_is_on_its_way_stays_until_it_is_answered_or_silent() -> None:
    rows.silent()
    Round.objects.update(state="printed", posted_on=None)
    assert plan.plan(date(2030, 1, 1))["loose_addressees"] == 0
    Round.objects.update(state="cancelled")
    assert plan.plan(date(2030, 1, 1))["loose_addressees"] == 1


def test_of_a_round_on_its_way_the_others_stay_when_one_has_answered() -> None:
    waiting = rows.silent()
    Round.objects.update(state="printed", posted_on=None)
    answered = Letter.objects.get(addressee=waiting)
    answered.pk, answered.addressee, answered.position, answered.code = None, None, 99, "99999999"
    answered.save(force_insert=True)
    assert plan.plan(date(2030, 1, 1))["loose_addressees"] == 0


def test_an_old_letterhead_goes_with_its_signature_but_not_while_a_round_needs_it() -> None:
    signature = rows.picture()
    rows.letterhead()
    old, current = Letterhead.objects.order_by("version")
    Letterhead.objects.update(signature=signature)
    done = rows.letter_round(state="closed", letterhead=old)
    going = rows.letter_round(state="printed", letterhead=old, quarter_on=rows.months(3))
    late = rows.months(30)
    applying.run(on=late, at=NOW)
    assert (Letterhead.objects.count(), Picture.objects.count()) == (2, 1)
    Round.objects.filter(pk=going.pk).update(state="closed")
    Letterhead.objects.filter(pk=current.pk).update(signature=None)
    applying.run(on=late, at=NOW)
    assert (list(Letterhead.objects.all()), Picture.objects.count()) == ([current], 0)
    done.refresh_from_db()
    assert done.letterhead is None


def test_events_go_after_five_years_and_no_earlier() -> None:
    from django.db import transaction

    with transaction.atomic():
        events.record("person.read", by=None, at=datetime(2020, 1, 5, 9, tzinfo=UTC), what="stuk")
    assert plan.plan(date(2025, 1, 5))["events"] == 0
    applying.run(on=date(2025, 1, 6), at=NOW)
    assert not Event.objects.filter(kind="person.read").exists()


def test_one_step_that_fails_keeps_no_other_from_going(monkeypatch: pytest.MonkeyPatch) -> None:
    rows.session()

    def fail(rows: Any, on: date, at: datetime) -> int:
        raise OSError("disk")

    find, _ = applying.STEPS["print_files"]
    monkeypatch.setitem(applying.STEPS, "print_files", (find, fail))
    with pytest.raises(ExceptionGroup) as caught:
        applying.run(on=rows.months(1), at=NOW)
    assert [str(error) for error in caught.value.exceptions] == ["disk"]
    assert Session.objects.count() == 0
    assert ErasureRun.objects.get().counts == {"sessions": 1}


def test_a_run_is_proof_with_counts_and_stands_in_the_log() -> None:
    rows.session()
    assert applying.apply(on=rows.months(1), at=NOW) == 1
    assert ErasureRun.objects.get().counts == {"sessions": 1}
    assert Event.objects.get().facts == {"count": 1}


def test_the_command_shows_the_plan_with_its_terms_and_erases_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    rows.session()
    call_command("retention", "plan", "--on", rows.months(1).isoformat())
    lines = capsys.readouterr().out.splitlines()
    assert "       1  sessions             de dag nadat de sessie afliep" in lines
    assert "       0  visit_notes          3 maanden na het einde van het traject" in lines
    assert lines[-1] == "       1  samen, zou weggaan"
    assert Session.objects.count() == 1
