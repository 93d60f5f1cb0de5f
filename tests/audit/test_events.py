"""The log: only added to, chained, in the transaction of the act, told in Dutch sentences."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events, sentences, triggers
from bezoekdienst.audit.models import Event
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db


def record(number: int = 1, **more: object) -> list[Event]:
    user = UserFactory(roles=[Role.COORDINATOR])
    with transaction.atomic():
        return [
            events.record("person.read", by=user, at=NOW, subject=user, about=user.pseudonym, what=f"stuk {n}", **more)
            for n in range(number)
        ]


def forge(sql: str, *values: object) -> None:
    """Change the table behind the guard's back, as somebody with the database's password could."""
    triggers.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    triggers.create(connection)


def test_an_event_says_who_what_when_and_about_whom() -> None:
    (event,) = record()
    event.refresh_from_db()
    assert (event.kind, event.at, event.subject_type) == ("person.read", NOW, "accounts.user")
    assert event.about == event.actor.pseudonym  # type: ignore[union-attr]
    assert events.sentence(event) == "bekeek de gegevens (stuk 0)"
    assert events.actor_name(event) == event.actor.name  # type: ignore[union-attr]


def test_the_system_and_somebody_who_is_gone_have_a_word_too() -> None:
    (event,) = record()
    event.actor_id = 987_654
    assert events.actor_name(Event.objects.select_related("actor").get(pk=event.pk)) != "iemand van vroeger"
    assert events.actor_name(Event(actor_id=987_654)) == "iemand van vroeger"
    assert events.actor_name(Event(actor_id=None)) == "de bezoekdienst"


@pytest.mark.django_db(transaction=True)
def test_an_act_and_its_record_stand_or_fall_together() -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        events.record("person.read", by=None, at=NOW, what="stuk")

    def act_that_fails() -> None:
        with transaction.atomic():
            events.record("person.read", by=None, at=NOW, what="stuk")
            raise LookupError

    with pytest.raises(LookupError):
        act_that_fails()
    assert Event.objects.count() == 0


def test_a_kind_without_a_sentence_is_refused() -> None:
    with pytest.raises(KeyError, match="no sentence"), transaction.atomic():
        events.record("something.else", by=None, at=NOW)


@pytest.mark.parametrize("sql", ["UPDATE audit_event SET kind = 'x'", "DELETE FROM audit_event"])
def test_the_database_lets_nobody_change_or_delete_an_event(sql: str) -> None:
    record()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Event.objects.get().kind == "person.read"


def test_after_its_term_an_event_may_go_and_still_not_change() -> None:
    with transaction.atomic():
        events.record("person.read", by=None, at=NOW - timedelta(days=6 * 365), what="stuk")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(kind="x")
    Event.objects.all().delete()
    assert Event.objects.count() == 0


def test_a_whole_chain_is_whole() -> None:
    assert events.broken_at() is None
    first, second, third = record(3)
    assert (first.previous, second.previous, third.previous) == (events.START, first.digest, second.digest)
    assert events.broken_at() is None


def test_the_chain_still_holds_when_the_oldest_went_on_term() -> None:
    first, _, _ = record(3)
    forge("DELETE FROM audit_event WHERE id = %s", first.pk)
    assert events.broken_at() is None


@pytest.mark.parametrize("column", ["kind", "origin", "subject_id"])
def test_a_changed_event_is_found(column: str) -> None:
    _, second, _ = record(3)
    forge(f"UPDATE audit_event SET {column} = 'x' WHERE id = %s", second.pk)
    assert events.broken_at() == second.pk


def test_an_event_that_was_taken_out_is_missed() -> None:
    _, second, third = record(3)
    forge("DELETE FROM audit_event WHERE id = %s", second.pk)
    assert events.broken_at() == third.pk


def test_the_command_says_whether_the_chain_holds(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, last = record(3)
    call_command("audit", "check")
    assert capsys.readouterr().out == f"De keten klopt: 3 gebeurtenissen, laatste {last.digest}.\n"
    forge("UPDATE audit_event SET kind = 'x' WHERE id = %s", last.pk)
    with pytest.raises(CommandError, match=f"gebroken bij gebeurtenis {last.pk}"):
        call_command("audit", "check")


def test_the_history_of_an_object_is_its_own_newest_first() -> None:
    one, two = record(2)
    record(1)
    assert [event.pk for event in events.history(one.actor)] == [two.pk, one.pk]  # type: ignore[arg-type]


def test_an_old_event_that_lacks_a_fact_can_still_be_read() -> None:
    assert events.sentence(Event(kind="person.read", facts={})) == "bekeek de gegevens (-)"


@pytest.mark.parametrize("kind", sorted(sentences.SENTENCES))
def test_every_sentence_can_be_filled(kind: str) -> None:
    sentence = events.sentence(Event(kind=kind, facts={}))
    assert sentence[0].islower()
    assert not sentence.endswith(".")


@pytest.mark.parametrize("kind", sorted(sentences.BY_ITSELF))
def test_what_happens_by_itself_has_no_doer(kind: str) -> None:
    said = events.whole_sentence(Event(kind=kind, actor_id=None, facts={}))
    assert (kind in sentences.SENTENCES, said[0].isupper() or said[0] == "-", said[-1]) == (True, True, ".")
    assert "bezoekdienst" not in said


def test_who_did_it_comes_first_and_a_doer_without_a_name_is_the_service() -> None:
    assert events.whole_sentence(Event(kind="visit.withdrawn", actor_id=987_654, facts={})) == (
        "Iemand van vroeger trok een bezoek in."
    )
    assert events.whole_sentence(Event(kind="visit.withdrawn", actor_id=None, facts={})) == (
        "De bezoekdienst trok een bezoek in."
    )
