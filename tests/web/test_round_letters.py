import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from letters.states import LetterState
from tests.letters import chain
from tests.web import clients

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))


@pytest.fixture
def clerk():
    return clients.logged_in(Role.CLERK)


def text(response):
    return response.content.decode()


def test_a_letter_is_found_by_name_street_or_code_and_the_words_stand_in_no_address(clerk):
    subject = chain.frozen(*THREE)
    page = reverse("round_letters", args=[subject.pk])
    assert [name in text(clerk.get(page)) for name in ("Proefbeuk", "Proefels", "Proefiep")] == [True] * 3
    code = subject.letters.get(position=2).code
    for typed in ("proefels", "Lindelaan 2", f"{code[:4]} {code[4:]}".lower()):
        found = text(clerk.post(page, {"q": typed}, headers={"HX-Request": "true"}))
        assert ["Proefbeuk" in found, "Proefels" in found, "Proefiep" in found] == [False, True, False], typed
        assert "<html" not in found
    assert "Niets gevonden" in text(clerk.post(page, {"q": "Niemand"}))
    read = Event.objects.filter(kind="person.read", facts__what="brieven van de ronde")
    assert read.count() == 4
    clerk.get(page, headers={"HX-Request": "true"})  # opened in the guise of a script
    assert read.count() == 5


def test_the_clerk_takes_a_letter_out_with_a_reason(clerk):
    subject = chain.frozen(*THREE)
    letter = subject.letters.get(position=1)
    page = reverse("round_letter_act", args=[letter.pk, "eruit"])
    assert "Proefbeuk" in text(clerk.get(page))
    assert "Kies waarom deze brief niet mag weggaan." in text(clerk.post(page))
    answer = clerk.post(page, {"cause": "dead"}, follow=True)
    assert answer.redirect_chain == [(reverse("round_letters", args=[subject.pk]), 302)]
    letter.refresh_from_db()
    assert letter.state == LetterState.PULLED
    again = clerk.post(page, {"cause": "moved"})
    assert "Deze brief kan er niet meer uit" in text(again)


def test_only_the_clerk_sees_letters_and_a_foreign_one_is_like_one_that_is_not_there(clerk):
    subject = chain.frozen(*THREE)
    letter = subject.letters.get(position=1)
    for role in (Role.COORDINATOR, Role.PRINT_ROOM, Role.VOLUNTEER, Role.PRIVACY_OFFICER):
        browser = clients.logged_in(role)
        assert browser.get(reverse("round_letters", args=[subject.pk])).status_code == 403
        assert browser.post(reverse("round_letter_act", args=[letter.pk, "eruit"])).status_code == 403
    for pk in (letter.pk + 1000, 2**40):
        assert clerk.get(reverse("round_letter_act", args=[pk, "eruit"])).status_code == 404
    assert clerk.get(reverse("round_letter_act", args=[letter.pk, "verbranden"])).status_code == 404
    letter.refresh_from_db()
    assert letter.state == LetterState.MADE


def test_three_letters_take_as_many_queries_as_one(clerk):
    counts = []
    for number, lines in enumerate((THREE[:1], [chain.widow(number) for number in range(20, 23)])):
        subject = chain.frozen(*lines, on=chain.ON.replace(year=2026 + number))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            clerk.get(reverse("round_letters", args=[subject.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]
