"""A backup is really put back, on both databases: nobody is written to twice, who objected or was erased stays so."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from time_machine import TimeMachineFixture

from bezoekdienst.audit import events
from bezoekdienst.retention.subjects import erasing
from bezoekdienst.visiting.models import Resident
from letters import counts, objections, promises, rendering, replaying, replies, rounds
from letters.models import Addressee, LedgerKey, Letter, PrintJob, Reply, Round, Suppression
from letters.printing import making, sending
from letters.states import LetterState, ReplyKind, ReplyWay, RoundState
from tests import factories
from tests.letters import chain
from tests.services.backups import Backup

pytestmark = pytest.mark.django_db(transaction=True)

POST_ON = date(2026, 10, 2)
NEXT_ON = date(2027, 1, 4)
MOMENTS = ("empty", "drafted", "frozen", "released", "printed", "posted")
LINES = tuple(map(chain.widow, range(1, 6)))
MOVED, DEAD, OBJECTS = 1, 2, 3  # the lines in the file of who is taken out, and of who answers "never"
OUTSIDE, NEW = 6, 7  # who objected without a letter, and who is in the next delivery only
OUTSIDER = {"name": "Proefhulst", "postcode": "6821 AB", "number": "8"}


def story() -> Iterator[str]:
    """A quarter; a name at each moment at which somebody may make a backup, and what comes after it is lost."""
    erased = factories.ResidentFactory(name="Mevrouw Gewist")
    yield "empty"
    subject = chain.drafted(*LINES)
    yield "drafted"
    rounds.freeze(subject, by=chain.clerk(), at=chain.at())
    chain.looked_at(subject, chain.clerk(), chain.at())
    yield "frozen"
    fresh = [*LINES]
    fresh[0], fresh[1] = chain.widow(1, e08_11_20="99"), chain.widow(2, e01_07_10="1", e06_08_10="20260920")
    chain.check(subject, *fresh)
    rounds.release(subject, by=chain.clerk(), at=chain.at())
    yield "released"
    with mock.patch.object(rendering, "render_box", chain.blank):
        making.make_all(at=chain.at())
    for box in subject.boxes.all():
        sending.finish(box, by=chain.clerk(), at=chain.at())
    rounds.printed(subject, by=chain.clerk(), at=chain.at())
    yield "printed"
    rounds.post(subject, on=POST_ON, by=chain.clerk(), at=chain.at(POST_ON))
    yield "posted"
    never = Letter.objects.get(addressee__row=OBJECTS)
    answer(never, ReplyKind.NEVER)
    objections.note(**OUTSIDER, by=chain.clerk(), at=chain.at(POST_ON))
    plan = erasing.plan(erased)
    erasing.erase(erased, seen=plan.seen, by=factories.coordinator(), at=chain.at(POST_ON))


def answer(letter: Letter, kind: ReplyKind) -> Reply:
    person = replies.Person(name="Mevrouw Proef", phone="000 111 22 33")
    noted = {"way": ReplyWay.CARD, "on": POST_ON, "by": chain.clerk(), "at": chain.at(POST_ON)}
    return replies.register(letter, kind=kind, person=person, **noted)


def put_back(moment: str, folder: Path) -> None:
    """The whole story, and then the database as it was at `moment`."""
    backup = None
    for now in story():
        if now == moment:
            backup = Backup(folder)
    assert backup is not None
    backup.put_back()


def replayed() -> list[int]:
    out = io.StringIO()
    call_command("retention", "replay", stdout=out)
    return [int(line.split()[0]) for line in out.getvalue().splitlines()]


def written_to_next() -> set[int]:
    """Freeze the next quarter's round with the same people, who objected and somebody new; who gets one."""
    outsider = chain.widow(9, e01_02_40=OUTSIDER["name"], e08_11_60="6821AB", e08_11_20="8")
    subject = chain.frozen(*LINES, outsider, chain.widow(12), on=NEXT_ON)
    return set(subject.letters.values_list("addressee__row", flat=True))


@pytest.fixture(autouse=True)
def october(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(chain.at(POST_ON, 12), tick=True)


@pytest.mark.parametrize("moment", MOMENTS)
def test_nobody_is_written_to_twice_and_who_objected_or_was_erased_stays_so(moment: str, tmp_path: Path) -> None:
    kept = None
    for now in story():
        if now == moment:
            kept = Backup(tmp_path)
    codes, taken = set(Letter.objects.values_list("code", "state")), set(LedgerKey.objects.values_list("digest"))
    said = set(Suppression.objects.values_list("digest", "strong", "made_on"))
    assert kept is not None
    kept.put_back()
    assert Resident.objects.count() == 1
    replayed()
    posted = {code for code, state in codes if state == LetterState.POSTED}
    assert set(Letter.objects.filter(state=LetterState.POSTED).values_list("code", flat=True)) == posted
    assert (len(posted), set(LedgerKey.objects.values_list("digest"))) == (3, taken)
    assert said <= set(Suppression.objects.values_list("digest", "strong", "made_on"))
    assert Resident.objects.count() == 0
    assert not Addressee.objects.filter(row=OBJECTS).exists()
    subject = Round.objects.get()
    assert (subject.state, subject.posted_on, subject.reference_on) == (RoundState.POSTED, POST_ON, chain.ON)
    assert counts.of(subject).reconciles
    assert replayed() == [0, 0, 0, 0, 0]
    assert written_to_next() == {MOVED, NEW}


@pytest.mark.parametrize("moment", ["empty", "released", "posted"])
def test_also_when_nobody_replayed_the_next_round_asks_the_file(moment: str, tmp_path: Path) -> None:
    put_back(moment, tmp_path)
    assert written_to_next() - {MOVED} == {NEW}


def test_a_letter_that_somebody_holds_is_answered_by_its_code(tmp_path: Path) -> None:
    put_back("empty", tmp_path)
    code = next(one.code for one in promises.read().letters.values() if one.posted_on)
    assert replies.find(code, on=POST_ON) is None
    replayed()
    letter = replies.find(code, on=POST_ON)
    assert letter is not None and answer(letter, ReplyKind.YES).intake is not None


def test_nothing_is_printed_again_of_a_round_that_went(tmp_path: Path) -> None:
    put_back("released", tmp_path)
    assert PrintJob.objects.filter(state="queued").exists()
    replayed()
    assert (making.make_all(at=timezone.now()), {box.state for box in PrintJob.objects.all()}) == (0, {"erased"})


@pytest.mark.parametrize(
    ("moment", "standing"), [("frozen", set()), ("released", {"failed"}), ("printed", {"printed"})]
)
def test_what_is_on_paper_and_not_on_the_post_is_not_printed_again_by_itself(
    moment: str, standing: set[str], tmp_path: Path
) -> None:
    backup = None
    for now in story():
        if now == moment:
            backup = Backup(tmp_path)
        if now == "printed":
            break
    assert backup is not None
    backup.put_back()
    assert replayed() == [0, 0, 0, 3 if moment != "printed" else 0, 0]
    assert {box.state for box in PrintJob.objects.all()} == standing
    assert making.make_all(at=timezone.now()) == 0
    assert replayed() == [0, 0, 0, 0, 0]


def test_who_objected_on_her_letter_answered_it_and_her_name_goes_again(tmp_path: Path) -> None:
    put_back("posted", tmp_path)
    assert (Addressee.objects.filter(row=OBJECTS).exists(), Reply.objects.count()) == (True, 0)
    replayed()
    assert (Addressee.objects.filter(row=OBJECTS).exists(), Reply.objects.get().kind) == (False, ReplyKind.NEVER)


def test_a_round_that_was_cancelled_since_makes_room_for_the_one_that_went(tmp_path: Path) -> None:
    first = chain.frozen(*LINES)
    backup = Backup(tmp_path)
    rounds.cancel(first, by=chain.clerk(), at=chain.at())
    again = rounds.open_quarter(on=chain.ON, at=chain.at(), by=chain.clerk())
    assert again is not None
    rounds.draft(again, extract=first.extract, by=chain.clerk(), at=chain.at())  # type: ignore[arg-type]
    rounds.freeze(again, by=chain.clerk(), at=chain.at())
    codes = set(again.letters.values_list("code", flat=True))
    backup.put_back()
    assert replayed() == [0, 5, 0, 0, 0]
    standing = Round.objects.exclude(state=RoundState.CANCELLED).get()
    assert (standing.state, set(standing.letters.values_list("code", flat=True))) == (RoundState.FROZEN, codes)
    assert Round.objects.filter(state=RoundState.CANCELLED).count() == 1


def test_a_round_that_was_frozen_since_and_not_posted_can_be_cancelled_and_nobody_is_lost(tmp_path: Path) -> None:
    backup = Backup(tmp_path)
    chain.frozen(*LINES)
    backup.put_back()
    assert replayed() == [0, 5, 0, 0, 0]
    rounds.cancel(Round.objects.get(), by=chain.clerk(), at=chain.at())
    assert promises.read().taken == frozenset()
    assert written_to_next() == {1, 2, 3, 4, 5, OUTSIDE, NEW}


def test_a_torn_file_keeps_who_may_have_been_written_to_from_a_second_letter(tmp_path: Path) -> None:
    backup = Backup(tmp_path)
    chain.posted(*LINES)
    lines = promises.path().read_text().splitlines()
    promises.path().write_text("\n".join(lines[:-2]) + "\n" + lines[-2][:-4])  # the last two posted ones are lost
    backup.put_back()
    assert replayed() == [0, 5, 3, 0, 0]
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["posted"] * 3 + ["pulled"] * 2
    assert not written_to_next() & {1, 2, 3, 4, 5}


def test_a_file_of_another_key_stops_the_replay_and_says_what_to_do(tmp_path: Path, settings) -> None:
    put_back("empty", tmp_path)
    settings.PSEUDONYM_KEY = "another key than the one before"
    with pytest.raises(CommandError, match="Zet die sleutel terug"):
        replayed()
    assert (Letter.objects.count(), Suppression.objects.count()) == (0, 0)


def test_what_was_found_stands_in_the_log(tmp_path: Path) -> None:
    put_back("empty", tmp_path)
    replayed()
    found = events.Event.objects.get(kind=replaying.REPLAYED)
    assert events.sentence(found) == "vond na een reservekopie 4 brieven terug, en zette 3 brieven weer op de post"


def test_the_names_are_there_again_where_the_delivery_still_is_and_go_on_their_day(tmp_path: Path) -> None:
    put_back("drafted", tmp_path)
    replayed()
    subject = Round.objects.get()
    assert set(subject.letters.values_list("addressee__row", "state")) == {
        (DEAD, "pulled"),
        (None, "posted"),  # who answered "never"
        (4, "posted"),
        (5, "posted"),
    }
    assert rounds.erase_silent(on=date(2026, 11, 27), at=chain.at(date(2026, 11, 27))) == 3
