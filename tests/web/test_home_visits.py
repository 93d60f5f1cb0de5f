"""Planning the home visit with a calendar beside it, its letter and file; and the week of the service."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from bezoekdienst.accounts.models import User
from bezoekdienst.reports import agenda
from bezoekdienst.visiting import gather, intakes
from bezoekdienst.visiting.models import Contact, Intake, Resident
from bezoekdienst.visiting.states import IntakeState
from letters import letterheads
from tests import cast, factories
from tests.factories import NOW, TODAY
from tests.letters import chain
from tests.web import clients
from volunteers import gatherings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]
THURSDAY = datetime(2026, 11, 26, 13, tzinfo=UTC)  # 14.00 in town


@pytest.fixture
def cato() -> User:
    return cast.coordinator()


@pytest.fixture
def client(cato: User) -> Client:
    return clients.of(cato)


def planned(at: datetime = THURSDAY, goes: User | None = None, **more: Any) -> Intake:
    made: Intake = factories.IntakeFactory(state=IntakeState.PLANNED, planned_for_at=at, planned_with=goes, **more)
    return made


def asked(client: Client, intake: Intake, **given: str) -> Any:
    return client.post(f"/intakes/{intake.pk}/afspraak/", {"day": "2026-11-26", "hour": "14:00", **given})


def saved(intake: Intake) -> Intake:
    intake.refresh_from_db()
    return intake


# Planning


def test_an_appointment_has_somebody_who_goes(client: Client, cato: User) -> None:
    intake = factories.IntakeFactory()
    assert asked(client, intake, goes=str(cato.pk))["Location"] == f"/intakes/{intake.pk}/"
    assert (saved(intake).state, intake.planned_for_at, intake.planned_with) == ("planned", THURSDAY, cato)


def test_a_free_half_day_fills_in_the_form(client: Client) -> None:
    page = client.get(f"/intakes/{factories.IntakeFactory().pk}/afspraak/?dag=2026-11-27&uur=10:00").content.decode()
    assert 'value="2026-11-27"' in page and 'value="10:00"' in page


def test_what_she_has_already_stands_beside_it_and_takes_its_half_day(client: Client, cato: User) -> None:
    planned(goes=cato, bereavement__resident__name="mevrouw Eerder")
    planned(goes=cast.deputy(), bereavement__resident__name="mevrouw Anders")
    page = client.get(f"/intakes/{factories.IntakeFactory().pk}/afspraak/")
    assert "Gesprek bij mevrouw Eerder" in page.content.decode()
    assert "mevrouw Anders" not in page.content.decode()
    assert "Donderdag 26 november, middag" not in [one.said for one in page.context["free"]]
    assert "Donderdag 26 november, ochtend" in [one.said for one in page.context["free"]]


def test_what_is_unusual_is_asked_once_more_and_then_done(client: Client, cato: User) -> None:
    planned(goes=cato, bereavement__resident__name="mevrouw Eerder")
    intake = factories.IntakeFactory()
    page = asked(client, intake, goes=str(cato.pk), hour="15:00")
    assert page.context["form"].cautions == [
        "Cato Coördinator heeft dan al iets: 14.00 uur, gesprek bij mevrouw Eerder."
    ]
    assert saved(intake).state == IntakeState.SIGNED_UP
    sure = page.context["form"].sureness()
    other = asked(client, intake, goes=str(cato.pk), hour="20:00", sure=sure)  # agreed with something else
    assert other.context["form"].cautions == ["Het is erg vroeg of in de avond."]
    assert asked(client, intake, goes=str(cato.pk), hour="15:00", sure=sure).status_code == 302
    assert saved(intake).state == IntakeState.PLANNED


def test_a_moment_in_the_past_is_refused_whatever_one_presses(client: Client) -> None:
    intake = factories.IntakeFactory()
    page = asked(client, intake, day="2026-11-20").content.decode()
    assert "De afspraak ligt in het verleden. Kies een later moment." in page
    assert saved(intake).state == IntakeState.SIGNED_UP


def test_moving_it_says_that_it_is_no_longer_confirmed(client: Client, cato: User) -> None:
    intake = planned(goes=cato, confirmed_way="phone", confirmed_at=NOW)
    assert "per telefoon, op 23 november 2026" in client.get(f"/intakes/{intake.pk}/").content.decode()
    asked(client, intake, goes=str(cato.pk), hour="10:00")
    assert "nog niet bevestigd" in client.get(f"/intakes/{intake.pk}/").content.decode()


def test_the_page_knows_nobody_to_the_clerk_and_shows_only_who_may_go(client: Client) -> None:
    cast.clerk(), cast.deputy()
    page = client.get(f"/intakes/{factories.IntakeFactory().pk}/afspraak/").content.decode()
    assert "Dien Deputy" in page or cast.deputy().name in page
    assert cast.clerk().name not in page


# Confirming


def test_confirming_needs_an_address_for_mail(client: Client) -> None:
    intake = planned(bereavement__resident__street="Kwinkslagpad 1")
    assert "Per e-mail" not in client.get(f"/intakes/{intake.pk}/bevestigen/").content.decode()
    client.post(f"/intakes/{intake.pk}/bevestigen/", {"way": "letter"})
    assert (saved(intake).confirmed_way, intake.confirmed_at) == ("letter", NOW)


def test_no_letter_is_offered_to_who_has_no_whole_address_and_planning_asks_for_it(client: Client) -> None:
    intake = planned()
    assert "Per brief: " not in client.get(f"/intakes/{intake.pk}/bevestigen/").content.decode()
    assert "Het adres is nog niet volledig." in client.get(f"/intakes/{intake.pk}/afspraak/").content.decode()
    assert "Adres invullen" in client.get(f"/intakes/{intake.pk}/").content.decode()
    Resident.objects.update(street="Kwinkslagpad 1")
    assert "Per brief: " in client.get(f"/intakes/{intake.pk}/bevestigen/").content.decode()
    assert "Het adres is nog niet volledig." not in client.get(f"/intakes/{intake.pk}/afspraak/").content.decode()
    assert "Adres invullen" not in client.get(f"/intakes/{intake.pk}/").content.decode()


def test_the_first_act_is_to_confirm_and_then_to_fill_in_the_talk_on_the_same_page(client: Client) -> None:
    intake = planned(confirmed_way="")
    assert client.get(f"/intakes/{intake.pk}/").context["next"][0] == "Afspraak bevestigen"
    Intake.objects.update(confirmed_way="phone", confirmed_at=NOW)
    page = client.get(f"/intakes/{intake.pk}/")
    assert page.context["next"] == ("Gesprek invullen", "#gesprek", "")
    assert '<h2 id="gesprek">' in page.content.decode()


def test_an_appointment_that_is_called_off_leaves_her_without_one(client: Client) -> None:
    intake = planned()
    client.post(f"/intakes/{intake.pk}/afzeggen/")
    assert (saved(intake).state, intake.planned_for_at) == (IntakeState.SIGNED_UP, None)


def test_with_whom_an_appointment_was_made_somebody_spoke_also_when_it_is_called_off(client: Client) -> None:
    intake = planned()
    for day in (20, 21, 22):
        Contact.objects.create(resident=intake.resident, made_on=date(2026, 11, day), way="phone", reached=False)
    client.post(f"/intakes/{intake.pk}/afzeggen/")
    page = client.get(f"/intakes/{intake.pk}/")
    assert (page.context["next"][2], page.context["in_vain"]) == ("afspraak", 0)
    (one,) = gather.intakes()
    assert (one.tried, one.missed_calls) == (True, 0)
    Intake.objects.update(opened_on=TODAY + timedelta(days=1))  # she came back later: that is another beginning
    (one,) = gather.intakes()
    assert one.tried is False


def test_letters_come_as_pdf_and_only_those_there_are(client: Client) -> None:
    letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", by=None, at=chain.at())
    intake = planned(bereavement__resident__street="Kwinkslagpad 1")
    for kind in ("afspraak", "laatste"):
        answer = client.get(f"/intakes/{intake.pk}/brief-{kind}.pdf")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert client.get(f"/intakes/{intake.pk}/brief-onzin.pdf").status_code == 404


def test_a_letter_that_can_not_be_made_says_what_to_do(client: Client) -> None:
    answer = client.get(f"/intakes/{planned().pk}/brief-afspraak.pdf")
    assert answer.status_code == 409
    assert "Het adres is nog niet volledig." in answer.content.decode()


def test_the_file_for_a_calendar_names_nobody(client: Client, cato: User) -> None:
    intake = planned(goes=cato, bereavement__resident__name="mevrouw Verzonnen")
    content = client.get(f"/intakes/{intake.pk}/afspraak.ics").content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (str(event["SUMMARY"]), event.decoded("DTSTART")) == ("Intakegesprek", THURSDAY)
    assert b"Verzonnen" not in content and b"Cato" not in content
    assert client.get(f"/intakes/{factories.IntakeFactory().pk}/afspraak.ics").status_code == 404


def test_three_calls_in_vain_suggest_a_last_letter(client: Client) -> None:
    intake = factories.IntakeFactory()
    for days in range(3):
        assert "Laatste brief" not in client.get(f"/intakes/{intake.pk}/").content.decode()
        given = {"way": "phone", "reached": False, "note": "", "made_on": TODAY - timedelta(days=days)}
        intakes.contact(intake.resident, **given, by=cast.coordinator(), at=NOW)
    assert "3 keer gebeld, niet bereikt" in client.get(f"/intakes/{intake.pk}/").content.decode()


def test_a_call_in_vain_can_be_tried_again_on_a_day(client: Client) -> None:
    intake = factories.IntakeFactory()
    given = {"made_on": "2026-11-23", "way": "phone", "reached": "no", "again_on": "2026-11-25"}
    client.post(f"/intakes/{intake.pk}/contact/", given)
    assert saved(intake).again_on == TODAY + timedelta(days=2)
    client.post(f"/intakes/{intake.pk}/contact/", {**given, "reached": "yes", "again_on": ""})
    assert saved(intake).again_on is None


# The week


def busy_week(cato: User) -> None:
    planned(goes=cato, bereavement__resident__name="mevrouw Eerste")
    planned(goes=cast.deputy(), bereavement__resident__name="mevrouw Tweede")
    factories.TrajectoryFactory(meeting=True, meeting_on=TODAY + timedelta(days=1), meeting_time=time(19))
    factories.IntakeFactory(again_on=TODAY, bereavement__resident__name="mevrouw Derde")
    gatherings.plan(
        "intervision", place="zaal 1", by=cato, at=NOW, starts_at=datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
    )


def whats(page: Any) -> list[str]:
    return [one.what for _, found, _ in page.context["days"] for one in found]


def test_a_week_shows_her_own_first_and_the_whole_service_when_asked(client: Client, cato: User) -> None:
    busy_week(cato)
    mine = whats(client.get("/agenda/week/"))
    assert [what.split()[0] for what in mine] == ["mevrouw", "Kennismaking", "Intervisie", "Gesprek"]
    assert "Gesprek bij mevrouw Tweede" not in mine
    assert "Gesprek bij mevrouw Tweede" in whats(client.get("/agenda/week/?van=dienst"))


def test_an_acquaintance_stands_in_the_week_at_its_hour(cato: User) -> None:
    busy_week(cato)
    there = agenda.between(TODAY, TODAY + timedelta(days=1))
    assert [str(one.at) for one in there if one.what.startswith("Kennismaking")] == ["2026-11-24 19:00:00+01:00"]


@pytest.mark.parametrize("asked_for", ["2026-12-02", "2026-11-30"])
def test_another_week_is_any_day_in_it(client: Client, asked_for: str) -> None:
    page = client.get(f"/agenda/week/?week={asked_for}")
    assert (page.context["title"], page.context["before"]) == ("Week 49", "?week=2026-11-23")


@pytest.mark.parametrize("asked_for", ["onzin", "", "9999-12-31", "0001-01-01", "2026-W99"])
def test_a_senseless_week_is_this_one(client: Client, asked_for: str) -> None:
    assert client.get(f"/agenda/week/?week={asked_for}").context["title"] == "Week 48"


def test_a_week_with_more_in_it_asks_no_more_of_the_database(cato: User) -> None:
    asked_of = []
    for _ in (1, 2, 3):
        busy_week(cato)
        with CaptureQueriesContext(connection) as queries:
            assert agenda.between(*agenda.week(TODAY))
        asked_of.append(len(queries))
    assert asked_of == [6, 6, 6]


def test_a_feed_has_the_visits_of_who_goes_there_and_of_whom_nobody_is_named(client: Client, cato: User) -> None:
    from bezoekdienst.reports import calendars

    planned(goes=cato), planned(goes=cast.deputy()), planned()
    assert len(Calendar.from_ical(calendars.of(cato, NOW)).walk("VEVENT")) == 2
