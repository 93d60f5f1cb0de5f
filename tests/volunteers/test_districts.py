"""The coordinator's own list of districts: a postcode lies in one of them, and what can't be is told whole."""

from decimal import Decimal

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from tests.factories import NOW
from volunteers import districts
from volunteers.districts import Drawn
from volunteers.models import Apart, District


def drawn(name: str, *pc4s: str, id: int | None = None, within: str = "1") -> Drawn:
    return Drawn(id, name, pc4s, Decimal(within))


def texts(*wanted: Drawn, km: tuple[str, ...] = ()) -> list[str]:
    return [reason.text for reason in districts.reasons(wanted, map(Decimal, km))]


def save(*wanted: Drawn, **given) -> int:
    return districts.save(wanted, by=None, at=NOW, **given)


def listed() -> list[tuple[str, list[str]]]:
    return [(one.name, one.pc4s) for one in District.objects.all()]


def test_a_postcode_in_two_districts_is_refused_with_both_names() -> None:
    found = texts(drawn("Centrum", "6811", "6812"), drawn("Noord", "6812"))
    assert found == ["6812 staat bij Centrum en bij Noord. Een postcode hoort bij één wijk."]


@pytest.mark.parametrize("pc4", ["681", "68111", "0811", "681A", "6811AB"])
def test_a_postcode_has_four_digits(pc4: str) -> None:
    assert texts(drawn("Centrum", pc4)) == [f"“{pc4}” bij Centrum is geen postcode van vier cijfers."]


def test_a_name_is_its_own_and_has_letters() -> None:
    assert texts(drawn("", "6811")) == ["De wijk met 6811 heeft nog geen naam."]
    assert texts(drawn("6812", "6811")) == ["“6812” is geen naam van een wijk. Gebruik ook letters."]
    assert texts(drawn("Noord", "6811"), drawn("noord", "6812")) == [
        "Er zijn twee wijken met de naam noord. Geef elke wijk een eigen naam."
    ]
    assert texts(drawn("n" * 60, "6811")) == []
    assert texts(drawn("n" * 61, "6811")) == ["De naam “nnnnnnnnnnnnnnnnnnnn…” is te lang. Schrijf hooguit 60 tekens."]


def test_a_district_has_postcodes() -> None:
    assert texts(drawn("Noord")) == ["Bij Noord staat nog geen postcode."]


@pytest.mark.parametrize(("km", "is_fine"), [("0.4", False), ("0.5", True), ("99", True), ("99.1", False)])
def test_a_distance_has_its_bounds_within_and_between(km: str, is_fine: bool) -> None:
    within = [] if is_fine else ["Binnen Noord kan 0,5 tot en met 99 km liggen."]
    between = [] if is_fine else ["Tussen twee wijken kan 0,5 tot en met 99 km liggen."]
    assert texts(drawn("Noord", "6811", within=km)) == within
    assert texts(km=(km,)) == between


@pytest.mark.django_db
def test_a_list_is_made_changed_and_told_in_the_log() -> None:
    assert save(drawn("Noord", "6813"), drawn("Centrum", "6811")) == 2
    centre, north = District.objects.all()
    save(drawn("Binnenstad", "6811", "6812", id=centre.pk), apart={(north.pk, centre.pk): Decimal("3.5")})
    assert listed() == [("Binnenstad", ["6811", "6812"]), ("Noord", ["6813"])]
    apart = Apart.objects.get()
    assert ({apart.one_id, apart.other_id}, apart.km) == ({centre.pk, north.pk}, Decimal("3.5"))
    save(apart={(centre.pk, north.pk): None})
    assert Apart.objects.count() == 0
    assert [event.facts for event in Event.objects.order_by("pk")] == [{"count": 2}] * 3


@pytest.mark.django_db
def test_a_district_that_goes_takes_its_distances_along() -> None:
    save(drawn("Noord", "6813"), drawn("Centrum", "6811"))
    centre, north = District.objects.all()
    save(apart={(centre.pk, north.pk): Decimal(3)})
    save(gone=[north.pk])
    assert listed() == [("Centrum", ["6811"])]
    assert Apart.objects.count() == 0


@pytest.mark.django_db
def test_two_districts_can_swap_their_names() -> None:
    save(drawn("Noord", "6813"), drawn("Centrum", "6811"))
    centre, north = District.objects.all()
    save(drawn("Noord", "6811", id=centre.pk), drawn("Centrum", "6813", id=north.pk))
    assert listed() == [("Centrum", ["6813"]), ("Noord", ["6811"])]


@pytest.mark.django_db
def test_a_postcode_can_move_from_one_district_to_another_at_once() -> None:
    save(drawn("Noord", "6813", "6812"), drawn("Centrum", "6811"))
    centre, north = District.objects.all()
    save(drawn("Centrum", "6811", "6812", id=centre.pk), drawn("Noord", "6813", id=north.pk))
    assert listed() == [("Centrum", ["6811", "6812"]), ("Noord", ["6813"])]


@pytest.mark.django_db
def test_what_another_page_does_not_name_stays_and_counts() -> None:
    save(drawn("Noord", "6813"))
    with pytest.raises(Refused, match="6813 staat bij Noord en bij Centrum"):
        save(drawn("Centrum", "6813"))
    assert listed() == [("Noord", ["6813"])]


@pytest.mark.django_db
def test_a_district_that_was_taken_away_meanwhile_is_told() -> None:
    save(drawn("Noord", "6813"))
    pk = District.objects.get().pk
    save(gone=[pk])
    for changed in ({"apart": {(pk, pk + 1): Decimal(1)}}, {}):
        with pytest.raises(Refused, match="intussen weggehaald"):
            save(*([] if changed else [drawn("Noord", "6813", id=pk)]), **changed)
    assert listed() == []
