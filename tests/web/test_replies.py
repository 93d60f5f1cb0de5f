"""The coordinator's desk for card and phone: every mistake of a hand has its sentence, and nothing typed is lost."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from letters import codes, replies
from letters.models import Addressee, Reply, Suppression
from letters.states import ReplyKind, ReplyWay
from tests.letters import chain
from tests.web import clients

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))
CARD = {"kind": "yes", "way": "card", "on": "2026-10-05", "phone": "026 000 00 01"}
CALL = {"kind": "never", "way": "phone", "on": "2026-10-05", "name": "mevr. Proefbeuk", "postcode": "6811 ab"}
NOTED = "Genoteerd. Deze persoon krijgt geen brieven meer van ons."


@pytest.fixture
def letter(time_machine):
    subject = chain.posted(*THREE)
    time_machine.move_to(chain.at(subject.posted_on + timedelta(days=5)))
    return subject.letters.get(addressee__row=1)


@pytest.fixture
def desk():
    return clients.logged_in(Role.COORDINATOR)


def type_in(desk, **filled):
    answer = desk.post(reverse("reply_new"), filled, follow=True)
    return answer.status_code, html.unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda code: code[:-1], "Een code heeft 8 tekens. U typte er 7."),
        (lambda code: f"{code[:4]}1{code[5:]}", "Dit teken staat nooit in een code: 1. Kijk nog eens goed."),
        (lambda code: "2222 2223", "In deze code zit een typefout."),
        (lambda code: codes.with_check("2345678"), "Deze code hoort niet bij een brief van de laatste 18 maanden"),
        (lambda code: "", "Vul de code in. Zonder code noteert u een gesprek bij de intakes."),
    ],
)
def test_a_wrong_code_is_told_as_precisely_as_can_be_and_what_was_typed_stays(letter, desk, wrong, sentence):
    status, told = type_in(desk, **CARD, code=wrong(letter.code))
    assert status == 422 and sentence in told and "026 000 00 01" in told
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    ("on", "sentence"),
    [("2026-10-01", "Deze brief ging pas op 2 oktober 2026 op de post."), ("2026-10-08", "Deze dag moet nog komen.")],
)
def test_a_day_that_cannot_be_is_told(letter, desk, on, sentence):
    status, told = type_in(desk, **{**CARD, "on": on}, code=letter.code)
    assert status == 422 and sentence in told and not Reply.objects.exists()


def test_a_yes_shows_the_name_and_the_intake_only_then(letter, desk):
    assert "Proefbeuk" not in desk.get(reverse("reply_new")).content.decode()
    status, told = type_in(desk, **CARD, code=codes.shown(letter.code).lower())
    assert status == 200 and "Genoteerd. G.R. Proefbeuk staat bij de intakes." in told


def test_a_name_that_is_told_after_an_act_stands_in_no_cookie(letter, desk):
    desk.post(reverse("reply_new"), {**CARD, "code": letter.code, "name": "Griet Proefbeuk"})
    assert set(desk.cookies) <= {"sessionid", "csrftoken"}
    assert "Griet Proefbeuk" in html.unescape(desk.get(reverse("reply_new")).content.decode())


def test_a_code_that_was_used_before_says_for_what_and_asks_whether_it_is_right(letter, desk):
    type_in(desk, **CARD, code=letter.code)
    status, told = type_in(desk, **{**CARD, "kind": "never"}, code=letter.code)
    assert status == 422
    assert "Op deze brief is al geantwoord: graag een gesprek (kaart, 5 oktober 2026). Klopt de code wel?" in told
    assert told.count('name="again"') == 1 and Reply.objects.count() == 1
    status, told = type_in(desk, **{**CARD, "kind": "never"}, code=letter.code, again="on")
    assert status == 200 and NOTED in told
    assert [reply.kind for reply in Reply.objects.all()] == ["yes", "never"]


def test_a_yes_after_a_never_is_refused_also_when_it_is_confirmed(letter, desk):
    type_in(desk, **{**CARD, "kind": "never"}, code=letter.code)
    status, told = type_in(desk, **CARD, code=letter.code, again="on")
    assert status == 422 and "eerder geantwoord: liever geen brieven meer" in told


def test_an_envelope_that_came_back_came_by_post_whatever_was_ticked(letter, desk):
    type_in(desk, **{**CARD, "kind": "returned"}, code=letter.code)
    assert Reply.objects.get().way == ReplyWay.POST


@pytest.mark.parametrize("number", ["1", "88"])
def test_without_a_code_never_is_noted_and_the_page_is_the_same_whether_there_was_a_letter(letter, desk, number):
    status, told = type_in(desk, **CALL, number=number)
    assert status == 200 and NOTED in told and "Nog niets." in told
    assert (Reply.objects.count(), Addressee.objects.count()) == ((1, 2) if number == "1" else (0, 3))
    assert Suppression.objects.exists()


def test_without_a_code_half_an_address_is_not_enough(letter, desk):
    status, told = type_in(desk, **CALL, number="")
    assert status == 422 and "Vul het huisnummer in." in told and not Suppression.objects.exists()


def test_a_never_to_a_letter_whose_name_is_gone_asks_for_it_once_more(letter, desk):
    Addressee.objects.all().delete()
    status, told = type_in(desk, **{**CARD, "kind": "never"}, code=letter.code)
    assert status == 422 and "De naam bij deze brief is al gewist." in told
    assert type_in(desk, **CALL, number="1", code=letter.code)[0] == 200


def test_what_came_by_the_page_is_not_among_what_was_typed(letter, desk):
    on = letter.round.posted_on
    told = replies.Person(name="Anna Verzonnen", phone="026 000 00 09")
    replies.register(letter, kind=ReplyKind.YES, way=ReplyWay.PAGE, person=told, by=None, at=chain.at(on), on=on)
    assert "Nog niets." in desk.get(reverse("reply_new")).content.decode()


def test_a_card_noted_with_the_wrong_code_is_taken_back_from_the_list_beside_it(letter, desk):
    type_in(desk, **CARD, code=letter.code)
    address = reverse("reply_back", args=[Reply.objects.get().pk])
    assert address in desk.get(reverse("reply_new")).content.decode()
    asked = html.unescape(desk.get(address).content.decode())
    assert "G.R. Proefbeuk: graag een gesprek (kaart, 5 oktober 2026)." in asked
    told = html.unescape(desk.post(address, follow=True).content.decode())
    assert "Het antwoord is teruggenomen." in told and address not in told
    assert not Reply.objects.exists()


def test_never_again_has_no_way_back(letter, desk):
    type_in(desk, **CARD | {"kind": "never"}, code=letter.code)
    address = reverse("reply_back", args=[Reply.objects.get().pk])
    assert address not in desk.get(reverse("reply_new")).content.decode()
    assert "blijft staan" in desk.post(address).content.decode()
    assert Reply.objects.exists()
