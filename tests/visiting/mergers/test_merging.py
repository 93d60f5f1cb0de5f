"""Two entries prove to be one person: one year, from its earliest start, and nothing lost (I4, T2 to T5, T8, T9)."""

import uuid
from collections import Counter
from datetime import date, timedelta

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import counted, intakes, trajectories
from bezoekdienst.visiting.mergers import merging
from bezoekdienst.visiting.mergers.merger_plans import Choices
from bezoekdienst.visiting.models import Bereavement, Contact, Intake, Merger, Resident, Trajectory
from tests.factories import (
    NOW,
    TODAY,
    BereavementFactory,
    IntakeFactory,
    ResidentFactory,
    TrajectoryFactory,
    VisitFactory,
    VolunteerFactory,
)
from tests.refusals import reasons
from tests.visiting import merged

pytestmark = pytest.mark.django_db

D = date.fromisoformat
ENDED = {"state": "ended", "end_reason": "goal_reached"}


def visited(started_on, ended_on=None, **more):
    """Somebody whose year began on a day, with the volunteer who came; ended on another, if she is."""
    over = {**ENDED, "ended_on": D(ended_on)} if ended_on else {}
    return TrajectoryFactory(started_on=D(started_on), **over, **more)


def signed_up(**more):
    """Somebody who signed up, and her intake."""
    return IntakeFactory(**more)


def now(row):
    row.refresh_from_db()
    return row


# Who she is


def test_who_was_there_first_stays_and_the_other_is_gone_but_for_her_name_in_the_log(by):
    one, other = signed_up().resident, signed_up().resident
    stays = merged.merge(other, one)
    assert list(Resident.objects.all()) == [one] == [stays]
    assert list(Merger.objects.values_list("resident", "pseudonym", "merged_on", "by")) == [
        (one.pk, other.pseudonym, TODAY, by.pk)
    ]
    assert list(Event.objects.filter(kind="resident.merged").values_list("about", flat=True)) == [one.pseudonym]


def test_of_what_is_known_the_fullest_name_and_otherwise_the_newest_stays_unless_it_is_empty(by):
    first = {"name": "T. Verzonnen", "phone": "026-1", "street": "Weg 1", "email": "t@voorbeeld.example", "sex": ""}
    second = {"name": "T. Verz.", "phone": "06-2", "street": "Laan 2", "postcode": "6822 BB", "email": "", "sex": "V"}
    one = ResidentFactory(**first, signed_up_on=D("2026-01-05"), source="letter", birth_year=1950)
    other = ResidentFactory(**second, signed_up_on=D("2026-09-05"), source="gp")
    stays = merged.merge(one, other, Choices({}))
    told = ("name", "phone", "street", "postcode", "email", "sex", "birth_year", "signed_up_on", "source")
    assert [getattr(stays, name) for name in told] == [
        *("T. Verzonnen", "06-2", "Laan 2", "6822 BB", "t@voorbeeld.example", "V"),
        *(1950, D("2026-01-05"), "letter"),
    ]


def test_what_the_coordinator_chooses_stays_and_an_address_stays_whole(by):
    one = ResidentFactory(phone="026-1", street="Weg 1", postcode="6811 AA")
    other = ResidentFactory(phone="06-2", street="Laan 2", postcode="")
    stays = merged.merge(one, other, Choices({}, details={"phone": one.pk, "address": other.pk}))
    assert (stays.phone, stays.street, stays.postcode, stays.town) == ("026-1", "Laan 2", "", "Arnhem")


def test_the_first_sign_up_counts_also_when_the_other_entry_stays(by):
    one = ResidentFactory(signed_up_on=D("2026-09-05"), source="gp")
    other = ResidentFactory(signed_up_on=D("2026-01-05"), source="letter")
    stays = merged.merge(one, other, Choices({}))
    assert (stays, stays.signed_up_on, stays.source) == (one, D("2026-01-05"), "letter")


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
    assert reasons(refusal) == [("T4", "Er is al verlengd, tot en met 10 april 2027.")]


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


# Two intakes


def test_two_open_intakes_become_the_one_further_on_waiting_since_the_earliest_day(by):
    signed = signed_up(opened_on=D("2026-09-01"), urgency=1, urgency_reason="Zij is alleen.")
    waiting = signed_up(waiting=True, opened_on=D("2026-10-01"), outcome_note="Past bij ons.")
    merged.merge(signed.resident, waiting.resident)
    (intake,) = Intake.objects.all()
    assert (intake.pk, intake.state, intake.resident) == (waiting.pk, "suitable", signed.resident)
    assert (intake.opened_on, intake.waiting_since) == (D("2026-09-01"), D("2026-11-02"))
    assert (intake.urgency, intake.urgency_reason, intake.outcome_note) == (1, "Zij is alleen.", "Past bij ons.")
    assert intake.consents == {"visits": "2026-11-02", "finite_told": "2026-11-02"}


def test_who_waits_twice_waits_since_the_earliest_day(by):
    one = signed_up(waiting=True, waiting_since=D("2026-10-20"))
    other = signed_up(waiting=True, waiting_since=D("2026-10-10"))
    merged.merge(one.resident, other.resident)
    assert list(Intake.objects.values_list("pk", "waiting_since")) == [(one.pk, D("2026-10-10"))]


def test_answers_are_laid_together_and_of_two_the_chosen_one_stays(by):
    said = {"asks_for": "gezelschap", "network": "een zus", "children_at_home": False, "likes": ""}
    more = {"asks_for": "een wandeling", "network": "buren", "interests": ["music"], "likes": "kaarten"}
    further, other = signed_up(waiting=True, answers=said), signed_up(answers=more)
    choices = merged.same(further.resident, other.resident, answers={"network": other.pk, "asks_for": further.pk})
    merged.merge(further.resident, other.resident, choices)
    assert now(further).answers == {
        "asks_for": "gezelschap",
        "network": "buren",
        "children_at_home": False,
        "likes": "kaarten",
        "interests": ["music"],
    }


def test_who_is_visited_already_has_no_second_sign_up(by):
    visits, again = visited("2026-09-01"), signed_up()
    merged.merge(visits.resident, again.resident)
    assert list(Intake.objects.values_list("pk", "state")) == [(visits.bereavement.intake.pk, "matched")]
    assert now(visits).state == "active"


def test_who_comes_back_after_her_visits_goes_on_in_the_year_that_began(by):
    earlier, again = visited("2026-03-01", "2026-06-01"), signed_up(waiting=True)
    merged.merge(earlier.resident, again.resident)
    assert (now(again).bereavement_id, again.state) == (earlier.bereavement_id, "suitable")
    started = trajectories.start(again, VolunteerFactory(), by=by, at=NOW)
    assert started.hard_stop_on == D("2027-02-28")


def test_what_was_said_of_the_loss_goes_to_the_one_that_goes_on(by):
    one = signed_up(bereavement__kind="", bereavement__about_when="in het voorjaar")
    other = signed_up(waiting=True, bereavement__kind="sudden", answers={"loss": "sudden"})
    merged.merge(one.resident, other.resident)
    loss = now(other).bereavement
    assert (loss.kind, loss.about_when, loss.same_as) == ("sudden", "in het voorjaar", None)


def test_a_sign_up_that_was_stopped_comes_back_in_the_year_of_the_loss(by):
    earlier = visited("2026-03-01", "2026-06-01")
    stopped = signed_up(state="withdrawn", ended_on=TODAY)
    merged.merge(earlier.resident, stopped.resident)
    assert now(stopped).bereavement.same_as == earlier.bereavement
    intakes.reopen(stopped, by=by, at=NOW)
    assert (now(stopped).state, stopped.bereavement) == ("signed_up", earlier.bereavement)
    assert now(Intake.objects.exclude(pk=stopped.pk).get()).bereavement.same_as == earlier.bereavement


def test_who_is_visited_is_not_signed_up_again_by_the_other_entry(by):
    visits, stopped = visited("2026-09-01"), signed_up(state="withdrawn", ended_on=TODAY)
    merged.merge(visits.resident, stopped.resident)
    with pytest.raises(Refused) as refusal:
        intakes.reopen(now(stopped), by=by, at=NOW)
    text = "Deze bezoeker krijgt al bezoek, na een andere aanmelding voor hetzelfde verlies."
    assert reasons(refusal) == [("I1", text)]


# What is refused


def test_two_who_are_visited_now_are_not_merged_before_one_of_the_trajectories_is_over(by):
    one = visited("2026-09-01", volunteer__first_name="Wim")
    other = visited("2026-10-01", volunteer__first_name="Mia")
    for is_same in (True, False):
        with pytest.raises(Refused) as refusal:
            merged.merge(one.resident, other.resident, merged.same(one.resident, other.resident, is_same))
        text = "Er is nu twee keer bezoek: van Wim en Mia. Rond eerst een van de twee trajecten af."
        assert reasons(refusal) == [("T9", text)]
    assert Resident.objects.count() == 2


def test_two_sign_ups_for_two_losses_come_one_by_one(by):
    one, other = signed_up().resident, signed_up().resident
    with pytest.raises(Refused) as refusal:
        merged.merge(one, other, merged.same(one, other, False))
    text = "Er lopen twee aanmeldingen, elk voor een ander verlies. Rond er eerst een af: het kan één voor één."
    assert reasons(refusal) == [("I1", text)]


def test_which_loss_is_which_is_said_and_never_guessed(by):
    one, other = signed_up().resident, signed_up().resident
    (loss,) = other.bereavements.all()
    for same in ({}, {loss.pk: loss.pk}):
        with pytest.raises(Refused) as refusal:
            merged.merge(one, other, Choices(same))
        assert ("I4", "Zeg bij elk verlies of het hetzelfde verlies is, of een ander.") in reasons(refusal)


def test_what_changed_since_the_look_is_noticed_and_nothing_is_done(by):
    trajectory, other = visited("2026-09-01"), signed_up()
    choices = merged.same(trajectory.resident, other.resident)
    pair = trajectory.resident, other.resident
    seen = merging.plan(*pair, choices=choices, on=TODAY)[1]
    VisitFactory(trajectory=trajectory, on=TODAY)
    with pytest.raises(merging.Changed):
        merging.merge(*pair, choices=choices, seen=seen, by=by, at=NOW)
    with pytest.raises(merging.Changed):
        merging.merge(*pair, choices=merged.same(*pair, details={"phone": other.resident_id}), seen=seen, by=by, at=NOW)
    assert (Resident.objects.count(), Merger.objects.count()) == (2, 0)


def test_merging_twice_is_refused_and_nobody_is_merged_with_herself(by):
    one, other = signed_up().resident, signed_up().resident
    merged.merge(one, other, choices := merged.same(one, other))
    for pair in ((one, other), (one, one)):
        with pytest.raises(Refused) as refusal:
            merging.merge(*pair, choices=choices, seen="", by=by, at=NOW)
        assert reasons(refusal) == [("I4", merging.GONE.text)]


# Death, and the figures


def test_who_died_under_one_name_died_and_everything_stops(by):
    dead, visits = signed_up(state="died").resident, visited("2026-09-01")
    Resident.objects.filter(pk=dead.pk).update(died_on=D("2026-11-10"))
    VisitFactory(trajectory=visits, on=D("2026-11-05"))
    stays = merged.merge(Resident.objects.get(pk=dead.pk), visits.resident)
    assert stays.died_on == D("2026-11-10")
    assert (now(visits).end_reason, visits.ended_on) == ("died", D("2026-11-10"))
    assert set(Intake.objects.values_list("state", flat=True)) == {"died"}


def test_of_two_days_on_which_she_died_the_first_is_kept(by):
    one, other = ResidentFactory(died_on=D("2026-11-10")), ResidentFactory(died_on=D("2026-11-08"))
    assert merged.merge(one, other, Choices({})).died_on == D("2026-11-08")


def test_one_person_counts_once_and_her_visits_all_count(by):
    earlier = visited("2026-03-01", "2026-06-01", bereavement__resident__source="letter")
    later = visited("2026-09-01", bereavement__resident__source="gp")
    for trajectory in (earlier, later):
        VisitFactory(trajectory=trajectory)
    signed_up_twice = signed_up().resident
    merged.merge(earlier.resident, later.resident)
    merged.merge(earlier.resident, signed_up_twice)
    told = Counter((name, part) for _, name, part in counted.of_all(counted.residents()))
    assert told == {
        ("resident", "letter"): 1,
        **{(step, "letter"): 1 for step in counted.WAY},
        ("talk", "matched"): 2,
        ("match", ""): 2,
        ("trajectory_end", "goal_reached"): 1,
        ("visit", "at_home"): 2,
    }


def test_what_was_noted_with_either_stands_with_the_one(by):
    one, other = visited("2026-09-01"), visited("2026-03-01", "2026-06-01")
    for resident in (one.resident, other.resident):
        Contact.objects.create(resident=resident, made_on=TODAY, way="phone", reached=True)
        resident.signals.create(id=uuid.uuid4(), kind="money", urgent=False, reported_at=NOW)
    stays = merged.merge(one.resident, other.resident)
    assert (stays.contacts.count(), stays.signals.count(), stays.trajectories.count()) == (2, 2, 2)
    assert Trajectory.objects.open_on(TODAY + timedelta(days=1)).count() == 1


def test_what_was_said_at_the_table_before_her_visits_stays_what_they_are_held_against(by):
    earlier = visited("2026-03-01", "2026-06-01", intake__opened_on=D("2026-02-01"))
    earlier.bereavement.intake.answers = {"company": ["before"]}
    earlier.bereavement.intake.save()
    again = signed_up(waiting=True, opened_on=D("2026-10-01"), answers={"company": ["after"]})
    merged.merge(earlier.resident, again.resident)
    (resident,) = counted.residents()
    assert counted._at_the_start(resident, now(earlier)) == ["before"]
