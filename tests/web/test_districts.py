"""The coordinator's districts on screen: a line each, half a table of distances; nothing typed is lost."""

from decimal import Decimal

import pytest
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from tests.factories import NOW
from tests.web.clients import logged_in
from volunteers import districts
from volunteers.districts import Drawn
from volunteers.models import Apart, District, Place

pytestmark = pytest.mark.django_db


def listed() -> list[tuple[str, list[str], Decimal]]:
    return [(one.name, one.pc4s, one.within_km) for one in District.objects.all()]


@pytest.fixture
def two():
    """Centrum and Noord, 3 km apart."""
    made = [Drawn(None, "Centrum", ("6811", "6812"), Decimal(1)), Drawn(None, "Noord", ("6813",), Decimal(2))]
    districts.save(made, by=None, at=NOW)
    centre, north = District.objects.all()
    districts.save([], apart={(centre.pk, north.pk): Decimal(3)}, by=None, at=NOW)
    return centre, north


def filled(coordinator, **changed):
    form = coordinator.get(reverse("policy_districts")).context["form"]
    sent = {field.html_name: field.initial for field in form if field.initial is not None}
    return sent | changed


def send(client, **changed):
    return client.post(reverse("policy_districts"), filled(client, **changed))


def test_the_first_districts_are_filled_in_on_empty_lines(coordinator) -> None:
    lines = {
        "name-nieuw0": " Centrum ",
        "pc4s-nieuw0": "6811; 6812 6811",
        "name-nieuw2": "Noord",
        "pc4s-nieuw2": "6813",
    }
    assert send(coordinator, **lines, **{"within-nieuw2": "2.5"}).status_code == 302
    assert listed() == [("Centrum", ["6811", "6812"], Decimal("1.0")), ("Noord", ["6813"], Decimal("2.5"))]


def test_the_page_sent_as_it_came_changes_nothing(coordinator, two) -> None:
    before = listed()
    assert send(coordinator).status_code == 302
    assert listed() == before
    assert [apart.km for apart in Apart.objects.all()] == [Decimal("3.0")]


def test_a_distance_is_changed_or_made_unknown(coordinator, two) -> None:
    centre, north = two
    km = f"km-{centre.pk}-{north.pk}"
    send(coordinator, **{km: "4.5"})
    assert Apart.objects.get().km == Decimal("4.5")
    send(coordinator, **{km: ""})
    assert Apart.objects.count() == 0


def test_a_district_goes_by_a_tick_or_by_an_empty_line(coordinator, two) -> None:
    centre, north = two
    send(coordinator, **{f"gone-{centre.pk}": "on"})
    assert [name for name, *_ in listed()] == ["Noord"]
    send(coordinator, **{f"name-{north.pk}": "", f"pc4s-{north.pk}": ""})
    assert listed() == []


def test_a_postcode_in_two_districts_is_refused_and_everything_stays_filled_in(coordinator, two) -> None:
    answer = send(coordinator, **{"name-nieuw0": "Zuid", "pc4s-nieuw0": "6811, 6841"})
    form = answer.context["form"]
    assert answer.status_code == 422
    assert form.non_field_errors() == ["6811 staat bij Centrum en bij Zuid. Een postcode hoort bij één wijk."]
    assert form["pc4s-nieuw0"].value() == "6811, 6841"
    assert len(listed()) == 2


def test_a_distance_outside_its_bounds_says_so_at_its_blank(coordinator, two) -> None:
    centre, north = two
    km = f"km-{centre.pk}-{north.pk}"
    for value in ("0.4", "99.1", "0.55", "ver"):
        assert dict(send(coordinator, **{km: value}).context["form"].errors) == {km: ["Vul hier 0,5 tot en met 99 in."]}


def test_that_the_operator_s_table_goes_first_is_told(coordinator) -> None:
    assert "Die gaat voor" not in coordinator.get(reverse("policy_districts")).content.decode()
    Place.objects.create(pc4="6811", lat=51.98, lon=5.91)
    assert "een tabel met 1 postcode. Die gaat voor." in coordinator.get(reverse("policy_districts")).content.decode()


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.CLERK, Role.VOLUNTEER], ids=str)
def test_only_the_coordinator_draws_districts(role) -> None:
    assert logged_in(role).get(reverse("policy_districts")).status_code == 403
