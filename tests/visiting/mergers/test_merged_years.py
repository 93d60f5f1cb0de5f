"""Two entries of one person have one year a loss, from its earliest start (I4, T2 to T5)."""

from collections import Counter

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import trajectories
from bezoekdienst.visiting.models import Bereavement, Intake
from tests.factories import (
    NOW,
    TODAY,
    BereavementFactory,
    TrajectoryFactory,
    VisitFactory,
    VolunteerFactory,
)
from tests.refusals import reasons
from tests.visiting import merged
from tests.visiting.mergers.entries import D, now, visited

pytestmark = pytest.mark.django_db


# The year


def test_a_year_that_runs_goes_on_in_the_earlier_year_and_not_a_day_longer(by):
    earlier, later = visited("2026-03-01", "2026-06-01"), visited("2026-09-01")
    merged.merge(earlier.resident, later.resident)
    assert (now(later).bereavement_id, later.resident_id) == (earlier.bereavement_id, earlier.resident_id)
    assert (later.hard_stop_on, later.planned_end_on) == (D("2027-02-28"), D("2027-02-28"))
    double = Bereavement.objects.exclude(same_as=None).get()
    assert (double.same_as_id, double.year_started_on, double.limit_on) == (
        *(earlier.bereavement_id, D("2026-09-01"), D("2027-08-31")),
    )
    assert (now(earlier).hard_stop_on, earlier.ended_on) == (D("2027-02-28"), D("2026-06-01"))
    bounded = Event.objects.get(kind="trajectory.bounded")
    assert (bounded.subject_id, bounded.facts) == (str(later.pk), {"stop_on": "2027-02-28"})


def test_it_is_the_same_whichever_entry_was_there_first(by):
    later, earlier = visited("2026-09-01"), visited("2026-03-01", "2026-06-01")
    merged.merge(later.resident, earlier.resident)
    assert (now(later).bereavement_id, later.resident_id) == (earlier.bereavement_id, later.resident_id)
    assert now(earlier).resident_id == later.resident_id
    assert later.hard_stop_on == D("2027-02-28")


def test_the_intake_of_who_is_visited_goes_along_and_the_old_one_stays_as_history(by):
    earlier, later = visited("2026-03-01", "2026-06-01"), visited("2026-09-01")
    old, living = earlier.bereavement.intake, later.bereavement.intake
    merged.merge(earlier.resident, later.resident)
    assert (now(living).bereavement_id, now(old).bereavement_id) == (earlier.bereavement_id, later.bereavement_id)
    now(later)
    trajectories.close(later, reason="stopped_by_volunteer", on=TODAY, by=by, at=NOW)
    assert (now(living).state, now(old).state) == ("suitable", "matched")


def test_an_acquaintance_is_held_to_the_year_that_runs_already(by):
    earlier, meeting = visited("2026-03-01", "2026-06-01"), TrajectoryFactory(meeting=True)
    merged.merge(earlier.resident, meeting.resident)
    assert (now(meeting).hard_stop_on, meeting.planned_end_on) == (D("2027-02-28"), None)
    given = {"meeting_on": TODAY, "resident_agreed": True, "volunteer_agreed": True}
    trajectories.meet(meeting, **given, by=by, at=NOW)
    assert (meeting.started_on, meeting.hard_stop_on) == (TODAY, D("2027-02-28"))


def test_a_year_of_fewer_months_is_not_made_longer_by_an_earlier_one(by):
    loss = BereavementFactory(year_started_on=D("2026-09-01"), limit_on=D("2026-12-31"))
    earlier, later = visited("2026-03-01", "2026-06-01"), visited("2026-09-01", bereavement=loss)
    merged.merge(earlier.resident, later.resident)
    assert now(later).hard_stop_on == D("2026-12-31")


@pytest.mark.parametrize(("visits", "ended_on"), [([], "2026-09-01"), (["2026-09-05", "2026-11-20"], "2026-11-20")])
def test_when_the_year_proves_to_be_over_the_visits_end_on_the_last_day_that_was(by, visits, ended_on):
    earlier, later = visited("2025-09-01", "2026-08-31"), visited("2026-09-01")
    for on in visits:
        VisitFactory(trajectory=later, on=D(on))
    merged.merge(earlier.resident, later.resident)
    assert (now(later).state, later.end_reason, later.ended_on) == ("ended", "year_reached", D(ended_on))
    assert later.end_note == "Voor hetzelfde verlies was er al een jaar bezoek, tot en met 31 augustus 2026."
    assert (later.hard_stop_on, later.visits.count()) == (D("2027-08-31"), len(visits))
    assert later.bereavement.same_as_id == earlier.bereavement_id


def test_what_ended_because_the_year_was_over_cannot_be_reopened_nor_started_anew(by):
    earlier, later = visited("2025-09-01", "2026-08-31"), visited("2026-09-01")
    VisitFactory(trajectory=later, on=D("2026-11-20"))
    merged.merge(earlier.resident, later.resident)
    now(later)
    with pytest.raises(Refused) as refusal:
        trajectories.reopen(later, by=by, at=NOW)
    assert [rule for rule, _ in reasons(refusal)] == ["I4"]
    waiting = earlier.bereavement.intake
    Intake.objects.filter(pk=waiting.pk).update(state="suitable")
    with pytest.raises(Refused) as refusal:
        trajectories.start(waiting, VolunteerFactory(), by=by, at=NOW)
    assert reasons(refusal) == [("T2", "Het jaar is om. De laatste dag was 31 augustus 2026.")]


def test_what_outlived_its_year_is_closed_as_the_nightly_job_would_have(by):
    outlived, other = visited("2025-10-01"), visited("2026-09-01")
    merged.merge(outlived.resident, other.resident)
    assert (now(outlived).end_reason, outlived.ended_on) == ("year_reached", D("2026-09-30"))
    assert (now(other).end_reason, other.ended_on) == ("year_reached", D("2026-09-30"))


def test_an_extension_comes_along_as_far_as_the_earlier_year_may_be_extended(by):
    earlier, later = visited("2026-03-01", "2026-06-01"), visited("2026-04-01")
    trajectories.extend(later, to_on=D("2027-05-20"), reason="Zij is ziek geweest.", by=by, at=NOW)
    merged.merge(earlier.resident, later.resident)
    loss = now(earlier.bereavement)
    assert (loss.limit_on, loss.extended_to_on, loss.extension_reason) == (
        *(D("2027-02-28"), D("2027-04-25"), "Zij is ziek geweest."),
    )
    assert now(later).hard_stop_on == D("2027-04-25")


def test_a_year_is_extended_once_also_when_the_other_entry_was(by):
    earlier, later = visited("2026-03-01"), visited("2026-04-01")
    trajectories.extend(later, to_on=D("2027-04-10"), reason="Ziek.", by=by, at=NOW)
    trajectories.close(later, reason="goal_reached", on=TODAY, by=by, at=NOW)
    merged.merge(earlier.resident, later.resident)
    now(earlier)
    with pytest.raises(Refused) as refusal:
        trajectories.extend(earlier, to_on=D("2027-03-10"), reason="Toch nog.", by=by, at=NOW)
    assert reasons(refusal) == [("T4", "Er is al verlengd, tot en met 10 april 2027. Nog een keer kan niet.")]


def test_another_loss_keeps_a_year_of_its_own(by):
    earlier, later = visited("2025-09-01", "2026-08-31"), visited("2026-09-01")
    stays = merged.merge(earlier.resident, later.resident, merged.same(earlier.resident, later.resident, False))
    assert (now(later).state, later.hard_stop_on, later.resident) == ("active", D("2027-08-31"), stays)
    assert list(stays.bereavements.values_list("same_as", flat=True)) == [None, None]


def test_three_entries_of_one_person_have_one_year(by):
    latest, middle, first = (
        visited("2026-09-01"),
        visited("2026-06-01", "2026-07-01"),
        visited("2026-03-01", "2026-04-01"),
    )
    stays = merged.merge(latest.resident, middle.resident)
    merged.merge(stays, first.resident)
    roots = Counter(Bereavement.objects.values_list("same_as", flat=True))
    assert roots == {None: 1, first.bereavement_id: 2}
    assert (now(latest).bereavement_id, latest.hard_stop_on) == (first.bereavement_id, D("2027-02-28"))
