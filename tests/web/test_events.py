"""The privacy officer's pages: the log without content, filtered in the address; the terms, and what was erased."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events as log
from bezoekdienst.audit import triggers
from bezoekdienst.audit.models import Event
from bezoekdienst.retention import loading
from bezoekdienst.retention.models import ErasureRun
from tests import cast
from tests.factories import ResidentFactory
from tests.web import clients

pytestmark = pytest.mark.django_db
LOG = "/logboek/"


@pytest.fixture
def client() -> Client:
    return clients.of(cast.privacy_officer())


def note(kind: str, days_ago: int = 0, **facts: object) -> Event:
    resident = ResidentFactory(name="Mevrouw Geheim-Verzonnen")
    with transaction.atomic():
        at = timezone.now() - timedelta(days=days_ago)
        return log.record(kind, by=cast.coordinator(), at=at, subject=resident, about=resident.pseudonym, **facts)


def test_the_log_takes_as_many_queries_for_three_as_for_one(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LOG).status_code == 200
        return len(captured)

    note("person.read", what="traject")
    client.get(LOG)
    for_one = queries()
    note("signal.seen", urgent=False), note("person.read", what="intake")
    assert queries() == for_one


def test_who_did_what_is_told_in_a_sentence_without_a_name_of_whom(client: Client) -> None:
    note("person.read", what="traject")
    page = client.get(LOG).content.decode()
    assert "Cato Coördinator bekeek de gegevens (traject)." in page
    assert "Geheim" not in page


def test_dates_are_read_as_dates(client: Client) -> None:
    note("trajectory.paused", on="2026-03-01")
    assert "zette het traject op pauze vanaf 1 maart 2026." in client.get(LOG).content.decode()


def test_kind_day_and_person_are_in_the_address(client: Client) -> None:
    read = note("person.read", what="traject")
    note("signal.seen", days_ago=3, urgent=False)
    today = timezone.localdate()
    by_kind = client.get(LOG, {"soort": "person."}).content.decode()
    assert "bekeek de gegevens" in by_kind
    assert "zag een signaal" not in by_kind
    by_day = client.get(LOG, {"dag": (today - timedelta(days=3)).isoformat()}).content.decode()
    assert "zag een signaal" in by_day
    assert "bekeek de gegevens" not in by_day
    by_person = client.get(LOG, {"over": str(read.about)}).content.decode()
    assert "bekeek de gegevens" in by_person
    assert "zag een signaal" not in by_person


@pytest.mark.parametrize(
    "address",
    ["?dag=gisteren", "?dag=2026-02-31", "?dag=0001-01-01", "?dag=9999-12-31", "?soort=%27", "?blad=999", "?blad=x"],
)
def test_an_odd_address_shows_a_page_all_the_same(client: Client, address: str) -> None:
    note("person.read", what="traject")
    assert client.get(LOG + address).status_code == 200


def test_an_odd_person_has_nothing(client: Client) -> None:
    note("person.read", what="traject")
    assert "Er is niets gedaan dat hierbij past." in client.get(LOG, {"over": "x"}).content.decode()


def test_the_chain_is_checked_when_asked_and_a_change_is_found(client: Client) -> None:
    first = note("person.read", what="traject")
    note("person.read", what="intake")
    assert "Het logboek is heel" in client.get(LOG, {"keten": "1"}).content.decode()
    triggers.drop(connection)
    Event.objects.filter(pk=first.pk).update(kind="signal.seen")
    triggers.create(connection)
    page = client.get(LOG, {"keten": "1"}).content.decode()
    assert "Het logboek klopt niet" in page
    assert f"nummer {first.pk}." in page


def test_the_terms_are_read_with_the_numbers_of_the_policy(client: Client) -> None:
    page = client.get("/bewaartermijnen/").content.decode()
    assert "8 weken na het posten" in page
    assert "{" not in page[page.index("<main") :]
    for line in loading.schedule().lines:
        assert line.purpose[1:].split("’")[0].split('"')[0] in page


def test_each_erasure_is_told_with_its_counts(client: Client) -> None:
    ErasureRun.objects.create(ran_at=timezone.now(), for_on=timezone.localdate(), counts={"visit_notes": 3})
    page = client.get("/bewaartermijnen/").content.decode()
    assert "3 gewist of leeggemaakt" in page
    assert "3: 3 maanden na het einde van het traject" in page


@pytest.mark.parametrize("url", [LOG, "/bewaartermijnen/"])
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CLERK, Role.VOLUNTEER])
def test_the_log_is_for_the_privacy_officer_only(url: str, role: Role) -> None:
    assert clients.logged_in(role).get(url).status_code == 403
