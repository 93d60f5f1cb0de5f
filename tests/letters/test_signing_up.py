"""Signing up on the page, with a code, without one, twice, long after; and what is left of who never did (A1 to A5)."""

import re
import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connections

from bezoekdienst.visiting.models import Bereavement, Intake, Resident
from bezoekdienst.visiting.states import IntakeState, Source
from letters import counts, replies, rounds
from letters.models import Addressee, Reply
from letters.states import LetterState, ReplyKind, RoundState
from tests.letters import chain
from tests.letters.replying import ON, SHE, THREE, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject():
    return chain.posted(*THREE)


@pytest.mark.parametrize("code", ["", "zomaar iets", "never"])
def test_the_page_works_without_a_letter_with_nonsense_and_after_a_never(subject, code):
    if code == "never":
        letter = subject.letters.first()
        register(letter, "never")
        code = letter.code
    person = replies.Person(name="Anna Verzonnen", phone="026 000 00 09")
    intake = replies.sign_up(code, person, kind=ReplyKind.YES, on=ON, at=chain.at(ON))
    assert (intake.resident.name, intake.resident.source) == ("Anna Verzonnen", Source.SELF)


def test_once_the_names_are_gone_the_code_still_tells_the_round(subject):
    on = subject.posted_on + timedelta(weeks=9)
    rounds.erase_silent(on=on, at=chain.at(on))
    code = subject.letters.first().code
    assert replies.find(code, on=on).round == subject
    assert sign_up(code, on=on).resident.source == Source.LETTER


def sign_up(code="", name="Anna Verzonnen", phone="026 000 00 09", on=ON, **told):
    person = replies.Person(name=name, phone=phone, **told)
    return replies.sign_up(code, person, kind=ReplyKind.YES, on=on, at=chain.at(on))


@pytest.mark.parametrize(
    ("name", "phone"),
    [
        ("Anna Verzonnen", "026 000 00 09"),
        ("anna  verzonnen ", "(026) 00000-09"),
        ("Anna Verzonnen", "+31 26 000 00 09"),
    ],
)
def test_who_signs_up_twice_without_a_code_has_one_intake(name, phone):
    assert sign_up() == sign_up(name=name, phone=phone)
    assert Resident.objects.get().name == "Anna Verzonnen"


def test_who_was_seen_before_may_sign_up_anew():
    first = sign_up()
    Intake.objects.filter(pk=first.pk).update(state=IntakeState.NOT_NOW)
    assert sign_up() != first


def test_another_number_or_another_name_is_another_person():
    assert len({sign_up().pk, sign_up(phone="026 000 00 08").pk, sign_up(name="Bep Verzonnen").pk}) == 3


def test_who_finds_her_code_after_signing_up_has_one_intake_with_her_address(subject):
    first = sign_up(name="Gerda Proefbeuk")
    again = sign_up(subject.letters.first().code, name="Gerda Proefbeuk", email="g@voorbeeld.example")
    again.resident.refresh_from_db()
    assert (again, again.resident.street, again.resident.email) == (first, "Lindelaan 1", "g@voorbeeld.example")
    assert counts.of(subject).replies["yes"] == 1 and Addressee.objects.count() == 2


@pytest.mark.parametrize(
    ("state", "intakes_then"),
    [
        (IntakeState.NOT_NOW, ["signed_up"]),
        (IntakeState.UNREACHABLE, ["signed_up"]),
        (IntakeState.WITHDRAWN, ["signed_up"]),
        (IntakeState.OTHER_HELP, ["signed_up"]),
        (IntakeState.MATCHED, ["matched", "signed_up"]),
        (IntakeState.VISITED, ["visited"]),
    ],
)
def test_who_comes_back_with_her_code_long_after_is_signed_up_again(subject, state, intakes_then):
    letter = subject.letters.first()
    register(letter, "yes")
    Intake.objects.update(state=state, ended_on=None if state == IntakeState.VISITED else ON)
    if state == IntakeState.MATCHED:  # and her year is over
        began = ON - timedelta(days=400)
        Bereavement.objects.update(year_started_on=began, limit_on=began + timedelta(days=364))
    she = replies.Person(name="G.R. Proefbeuk", phone=SHE.phone)
    for _ in range(2):
        replies.sign_up(letter.code, she, kind=ReplyKind.YES, on=ON, at=chain.at(ON))
    assert list(Intake.objects.order_by("pk").values_list("state", flat=True)) == intakes_then
    assert counts.of(subject).reconciles


def test_a_used_code_in_other_hands_opens_an_intake_of_its_own(subject):
    code = subject.letters.first().code
    hers = sign_up(code, name="Gerda Proefbeuk")
    assert sign_up(code, name="G. Proefbeuck", phone="026 000 00 11") == hers
    other = sign_up(code, name="Bep Buurvrouw", phone="026 000 00 10")
    assert other != hers and (other.resident.street, other.resident.source) == ("", Source.SELF)


HASH = re.compile(r"[0-9a-f]{16,}")  # in which four digits of a postcode stand by chance


WRITTEN = ("proefbeuk", "proefels", "proefiep", "lindelaan", "6811", "6812", "6813", "19400510", chain.bsn(0))


def readable():
    """Every value in every table, as the service can read it, in which something of the three stands."""
    return [
        text
        for model in apps.get_models()
        for row in model._default_manager.all()
        for field in model._meta.concrete_fields
        if any(word in (text := HASH.sub("", str(getattr(row, field.attname)).lower())) for word in WRITTEN)
    ]


def test_of_who_stayed_silent_nothing_is_left_in_any_table(subject):
    on = subject.posted_on + timedelta(weeks=9)
    assert len(readable()) == 3
    assert rounds.erase_silent(on=on, at=chain.at(on)) == 3
    assert readable() == []
    counted = counts.of(subject)
    assert (counted.posted, counted.silent, counted.reconciles) == (3, 3, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("with_code", [False, True])
def test_two_clicks_at_once_are_one_sign_up(with_code):
    code = chain.posted(*THREE).letters.first().code if with_code else ""
    gate, made = threading.Barrier(4), []

    def click():
        gate.wait()
        made.append(sign_up(code).pk)
        connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(set(made)), Resident.objects.count()) == (4, 1, 1)


@pytest.mark.parametrize(
    ("state", "round_state"),
    [(LetterState.PULLED, None), (LetterState.CANCELLED, None), (None, RoundState.CANCELLED)],
)
def test_the_code_of_a_pulled_or_cancelled_letter_is_like_one_that_was_never_made(subject, state, round_state):
    letter = subject.letters.first()
    if state:
        subject.letters.filter(pk=letter.pk).update(state=state)
    else:
        type(subject).objects.filter(pk=subject.pk).update(state=round_state)
    assert replies.find(letter.code, on=ON) is None
    intake = sign_up(letter.code)
    assert (intake.resident.source, Reply.objects.count()) == (Source.SELF, 0)
