from datetime import date, timedelta

import pytest

from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import endings, intakes
from bezoekdienst.visiting.models import Intake, Resident
from bezoekdienst.visiting.states import IntakeState, Source
from letters import codes, counts, last_check, replies, rounds
from letters.models import Addressee, Reply, Suppression
from letters.states import LetterState, ReplyKind, ReplyWay
from tests import factories
from tests.letters import chain
from tests.letters.replying import ON, SHE, THREE, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject():
    return chain.posted(*THREE)


def test_a_yes_makes_her_a_resident_with_what_the_letter_knew(subject):
    letter = subject.letters.first()
    intake = register(letter, "yes").intake
    resident = intake.resident
    assert (resident.name, resident.street) == ("G.R. Proefbeuk", "Lindelaan 1")
    assert (resident.postcode, resident.phone, resident.source) == ("6811AB", SHE.phone, Source.LETTER)
    assert not Addressee.objects.filter(letter=letter).exists()


def test_however_often_she_answers_there_is_one_intake(subject):
    letter = subject.letters.first()
    answers = [register(letter, kind) for kind in ("yes", "yes", "more")]
    assert len({reply.intake_id for reply in answers}) == 1
    assert (Resident.objects.count(), Intake.objects.count()) == (1, 1)
    assert counts.of(subject).replies == {"yes": 0, "more": 1, "never": 0, "returned": 0}


def test_a_second_answer_fills_in_and_writes_over_nothing(subject):
    letter = subject.letters.first()
    register(letter, "yes", replies.Person(phone="026 000 00 01"))
    resident = register(letter, "yes", replies.Person(phone="06 99", email="g@voorbeeld.example")).intake.resident
    resident.refresh_from_db()
    assert (resident.phone, resident.email) == ("026 000 00 01", "g@voorbeeld.example")


def test_a_card_that_comes_after_her_death_counts_and_opens_nothing(subject):
    letter = subject.letters.first()
    intake = register(letter, "yes").intake
    intakes.stop(intake, state="withdrawn", by=None, at=factories.NOW)
    endings.note_death(intake.resident, died_on=factories.TODAY, by=None, at=factories.NOW)
    assert register(letter, "more").intake == intake
    intake.refresh_from_db()
    assert (intake.state, counts.of(subject).replies["more"]) == ("withdrawn", 1)


def test_never_again_is_remembered_and_the_name_goes_at_once(subject):
    letter = subject.letters.first()
    register(letter, "never")
    assert not Addressee.objects.filter(letter=letter).exists() and Suppression.objects.filter(strong=True).exists()
    second_loss = {"e05_01_20": chain.bsn(901), "e05_02_40": "Anders", "e05_03_10": "19500202"}
    extract = chain.take_in(chain.widow(0, **second_loss), chain.widow(9))
    assert (extract.due, extract.left_out) == (1, 1)


def test_never_again_holds_a_misspelled_name_without_numbers(subject):
    register(subject.letters.first(), "never")
    extract = chain.take_in(chain.widow(0, e01_01_20="", e05_01_20="", e01_02_40="Proefbeuck"))
    assert (extract.due, extract.held) == (0, 1)


@pytest.mark.parametrize("bring", [chain.drafted, chain.checked, chain.printed])
def test_never_again_also_takes_out_what_lies_ready_about_another_loss(subject, bring):
    on = date(2027, 1, 4)
    second_loss = {"e05_01_20": chain.bsn(901), "e05_02_40": "Anders", "e05_03_10": "19500202"}
    later = bring(chain.widow(0, **second_loss, e08_11_60="6822ZZ"), chain.widow(1, **second_loss), on=on)
    register(subject.letters.first(), "never", on=on)
    if bring is chain.drafted:
        rounds.freeze(later, by=chain.clerk(), at=chain.at(on))
    assert [letter.addressee.row for letter in later.letters.filter(state=LetterState.MADE)] == [2]
    assert counts.of(later).reconciles


def test_yes_followed_by_never_is_never(subject):
    letter = subject.letters.first()
    intake = register(letter, "yes").intake
    register(letter, "never")
    intake.refresh_from_db()
    assert intake.state == IntakeState.WITHDRAWN
    with pytest.raises(Refused, match="liever geen brieven meer"):
        register(letter, "yes")


def test_a_never_long_after_a_yes_is_remembered_also_when_her_intake_is_over(subject):
    letter = subject.letters.first()
    intake = register(letter, "yes").intake
    intakes.stop(intake, state=IntakeState.UNREACHABLE, by=factories.coordinator(), at=chain.at(ON))
    register(letter, "never")
    Resident.objects.all().delete()  # as the schedule does in time
    extract = chain.take_in(chain.widow(0, e05_01_20=chain.bsn(901), e05_02_40="Anders", e05_03_10="19500202"))
    assert (extract.due, extract.held) == (0, 1)


def test_a_never_of_whom_no_address_is_known_asks_for_it(subject):
    on = subject.posted_on + timedelta(weeks=9)
    rounds.erase_silent(on=on, at=chain.at(on))
    letter = subject.letters.first()
    intake = register(letter, "yes", SHE._replace(name="G.R. Proefbeuk"), on=on).intake
    with pytest.raises(Refused, match="postcode en huisnummer"):
        register(letter, "never", on=on)
    intake.refresh_from_db()
    assert (intake.state, Suppression.objects.exists()) == (IntakeState.SIGNED_UP, False)


def test_a_never_after_the_names_are_gone_asks_for_the_name_once_more(subject):
    on = subject.posted_on + timedelta(weeks=9)
    rounds.erase_silent(on=on, at=chain.at(on))
    letter = subject.letters.first()
    with pytest.raises(Refused, match="postcode en huisnummer"):
        register(letter, "never", on=on)
    told = replies.Person(name="G.R. Proefbeuk", postcode="6811 AB", number="1")
    register(letter, "never", told, on=on)
    extract = chain.take_in(chain.widow(0, e05_01_20=chain.bsn(901), e05_02_40="Anders", e05_03_10="19500202"))
    assert (extract.due, extract.held) == (0, 1)


def test_a_code_holds_eighteen_months_and_only_for_a_letter_that_was_posted(subject):
    code = subject.letters.first().code
    last_on = calendar.add_months(subject.posted_on, 18)
    assert replies.find(f" {code[:4].lower()} {code[4:]}", on=last_on).code == code
    assert replies.find(code, on=last_on + timedelta(days=1)) is None
    assert replies.find(codes.make(), on=ON) is None
    assert replies.find(code[:-1], on=ON) is None


def test_a_code_of_a_round_that_is_not_posted_says_nothing():
    subject = chain.printed(*THREE)
    assert replies.find(subject.letters.first().code, on=ON) is None


def test_a_round_s_answers_always_add_up(subject):
    letters = list(subject.letters.all())
    register(letters[0], "yes")
    register(letters[0], "never")
    register(letters[1], "returned", way=ReplyWay.POST)
    counted = counts.of(subject)
    assert counted.reconciles
    assert (counted.replies, counted.silent) == ({"yes": 0, "more": 0, "never": 1, "returned": 1}, 1)


@pytest.mark.parametrize("days", [-11, -1, 1])
def test_an_answer_before_the_letter_was_posted_or_after_today_is_a_typing_mistake(subject, days):
    on = subject.posted_on if days < 0 else ON
    with pytest.raises(Refused, match="pas op 2 oktober 2026" if days < 0 else "moet nog komen"):
        replies.register(
            subject.letters.first(),
            kind=ReplyKind.YES,
            way=ReplyWay.CARD,
            person=SHE,
            by=factories.coordinator(),
            at=chain.at(ON),
            on=on + timedelta(days=days),
        )
    assert not Reply.objects.exists()


def test_what_was_answered_before_is_told_without_a_name(subject):
    letter = subject.letters.first()
    register(letter, "returned", way=ReplyWay.POST)
    register(letter, "yes", on=ON + timedelta(days=1))
    assert replies.earlier(letter) == [
        "graag een gesprek (kaart, 12 oktober 2026)",
        "onbestelbaar retour (retour per post, 11 oktober 2026)",
    ]
    assert Reply.objects.filter(intake=None).count() == 1


def test_a_yes_after_a_returned_envelope_is_a_yes(subject):
    letter = subject.letters.first()
    register(letter, "returned", way=ReplyWay.POST)
    assert register(letter, "yes").intake.resident.street == "Lindelaan 1"
    assert counts.of(subject).replies == {"yes": 1, "more": 0, "never": 0, "returned": 0}


def test_the_code_of_a_letter_that_the_last_check_took_out_says_nothing():
    frozen = chain.frozen(*THREE)
    letter = frozen.letters.first()
    last_check.lay(frozen, chain.delivery(*THREE[1:]), state_on=chain.ON, by=chain.clerk(), at=chain.at(), on=chain.ON)
    assert replies.find(letter.code, on=ON) is None
