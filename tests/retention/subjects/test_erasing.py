"""Who asks to be erased is gone, everywhere; what she counted for stays a count; and no backup brings her back."""

import io
import uuid
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message
from bezoekdienst.reports import figures
from bezoekdienst.retention import applying, plan, tallies, terms
from bezoekdienst.retention.models import ErasureRun
from bezoekdienst.retention.subjects import erased, erasing
from bezoekdienst.retention.subjects.held import Person
from bezoekdienst.visiting.models import Exclusion, Intake, Resident, Signal, Trajectory, Visit
from letters.models import Suppression
from matching.models import Proposal
from tests import factories
from tests.factories import NOW, TODAY
from tests.refusals import texts
from tests.retention.subjects import story
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
STEP = {Resident: "requested_residents", Volunteer: "requested_volunteers"}
BOTH = pytest.mark.parametrize(("which", "mark"), [(Resident, "BEZOEKMERK"), (Volunteer, "VRIJMERK")])


def erase(person: Person) -> int:
    return erasing.erase(person, seen=erasing.plan(person).seen, by=factories.coordinator(), at=NOW)


@pytest.fixture
def over() -> Trajectory:
    """Two whose year is over."""
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    story.ended(trajectory)
    return trajectory


@BOTH
def test_nothing_of_hers_is_left_in_the_whole_database(over: Trajectory, which: type[Person], mark: str) -> None:
    assert len(story.held_with(mark)) > 15
    erase(story.person(over, which))
    assert story.held_with(mark) == []


@BOTH
def test_nothing_of_anybody_else_goes(over: Trajectory, which: type[Person], mark: str) -> None:
    other = "VRIJMERK" if which is Resident else "BEZOEKMERK"
    story.told("ANDERMERK", "VREEMDMERK")
    before = {each: story.held_with(each) for each in ("ANDERMERK", "VREEMDMERK")}
    erase(story.person(over, which))
    assert {each: story.held_with(each) for each in before} == before
    gone = {"visiting.Trajectory.thanks", "visiting.Exclusion.detail"} if which is Resident else set()
    assert "volunteers.Volunteer.name" in story.held_with(other) or which is Volunteer
    assert gone & set(story.held_with(other)) == set()


def test_the_figures_stay_as_they_were(over: Trajectory) -> None:
    before = figures.of(TODAY.year, tallies.of(TODAY.year))
    erase(story.person(over, Resident))
    assert figures.of(TODAY.year, tallies.of(TODAY.year)) == before


def test_a_plan_says_what_goes_and_what_stays_and_changes_nothing(over: Trajectory) -> None:
    looked = erasing.plan(story.person(over, Resident))
    assert ("Bezoeken", 1) in looked.goes
    assert ("Doorverwijzingen", 2) in looked.goes
    assert [sentence[:24] for sentence in looked.stays] == ["Het antwoord op de brief", "De regels in het logboek"]
    assert (looked.first, looked.refusals) == ((), ())
    assert Resident.objects.filter(pk=over.resident_id).exists()
    assert erasing.plan(story.person(over, Resident)).seen == looked.seen


def test_who_is_visited_is_not_erased_and_neither_is_who_visits() -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    with pytest.raises(Refused) as refused:
        erase(story.person(trajectory, Resident))
    assert texts(refused) == ["Er is nog bezoek of een kennismaking. Rond het traject eerst af."]
    with pytest.raises(Refused) as refused:
        erase(story.person(trajectory, Volunteer))
    assert texts(refused) == [
        "Deze vrijwilliger heeft nog een traject. Rond dat eerst af.",
        "Noteer eerst dat deze vrijwilliger stopt, of wijs de aanmelding af.",
    ]
    assert story.held_with("BEZOEKMERK") != []


def test_danger_that_nobody_dealt_with_keeps_her(over: Trajectory) -> None:
    Signal.objects.update(urgent=True)
    with pytest.raises(Refused) as refused:
        erase(story.person(over, Resident))
    assert texts(refused) == ["Er staat nog een dringend signaal open. Sluit dat eerst af: er kan gevaar zijn."]


def test_what_changed_since_the_look_is_not_erased_unseen(over: Trajectory) -> None:
    her = story.person(over, Resident)
    seen = erasing.plan(her).seen
    factories.VisitFactory(trajectory=over)
    with pytest.raises(Refused) as refused:
        erasing.erase(her, seen=seen, by=None, at=NOW)
    assert texts(refused) == [erasing.CHANGED.text]
    assert Visit.objects.count() == 2


def test_an_open_sign_up_is_closed_first_so_that_nobody_stands_before_her_door() -> None:
    goes = factories.coordinator()
    planned = {"state": "planned", "planned_for_at": NOW.replace(year=2027), "planned_with": goes}
    intake = factories.IntakeFactory(**planned, resident__email="a@voorbeeld.example")
    assert erasing.plan(intake.resident).first != ()
    erase(intake.resident)
    assert Intake.objects.count() == 0
    assert [message.user for message in Message.objects.filter(kind="appointment")] == [goes]


def test_mail_to_others_about_a_volunteer_goes_as_was_said(over: Trajectory) -> None:
    volunteer, by = over.volunteer, factories.coordinator()
    post.queue(f"vog:{volunteer.pk}:30:{by.pk}", "vog", by, NOW)
    erase(story.person(over, Volunteer))
    assert not Message.objects.filter(kind="vog").exists()


def test_a_volunteer_who_is_also_the_coordinator_keeps_her_login(over: Trajectory) -> None:
    user = over.volunteer.user
    assert user is not None
    user.holdings.create(role=Role.COORDINATOR, since_on=TODAY)
    erase(story.person(over, Volunteer))
    user.refresh_from_db()
    assert (user.is_active, user.name) == (True, "VRIJMERK.name")


def test_of_a_volunteer_whose_people_are_still_known_an_empty_row_stays(over: Trajectory) -> None:
    erase(story.person(over, Volunteer))
    volunteer = Volunteer.objects.get(pk=over.volunteer_id)
    assert (volunteer.name, volunteer.phone, volunteer.user) == (terms.FORMER, "", None)
    assert Trajectory.objects.get(pk=over.pk).thanks == ""
    assert not Exclusion.objects.filter(volunteer=volunteer).exists()
    assert [one.shown["candidates"] for one in Proposal.objects.exclude(intake__resident=over.resident)] == [[]]


def test_it_is_written_down_in_counts_and_the_log_is_whole(over: Trajectory) -> None:
    her = story.person(over, Resident)
    count = erase(her)
    assert events.sentence(story.last()) == f"wiste een bezoeker op eigen verzoek: {count} regels"
    assert story.last().about == her.pseudonym
    assert events.broken_at() is None


def test_it_is_no_proof_that_the_date_is_right_as_a_night_of_erasing_is(over: Trajectory) -> None:
    erase(story.person(over, Resident))
    assert ErasureRun.objects.count() == 0


def test_who_never_wants_a_letter_stays_remembered_by_a_code(over: Trajectory) -> None:
    Suppression.objects.create(digest="person-h:abc", strong=False, made_on=TODAY)
    erase(story.person(over, Resident))
    assert Suppression.objects.count() == 1


@BOTH
def test_a_backup_brings_nobody_back(
    over: Trajectory, which: type[Person], mark: str, django_capture_on_commit_callbacks: object
) -> None:
    """The row as it was before, with the same pseudonym: gone again that night, and written down."""
    person = story.person(over, which)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erase(person)
    again = type(person)(**{field.attname: getattr(person, field.attname) for field in person._meta.concrete_fields})
    again.save(force_insert=not type(person).objects.filter(pk=person.pk).exists())
    step = STEP[which]
    assert plan.plan(TODAY)[step] == 1
    assert applying.run(on=TODAY, at=NOW).counts[step] == 1
    assert (plan.plan(TODAY)[step], story.held_with(mark)) == (0, [])


def test_the_list_follows_the_log_once_and_holds_nothing_but_pseudonyms(over: Trajectory) -> None:
    her = story.person(over, Resident)
    assert erased.remembered() == set()
    erase(her)
    assert erased.write_down() == 2  # hers, and that of the entry laid into hers
    assert erased.write_down() == 0
    assert her.pseudonym in erased.remembered()
    assert [str(uuid.UUID(line)) for line in erased.path().read_text().split()] == erased.path().read_text().split()


@pytest.mark.parametrize("left", [b"", bytes(20), b"\xff\xfe"])  # what a power cut leaves of the end of a file
def test_a_line_that_was_torn_off_is_written_again(over: Trajectory, left: bytes) -> None:
    her = story.person(over, Resident)
    erase(her)
    erased.write_down()
    erased.path().write_bytes(erased.path().read_bytes()[:-20] + left)
    assert (erased.write_down(), len(erased.remembered()), erased.write_down()) == (1, 2, 0)


def test_the_nightly_run_finds_nobody_when_nobody_was_brought_back(over: Trajectory) -> None:
    counts = applying.run(on=date(2026, 11, 24), at=NOW).counts
    assert set(STEP.values()) & set(counts) == set()


def test_the_command_shows_a_plan_and_erases_only_who_is_sure(over: Trajectory) -> None:
    out = io.StringIO()
    call_command("subject", "plan", "resident", str(over.resident_id), stdout=out)
    assert "       1  Bezoeken\n" in out.getvalue()
    with pytest.raises(CommandError, match="--sure"):
        call_command("subject", "erase", "resident", str(over.resident_id))
    call_command("subject", "erase", "resident", str(over.resident_id), "--sure", stdout=out)
    assert story.held_with("BEZOEKMERK") == []
    with pytest.raises(CommandError, match="there is no resident"):
        call_command("subject", "plan", "resident", str(over.resident_id))


def test_the_command_tells_why_somebody_is_not_erased() -> None:
    trajectory = factories.TrajectoryFactory()
    with pytest.raises(CommandError, match="Rond het traject eerst af"):
        call_command("subject", "erase", "resident", str(trajectory.resident_id), "--sure")


def test_the_command_erases_again_what_a_backup_brought_back() -> None:
    her, out = factories.ResidentFactory(), io.StringIO()
    erased.path().write_text(f"{her.pseudonym}\n")
    call_command("retention", "replay", stdout=out)
    assert Resident.objects.count() == 0
    assert events.sentence(story.last()) == "wiste wat zijn tijd gehad heeft: 1"
    call_command("retention", "replay", stdout=out)
    told = [line for line in out.getvalue().splitlines() if line.endswith("mensen opnieuw gewist")]
    assert told == ["       1  mensen opnieuw gewist", "       0  mensen opnieuw gewist"]
