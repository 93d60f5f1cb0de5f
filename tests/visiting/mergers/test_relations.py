"""What points at an entry that is laid into another: nothing is left behind, and no relation is forgotten."""

import uuid
from datetime import date

import pytest
from django.apps import apps
from django.db import models

from bezoekdienst.audit.models import Event
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import residents
from bezoekdienst.visiting.mergers import folding, merger_plans, relations
from bezoekdienst.visiting.models import (
    Activity,
    Bereavement,
    Contact,
    Different,
    Exclusion,
    Intake,
    Merger,
    Pointer,
    Referral,
    Resident,
    Signal,
    Trajectory,
)
from letters import counts, memory
from letters.models import Reply, Suppression
from matching.models import FixedPair, HeldBack, Proposal
from tests.factories import NOW, TODAY, IntakeFactory, ResidentFactory, TrajectoryFactory, VolunteerFactory
from tests.letters import chain, replying
from tests.visiting import merged

MERGED = (Resident, Bereavement, Intake)
# What nobody chooses or lays together of a resident: who she is in the database, and what the plan decides.
DECIDED = {"id", "pseudonym", "died_on", "signed_up_on", "source"}


def test_every_relation_to_what_is_merged_says_what_becomes_of_it() -> None:
    found = [name for model in MERGED for name, _ in relations.pointing(model)]
    assert [name for name in found if not relations.is_settled(name)] == []
    assert {"letters.Reply.intake", "matching.Proposal.intake", "visiting.Different.other"} < set(found)


def test_what_is_settled_exists() -> None:
    found = {name for model in MERGED for name, _ in relations.pointing(model)}
    assert set(relations.settled()) == found


def test_a_relation_that_nobody_thought_of_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relations, "is_settled", lambda name: name != "visiting.Contact.resident")
    with pytest.raises(LookupError, match=r"visiting\.Contact\.resident"):
        relations.follow(Resident(pk=1), Resident(pk=2), at=NOW)


@pytest.mark.parametrize(
    ("model", "thought_of"),
    [
        (Intake, folding.COLUMNS.keys() | folding.STANDING),
        (Resident, {name for names in merger_plans.DETAILS.values() for name in names} | DECIDED),
    ],
)
def test_every_column_was_thought_of(model: type[models.Model], thought_of: set[str]) -> None:
    assert {field.name for field in model._meta.concrete_fields} == thought_of


def test_what_can_be_amended_can_be_chosen() -> None:
    assert {name for names in merger_plans.DETAILS.values() for name in names} == residents.AMENDABLE


def test_nobody_outside_keeps_a_number_of_a_resident_without_a_relation() -> None:
    """A plain number that means a resident, a loss or an intake would point at nobody after a merger."""
    meant = {"resident_id", "bereavement_id", "intake_id", "resident_pk", "intake_pk"}
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    assert [str(field) for field in fields if field.name in meant] == []


@pytest.fixture
def pair(db: None) -> tuple[Intake, Intake]:
    """Two who wait: the first stays and is further on, the second goes and is laid into it."""
    return IntakeFactory(waiting=True, opened_on=date(2026, 9, 1)), IntakeFactory(waiting=True)


def test_everything_around_a_person_goes_along(pair: tuple[Intake, Intake]) -> None:
    stays, goes = pair[0].resident, pair[1].resident
    Contact.objects.create(resident=goes, made_on=TODAY, way="phone", reached=True)
    signal = Signal.objects.create(id=uuid.uuid4(), resident=goes, kind="money", urgent=False, reported_at=NOW)
    Referral.objects.create(signal=signal, to="de huisarts", made_on=TODAY)
    Referral.objects.create(intake=pair[1], to="de wijkverpleging", made_on=TODAY)
    Merger.objects.create(resident=goes, pseudonym=uuid.uuid4(), merged_on=TODAY)
    merged.merge(stays, goes)
    assert list(Contact.objects.values_list("resident", flat=True)) == [stays.pk]
    assert list(Signal.objects.values_list("resident", flat=True)) == [stays.pk]
    assert list(Referral.objects.order_by("pk").values_list("signal", "intake")) == [
        (signal.pk, None),
        (None, pair[0].pk),
    ]
    assert Merger.objects.filter(resident=stays).count() == 2


def test_who_must_not_visit_and_what_was_pointed_out_stand_once(pair: tuple[Intake, Intake]) -> None:
    mia, wim, coffee = VolunteerFactory(), VolunteerFactory(), Activity.objects.create(name="Koffie")
    for one in pair:
        Exclusion.objects.create(resident=one.resident, volunteer=mia, why="friend", noted_on=TODAY)
        Pointer.objects.create(resident=one.resident, activity=coffee, pointed_on=TODAY)
    Exclusion.objects.create(resident=pair[1].resident, volunteer=wim, why="family", noted_on=TODAY)
    Pointer.objects.create(resident=pair[1].resident, activity=coffee, pointed_on=date(2026, 11, 1))
    stays = merged.merge(pair[0].resident, pair[1].resident)
    assert sorted(stays.exclusions.values_list("volunteer", "why")) == sorted([(mia.pk, "friend"), (wim.pk, "family")])
    assert sorted(stays.pointers.values_list("pointed_on", flat=True)) == [date(2026, 11, 1), TODAY]


def test_who_is_somebody_else_than_the_one_is_somebody_else_than_the_other(pair: tuple[Intake, Intake]) -> None:
    stays, goes = pair[0].resident, pair[1].resident
    third, fourth = ResidentFactory(), ResidentFactory()
    for one, other in ((stays, goes), (goes, third), (goes, fourth), (stays, fourth)):
        Different.objects.create(one=one, other=other, noted_on=TODAY)
    merged.merge(stays, goes)
    assert sorted(Different.objects.values_list("one", "other")) == [(stays.pk, third.pk), (stays.pk, fourth.pk)]


def proposal(intake: Intake, state: str) -> Proposal:
    return Proposal.objects.create(
        intake=intake, volunteer=VolunteerFactory(), state=state, plan=uuid.uuid4(), fit=5000, shown={}, made_at=NOW
    )


def test_proposals_go_along_and_an_open_one_of_who_goes_lapses(pair: tuple[Intake, Intake]) -> None:
    declined = proposal(pair[1], "declined")
    hers, double = proposal(pair[0], "open"), proposal(pair[1], "open")
    merged.merge(pair[0].resident, pair[1].resident)
    assert list(Proposal.objects.order_by("pk").values_list("pk", "intake", "state")) == [
        (declined.pk, pair[0].pk, "declined"),
        (hers.pk, pair[0].pk, "open"),
        (double.pk, pair[0].pk, "lapsed"),
    ]


def held(intake: Intake, reason: str) -> None:
    HeldBack.objects.create(intake=intake, reason=reason, held_at=NOW)
    FixedPair.objects.create(intake=intake, volunteer=VolunteerFactory(), reason=reason, fixed_at=NOW)


@pytest.mark.parametrize("both", [True, False])
def test_what_was_settled_before_a_plan_goes_along_and_what_she_had_herself_is_right(
    pair: tuple[Intake, Intake], both: bool
) -> None:
    held(pair[1], "van wie gaat")
    if both:
        held(pair[0], "van wie blijft")
    merged.merge(pair[0].resident, pair[1].resident)
    for model in (HeldBack, FixedPair):
        told = "van wie blijft" if both else "van wie gaat"
        assert [(row.intake_id, row.reason) for row in model.objects.all()] == [(pair[0].pk, told)]


def test_for_who_is_visited_already_nothing_is_fixed_or_held_back(db: None) -> None:
    visits, waiting = TrajectoryFactory(), IntakeFactory(waiting=True)
    held(waiting, "van wie gaat")
    merged.merge(visits.resident, waiting.resident)
    assert (HeldBack.objects.count(), FixedPair.objects.count()) == (0, 0)


def test_mail_about_who_goes_is_taken_back(pair: tuple[Intake, Intake]) -> None:
    gone, gone_intake = pair[1].resident_id, pair[1].pk
    for key in (f"resident:{gone}:x", f"intake:{gone_intake}:visit:1", f"intake:{pair[0].pk}:visit:1"):
        Message.objects.create(key=key, kind="visit_due", queued_at=NOW)
    merged.merge(pair[0].resident, pair[1].resident)
    assert list(Message.objects.values_list("key", flat=True)) == [f"intake:{pair[0].pk}:visit:1"]


def test_a_relation_left_behind_takes_nothing_with_it(pair: tuple[Intake, Intake], monkeypatch) -> None:
    Contact.objects.create(resident=pair[1].resident, made_on=TODAY, way="phone", reached=True)
    monkeypatch.setitem(relations._policies, "visiting.Contact.resident", relations.by_plan)
    with pytest.raises(RuntimeError):
        merged.merge(pair[0].resident, pair[1].resident)
    assert (Contact.objects.count(), Resident.objects.count(), Trajectory.objects.count()) == (1, 2, 0)


def test_the_log_keeps_what_was_done_under_both_names(pair: tuple[Intake, Intake]) -> None:
    gone = pair[1].resident.pseudonym
    before = Event.objects.filter(about=gone).count()
    merged.merge(pair[0].resident, pair[1].resident)
    assert Event.objects.filter(about=gone).count() == before


def test_the_answers_to_a_letter_go_along_and_its_round_still_adds_up(by) -> None:
    subject = chain.posted(*replying.THREE)
    one, other, _ = subject.letters.order_by("pk")
    hers = [replying.register(letter, kind).intake for letter, kind in ((one, "yes"), (other, "more"))]
    before = counts.of(subject)
    merged.merge(hers[0].resident, hers[1].resident, at=chain.at(replying.ON))
    assert counts.of(subject) == before
    assert list(Reply.objects.values_list("intake", flat=True)) == [hers[0].pk] * 2
    assert counts.funnel(subject).answered == 1


def test_who_met_a_volunteer_after_a_letter_still_did_when_she_signed_up_once_more(by) -> None:
    subject = chain.posted(*replying.THREE)
    intake = replying.register(subject.letters.earliest("pk"), "yes").intake
    Intake.objects.filter(pk=intake.pk).update(state="matched", visited_on=replying.ON)
    over = {"state": "ended", "end_reason": "goal_reached", "ended_on": date(2027, 5, 1)}
    intake.bereavement.year_started_on, intake.bereavement.limit_on = date(2027, 3, 1), date(2028, 2, 29)
    intake.bereavement.save()
    TrajectoryFactory(bereavement=intake.bereavement, started_on=date(2027, 3, 1), intake=False, **over)
    before = counts.funnel(subject)
    again = IntakeFactory(opened_on=date(2027, 6, 1))
    merged.merge(intake.resident, again.resident, at=chain.at(date(2027, 6, 2)))
    assert (before.matched, counts.funnel(subject)) == (1, before)


def test_who_wants_no_letters_wants_none_under_the_other_name_and_address_either(by) -> None:
    subject = chain.posted(*replying.THREE)
    letter = subject.letters.earliest("pk")
    hers = replying.register(letter, "yes").intake.resident
    replying.register(letter, "never")
    given = {"name": "Truus Bedacht", "street": "Plein 1944 5 b", "postcode": "6822 BB"}
    other = IntakeFactory(**{f"bereavement__resident__{name}": said for name, said in given.items()}).resident
    known = memory.person_digests("Truus Bedacht", "6822 BB", "5")["weak"]
    before = Suppression.objects.filter(digest__in=known).count()
    merged.merge(hers, other, at=chain.at(replying.ON))
    assert (before, Suppression.objects.filter(digest__in=known).count()) == (0, len(memory.lasting({"weak": known})))


def test_who_said_nothing_of_the_kind_is_remembered_nowhere(pair: tuple[Intake, Intake]) -> None:
    merged.merge(pair[0].resident, pair[1].resident)
    assert Suppression.objects.count() == 0
