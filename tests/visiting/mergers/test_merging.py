"""Two entries prove to be one person: one year, from its earliest start, and nothing lost (I4, T2 to T5, T8, T9)."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import counted
from bezoekdienst.visiting.mergers import merging
from bezoekdienst.visiting.mergers.merger_plans import Choices
from bezoekdienst.visiting.models import Contact, Intake, Merger, Resident, Trajectory
from tests.factories import (
    NOW,
    TODAY,
    ResidentFactory,
    VisitFactory,
)
from tests.refusals import reasons
from tests.visiting import merged
from tests.visiting.mergers.entries import D, now, signed_up, visited

pytestmark = pytest.mark.django_db

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
