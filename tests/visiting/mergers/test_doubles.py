"""Who was perhaps written down twice: found, told apart, and looked at once more when something new comes up (I4)."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import residents
from bezoekdienst.visiting.mergers import doubles
from bezoekdienst.visiting.mergers.likeness import Entry, Ground
from bezoekdienst.visiting.models import Different, Merger
from letters import acquaintances
from tests import cast
from tests.factories import NOW, TODAY, ResidentFactory
from tests.refusals import texts

pytestmark = pytest.mark.django_db


def two(**more):
    """A couple with one telephone."""
    one = ResidentFactory(name="Truus Verzonnen", phone="026-1234567", **more)
    return one, ResidentFactory(name="Wim Bedacht", phone="0261234567", postcode="6899 ZZ")


def alike(resident):
    return [(one.name, list(grounds)) for one, grounds in doubles.like(resident)]


def test_who_looks_like_somebody_is_found_from_both_sides_and_before_she_is_saved(by):
    one, other = two()
    assert alike(one) == [("Wim Bedacht", [Ground.PHONE])]
    assert alike(other) == [("Truus Verzonnen", [Ground.PHONE])]
    new = Entry(0, "T. Verzonnen", "+31 26 1234567", postcode="6811aa")
    found = [(one.name, list(grounds)) for one, grounds in doubles.like_new(new)]
    assert found == [("Truus Verzonnen", [Ground.PHONE, Ground.NAME]), ("Wim Bedacht", [Ground.PHONE])]


def test_more_people_ask_the_database_no_more(by):
    for number in (2, 20):
        ResidentFactory.create_batch(number, phone="026-7654321")
        with CaptureQueriesContext(connection) as queries:
            doubles.found()
        assert len(queries) == 2


def test_who_was_told_apart_is_not_asked_again(by):
    one, other = two()
    doubles.tell_apart(other, one, by=by, at=NOW)
    doubles.tell_apart(one, other, by=by, at=NOW)
    assert doubles.found() == []
    assert list(Different.objects.values_list("one", "other", "noted_on", "by")) == [(one.pk, other.pk, TODAY, by.pk)]
    told = Event.objects.filter(kind="resident.told_apart").order_by("pk").values_list("about", flat=True)
    assert list(told) == [one.pseudonym, other.pseudonym]


def test_who_is_gone_cannot_be_told_apart(by):
    one, other = two()
    type(other).objects.filter(pk=other.pk).delete()
    with pytest.raises(Refused) as refusal:
        doubles.tell_apart(one, other, by=by, at=NOW)
    assert texts(refusal) == ["Een van beiden is intussen samengevoegd of gewist."]


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ({"name": "Truus Bedacht", "postcode": "6899 ZZ", "street": "Weg 2"}, []),
        ({"phone": "026-7654321"}, []),
        ({"email": "wim@voorbeeld.example"}, [Ground.PHONE, Ground.EMAIL]),
        ({"name": "W. Bedacht", "postcode": "6899ZZ"}, [Ground.PHONE, Ground.NAME]),
    ],
)
def test_only_a_new_ground_is_a_reason_to_look_again(by, change, asked):
    one, other = two()
    residents.amend(other, email="Wim@voorbeeld.example", by=by, at=NOW)
    doubles.tell_apart(one, other, by=by, at=NOW)
    residents.amend(one, **change, by=by, at=NOW)
    assert [list(pair.grounds) for pair in doubles.found()] == ([asked] if asked else [])


def test_what_a_second_answer_fills_in_may_be_a_new_ground_too(by):
    one, other = two(email="samen@voorbeeld.example")
    doubles.tell_apart(one, other, by=by, at=NOW)
    acquaintances.complete(other, acquaintances.Person(email="samen@voorbeeld.example"))
    assert [list(pair.grounds) for pair in doubles.found()] == [[Ground.PHONE, Ground.EMAIL]]


def test_she_stands_in_the_log_under_every_name_she_had():
    one, other = two()
    earlier, first = uuid.uuid4(), uuid.uuid4()
    for name in (first, earlier):
        Merger.objects.create(resident=one, pseudonym=name, merged_on=TODAY, by=cast.coordinator())
    assert doubles.names_in_the_log(one.pseudonym) == [one.pseudonym, first, earlier]
    assert doubles.names_in_the_log(earlier) == [earlier, one.pseudonym, first]
    assert doubles.names_in_the_log(other.pseudonym) == [other.pseudonym]
    stranger = uuid.uuid4()
    assert doubles.names_in_the_log(stranger) == [stranger]
