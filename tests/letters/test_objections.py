"""Who calls to say never, without a code at hand (A4)."""

from datetime import timedelta

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from letters import counts, objections, replies, rounds, selection
from letters.models import Addressee, LedgerEntry, Reply, Suppression
from letters.states import LetterState, ReplyKind, ReplyWay
from tests import factories
from tests.letters import chain

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))
AGAIN = {"e05_01_20": chain.bsn(901), "e05_02_40": "Anders", "e05_03_10": "19500202"}  # another loss, so another letter
NOBODY = {"name": "B. Wilgenroos", "postcode": "6899 ZZ", "number": "3"}
SHE = {"name": "mevr. Proefbeuk", "postcode": "6811 ab", "number": "1"}


def note(on=chain.ON + timedelta(days=3), **said):
    objections.note(**said, by=factories.coordinator(), at=chain.at(on))


def state_of(letter):
    letter.refresh_from_db()
    return letter.state


@pytest.mark.parametrize("said", [SHE, NOBODY])
def test_nobody_is_told_whether_there_was_a_letter(said, django_assert_max_num_queries):
    chain.posted(*THREE)
    with django_assert_max_num_queries(40):
        assert note(**said) is None
    event = Event.objects.get(kind="objection.noted")
    assert (event.facts, event.subject_type, event.about) == ({}, "", None)


def test_a_letter_on_the_post_counts_as_answered_and_the_name_goes_at_once():
    subject = chain.posted(*THREE)
    letter = subject.letters.get(addressee__row=1)
    note(**SHE)
    reply = Reply.objects.get()
    assert (reply.letter, reply.kind, reply.way) == (letter, ReplyKind.NEVER, ReplyWay.PHONE)
    assert Addressee.objects.count() == 2 and counts.of(subject).reconciles
    moved = chain.take_in(chain.widow(0, **AGAIN, e08_11_60="6822ZZ"), chain.widow(9))
    assert (moved.due, moved.left_out) == (1, 1)  # she is known by her number from now on


@pytest.mark.parametrize("bring", [chain.frozen, chain.released, chain.printed])
def test_a_letter_that_lies_ready_is_pulled_and_the_clerk_sees_why(bring):
    subject = bring(*THREE)
    letter = subject.letters.get(addressee__row=1)
    note(**SHE)
    assert state_of(letter) == LetterState.PULLED and letter.pulled_reason == selection.OBJECTED.text
    assert LedgerEntry.objects.filter(letter=letter).exists()  # L4: an objector's place is kept
    assert Event.objects.filter(kind="letter.pulled", actor=None).count() == 1
    assert subject.letters.filter(state=LetterState.MADE).count() == 2 and counts.of(subject).reconciles


def test_a_letter_to_a_name_that_is_only_near_is_pulled_and_comes_back_to_be_looked_at():
    subject = chain.frozen(*THREE)
    letter = subject.letters.get(addressee__row=1)
    note(name="Proefbeun", postcode="6811AB", number="1")
    assert state_of(letter) == LetterState.PULLED and letter.pulled_reason == selection.PERHAPS_OBJECTED.text
    assert not LedgerEntry.objects.filter(letter=letter).exists()


def test_a_letter_on_the_post_to_a_name_that_is_only_near_stays_as_it_is():
    chain.posted(*THREE)
    note(name="Proefbeun", postcode="6811AB", number="1")
    assert (Reply.objects.count(), Addressee.objects.count()) == (0, 3)


def test_two_who_may_be_meant_are_remembered_and_neither_has_answered():
    mother_and_daughter = (chain.widow(0), chain.widow(1, e01_02_40="Proefbeuk", e08_11_20="1", e08_11_60="6811AB"))
    chain.posted(*mother_and_daughter)
    note(**SHE)
    assert (Reply.objects.count(), Addressee.objects.count()) == (0, 2)
    again = chain.take_in(
        *(chain.widow(n, **AGAIN, e01_02_40="Proefbeuk", e08_11_20="1", e08_11_60="6811AB") for n in (0,))
    )
    assert (again.due, again.held) == (0, 1)


@pytest.mark.parametrize(("name", "heaps"), [("Proefbeuk", (2, 0, 1)), ("Proefbeun", (2, 1, 0))])
def test_who_waits_for_a_round_is_taken_out_of_the_delivery_or_held(name, heaps):
    extract = chain.drafted(*THREE).extract
    note(name=name, postcode="6811AB", number="1")
    extract.refresh_from_db()
    assert (extract.due, extract.held, extract.left_out) == heaps
    rounds.freeze(extract.rounds.get(), by=chain.clerk(), at=chain.at())
    assert extract.rounds.get().letters.count() == 2


def test_who_waits_for_a_decision_is_heard_when_others_of_her_delivery_have_answered_already():
    subject = chain.posted(*THREE, chain.widow(3, e08_83_10="081110"))
    day = chain.ON + timedelta(days=5)
    replies.register(
        subject.letters.get(position=2),
        kind=ReplyKind.NEVER,
        way=ReplyWay.CARD,
        by=chain.clerk(),
        at=chain.at(day),
        on=day,
    )
    note(name="Proeflinde", postcode="6814AB", number="4")
    extract = subject.extract
    extract.refresh_from_db()
    assert (extract.due, extract.held, extract.left_out) == (3, 0, 1)
    assert not extract.addressees.filter(row=4).exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " . "}, "achternaam"),
        ({"postcode": "6811"}, "hele postcode"),
        ({"postcode": "AB 6811"}, "hele postcode"),
        ({"number": ""}, "huisnummer"),
        ({"number": "a"}, "huisnummer"),
    ],
)
def test_what_cannot_be_known_again_is_refused_and_nothing_is_remembered(wrong, sentence):
    with pytest.raises(Refused, match=sentence):
        note(**{**SHE, **wrong})
    assert not Suppression.objects.exists()
