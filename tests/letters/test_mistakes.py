"""An answer noted with the wrong code is taken back as long as nothing was done with it; never again stays (A4)."""

from datetime import timedelta
from typing import Any

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import home_visits, intakes, residents, returns
from bezoekdienst.visiting.models import Intake, Resident
from bezoekdienst.visiting.states import Source
from letters import counts, mistakes, replies
from letters.models import Reply, Suppression
from letters.states import ReplyKind
from tests import factories
from tests.letters import chain
from tests.letters.replying import ON, SHE, THREE, register
from tests.refusals import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject():
    return chain.posted(*THREE)


def take_back(reply: Reply, days: int = 0) -> None:
    mistakes.take_back(reply, by=factories.coordinator(), at=chain.at(ON + timedelta(days=days)))


def test_a_yes_with_the_wrong_code_leaves_nobody_behind_and_the_sums_are_exact(subject):
    take_back(register(subject.letters.first(), "yes"))
    assert (Resident.objects.count(), Intake.objects.count(), Reply.objects.count()) == (0, 0, 0)
    counted = counts.of(subject)
    assert (counted.silent, counted.reconciles) == (3, True)


def test_the_right_one_can_answer_that_letter_afterwards(subject):
    letter = subject.letters.first()
    take_back(register(letter, "yes"))
    again = register(letter, "yes", replies.Person(name="G.R. Proefbeuk", phone=SHE.phone))
    assert again.intake.resident.name == "G.R. Proefbeuk"


def test_an_envelope_that_did_not_come_back_after_all(subject):
    take_back(register(subject.letters.first(), "returned"))
    assert counts.of(subject).replies["returned"] == 0


def test_a_second_answer_goes_and_who_was_signed_up_by_the_first_stays(subject):
    letter = subject.letters.first()
    first = register(letter, "yes")
    take_back(register(letter, "more"))
    assert (Reply.objects.get(), Intake.objects.get()) == (first, first.intake)


def test_who_signed_up_before_her_card_came_stays(subject):
    told = {"name": "G.R. Proefbeuk", "phone": SHE.phone}
    intake = intakes.open(**told, source=Source.SELF, by=None, at=chain.at(ON))
    reply = register(subject.letters.first(), "yes")
    assert reply.intake == intake
    take_back(reply)
    assert Intake.objects.get() == intake


def test_never_again_stays(subject):
    with pytest.raises(Refused) as refusal:
        take_back(register(subject.letters.first(), "never"))
    assert texts(refusal)[0].startswith("“Liever geen brieven meer” blijft staan.")
    assert Suppression.objects.exists() and Reply.objects.exists()


@pytest.mark.parametrize(("days", "goes"), [(14, True), (15, False)])
def test_an_answer_can_be_taken_back_for_two_weeks(subject, days, goes):
    reply = register(subject.letters.first(), "returned")
    assert (mistakes.obstacles(reply, ON + timedelta(days=days)) == []) is goes


def called(intake: Intake, **given: Any) -> None:
    intakes.contact(intake.resident, made_on=ON, way="phone", reached=False, note="", **given)


def planned_and_called_off(intake: Intake, **given: Any) -> None:
    intakes.plan(intake, for_at=chain.at(ON + timedelta(days=3)), **given)
    home_visits.call_off(intake, **given)


def stopped_and_reopened(intake: Intake, **given: Any) -> None:
    intakes.stop(intake, state="withdrawn", **given)
    returns.reopen(intake, **given)


def asked_something(intake: Intake, **given: Any) -> None:
    intakes.save_answers(intake, answers={"network": "een zus"}, **given)


def told_her_address(intake: Intake, **given: Any) -> None:
    residents.amend(intake.resident, street="Proefpad 1", **given)


DONE = (called, planned_and_called_off, stopped_and_reopened, asked_something, told_her_address)


@pytest.mark.parametrize("done", DONE)
def test_what_was_done_with_a_sign_up_is_not_lost(subject, done):
    reply = register(subject.letters.first(), "yes")
    done(reply.intake, by=factories.coordinator(), at=chain.at(ON))
    with pytest.raises(Refused) as refusal:
        take_back(reply)
    assert texts(refusal) == ["Met deze aanmelding is al iets gedaan. Stop de aanmelding op de pagina van de intake."]
    assert Reply.objects.get() == reply


def test_what_she_answered_herself_is_not_the_office_s_to_take_back(subject):
    letter = subject.letters.first()
    replies.sign_up(letter.code, SHE._replace(name="Gerda Proefbeuk"), kind=ReplyKind.YES, on=ON, at=chain.at(ON))
    with pytest.raises(Refused):
        take_back(letter.replies.get())
    assert Reply.objects.exists()
