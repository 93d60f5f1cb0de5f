"""The page where one chooses one's days, and the page of what could not be sent."""

import pytest
from django.core import mail
from django.test import Client

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.notices import outbox, post
from bezoekdienst.notices.models import Digest, Message, State
from tests import cast, factories
from tests.factories import NOW
from tests.web import clients

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.fixture
def user() -> User:
    return cast.coordinator()


@pytest.fixture
def client(user: User, now: object) -> Client:
    return clients.of(user)


def given_up(key: str, kind: str, user: User | None) -> None:
    Message.objects.create(key=key, kind=kind, user=user, queued_at=NOW, state=State.FAILED, attempts=5)


def test_her_days_are_chosen_and_stand_there_afterwards(client: Client, user: User) -> None:
    assert "U krijgt het overzicht nu op maandag. Dat is de gewone dag, zolang u zelf niets kiest." in page(
        client, "/overzicht/"
    )
    answer = client.post("/overzicht/", {"weekdays": ["1", "4"], "way": "holds"}, follow=True)
    said = answer.content.decode()
    assert "Bewaard. Vanaf morgen krijgt u het overzicht op maandag en donderdag." in said
    assert "U krijgt het overzicht nu op maandag en donderdag. De losse berichten wachten daarop." in said
    assert (Digest.objects.get().weekdays, Digest.objects.get().holds) == ("14", True)


def test_no_day_is_never_and_then_nothing_can_wait(client: Client) -> None:
    answer = client.post("/overzicht/", {"way": "holds"})
    assert answer.status_code == 422
    assert "Kies ten minste één dag, anders komen de losse berichten nooit aan." in answer.content.decode()
    assert "U krijgt geen overzicht meer." in client.post("/overzicht/", {"way": "each"}, follow=True).content.decode()
    assert "U krijgt hiervan geen overzicht per mail." in page(client, "/")
    assert "U krijgt het overzicht nu niet." in page(client, "/overzicht/")


def test_who_stands_in_chooses_days_and_has_no_single_mails_to_wait(now: object) -> None:
    client = clients.of(cast.deputy())
    assert "losse berichten" not in page(client, "/overzicht/")
    client.post("/overzicht/", {"weekdays": ["2"]})
    assert Digest.objects.get().weekdays == "2"


def test_what_could_not_be_sent_stands_on_the_list_and_is_tried_again(client: Client, user: User) -> None:
    given_up("a", "silent", cast.volunteer().user)
    given_up("b", "call_asked", user)
    assert "2 mails konden niet weg." in page(client, "/")
    listed = page(client, "/mails/")
    assert "Lang geen bezoek genoteerd, aan Vera Vrijwilliger, van 23 november 2026" in listed
    answer = client.post("/mails/", follow=True)
    assert "Wij proberen die 2 mails nu nog eens." in answer.content.decode()
    assert post.send_due(NOW) == 1  # of the other nothing is true any more
    assert (len(mail.outbox), Message.objects.filter(state=State.FAILED).count()) == (1, 0)
    assert Event.objects.get(kind="messages.retried").facts == {"count": 2}


def test_the_operator_sees_what_failed_and_not_for_whom(now: object) -> None:
    given_up("a", "call_asked", cast.volunteer().user)
    client = clients.of(cast.operator())
    listed = page(client, "/mails/")
    assert "Een vrijwilliger vraagt of u belt, van 23 november 2026" in listed
    assert "Vera" not in listed


def test_with_nothing_to_try_again_nothing_is_written_down(client: Client) -> None:
    assert "Alles wat weg moest, is weg." in page(client, "/mails/")
    client.post("/mails/")
    assert not Event.objects.filter(kind="messages.retried").exists()


def test_what_still_waits_is_not_called_gone(client: Client, user: User) -> None:
    post.queue("a", "thanks", user, NOW)
    assert "Niets is mislukt. Eén mail wacht nog op verzending." in page(client, "/mails/")


def test_mails_are_counted_by_kind_the_most_frequent_first(user: User) -> None:
    for number in range(3):
        post.queue(f"a{number}", "call_asked", user, NOW)
    post.send_due(NOW)
    post.queue("b", "thanks", user, NOW)
    given_up("c", "thanks", None)
    assert outbox.tallies(NOW) == [outbox.Tally("call_asked", 3, 0, 0), outbox.Tally("thanks", 0, 1, 1)]


@pytest.mark.parametrize("role", [Role.CLERK, Role.VOLUNTEER, Role.PRIVACY_OFFICER, Role.PRINT_ROOM])
def test_who_sees_no_residents_has_no_overview_of_them(role: Role) -> None:
    client = clients.logged_in(role)
    assert [client.get(address).status_code for address in ("/overzicht/", "/mails/")] == [403, 403]


def test_a_long_group_is_folded_behind_its_first_lines(client: Client) -> None:
    for _ in range(11):
        factories.IntakeFactory(waiting=True)
    listed = page(client, "/")
    assert '<span class="count">11</span>' in listed
    assert "Nog 8: 8 bezoekers die wachten" in listed
    assert listed.index("Nog 8:") > listed.index("wacht ")
