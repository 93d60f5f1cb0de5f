"""When a home visit fits: free half days, and what is unusual about a moment."""

from datetime import date, datetime

import pytest

from bezoekdienst.reports.agenda import Appointment
from bezoekdienst.web.desks import half_days

MONDAY = date(2026, 11, 23)


def there(hour: int, minute: int = 0, goes: int | None = 1, minutes: int = 90) -> Appointment:
    at = datetime(2026, 11, 24, hour, minute)
    return Appointment(at.date(), "Gesprek bij mevrouw A", "intake", 1, at, minutes, goes)


def free(*taken: Appointment, can: set[str] = frozenset(), due_on: date = date(2026, 12, 31)) -> list[str]:  # type: ignore[assignment]
    found = half_days.free(taken, today=MONDAY, user=1, can=can, due_on=due_on, blocked=())
    return [f"{one.said}{', laat' if one.late else ''}" for one in found]


def test_the_next_free_half_days_of_working_days() -> None:
    assert free()[:3] == [
        "Dinsdag 24 november, ochtend", "Dinsdag 24 november, middag", "Woensdag 25 november, ochtend",
    ]  # fmt: skip
    assert len(free()) == half_days.SHOWN


def test_a_half_day_that_is_taken_is_not_free_unless_by_somebody_else() -> None:
    assert free(there(10))[0] == "Dinsdag 24 november, middag"
    assert free(there(10, goes=2))[0] == "Dinsdag 24 november, ochtend"
    assert free(there(10, goes=None))[0] == "Dinsdag 24 november, middag"


def test_when_she_can_comes_before_when_it_is_free() -> None:
    assert free(can={"th-pm", "fr-am"}) == [
        "Donderdag 26 november, middag", "Vrijdag 27 november, ochtend",
        "Donderdag 3 december, middag", "Vrijdag 4 december, ochtend",
        "Donderdag 10 december, middag", "Vrijdag 11 december, ochtend",
    ]  # fmt: skip


def test_later_than_it_should_be_says_so() -> None:
    assert free(due_on=date(2026, 11, 24))[1:3] == [
        "Dinsdag 24 november, middag", "Woensdag 25 november, ochtend, laat",
    ]  # fmt: skip


def test_the_week_of_christmas_and_holidays_are_not_proposed() -> None:
    found = half_days.free((), today=date(2026, 12, 18), user=1, can=(), due_on=MONDAY, blocked=())
    assert found[0].on == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("hour", "minute", "clashes"),
    [(8, 30, False), (8, 31, True), (10, 0, True), (11, 29, True), (11, 30, False)],
)
def test_two_things_of_one_person_are_an_hour_and_a_half_apart(hour: int, minute: int, clashes: bool) -> None:
    moment = datetime(2026, 11, 24, hour, minute)
    said = half_days.cautions(moment, [there(10)], user=1, name="Cato", blocked=())
    expected = ["Cato heeft dan al iets: 10.00 uur, gesprek bij mevrouw A."] if clashes else []
    assert [one for one in said if "Cato" in one] == expected


def test_what_somebody_else_does_or_nobody_yet_is_no_clash() -> None:
    moment = datetime(2026, 11, 24, 10)
    assert half_days.cautions(moment, [there(10, goes=2)], user=1, name="Cato", blocked=()) == []
    assert half_days.cautions(moment, [there(10)], user=None, name="", blocked=()) == []


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 28, 10), ["Het is een zaterdag."]),
        (datetime(2026, 11, 24, 18), ["Het is erg vroeg of in de avond."]),
        (datetime(2026, 11, 24, 8, 59), ["Het is erg vroeg of in de avond."]),
        (datetime(2026, 12, 25, 10), ["Die dag is een feestdag: Eerste kerstdag.", "Het is de week van Kerst."]),
        (datetime(2026, 11, 4, 10), ["Het is de week van Allerzielen."]),
        (datetime(2026, 11, 24, 10), []),
    ],
)
def test_what_is_unusual_is_said(moment: datetime, said: list[str]) -> None:
    assert half_days.cautions(moment, (), user=1, name="Cato", blocked=("allerzielen",)) == said


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("liefst dinsdagochtend", {"tu-am"}),
        ("maandag of woensdag", {"mo-am", "mo-pm", "we-am", "we-pm"}),
        ("’s middags", {f"{day}-pm" for day in ("mo", "tu", "we", "th", "fr", "sa", "su")}),
        ("niet op maandag", set()),
        ("maakt niet uit", set()),
        ("na het eten", set()),
        ("", set()),
    ],
)
def test_when_she_can_is_read_from_what_she_said_only_when_it_is_clear(text: str, can: set[str]) -> None:
    assert half_days.told(text) == can
