"""Whatever stands on paper, no year becomes longer by coming over (T2 to T5)."""

from datetime import date

import pytest

from bezoekdienst.policy import versions
from bezoekdienst.visiting.models import Bereavement, Intake, Trajectory
from bezoekdienst.visiting.states import EndReason, IntakeState, TrajectoryState
from tests import cast, factories
from tests.matching.imports.rows import WIM, take_in, wrong
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vera(db: None) -> Volunteer:
    return cast.volunteer()


def test_a_year_that_is_over_is_not_taken_over() -> None:
    assert wrong({**WIM, "Aangemeld op": "", "Gesprek op": "", "Gekoppeld op": "", "Begonnen op": "4-3-2025"}) == [
        ("Het jaar van Wim van Verzonnen was om op 3 maart 2026. Neem dit niet over: rond het op papier af.",)
    ]


@pytest.mark.parametrize(("began", "is_open"), [("23-11-2025", False), ("24-11-2025", True)])
def test_the_last_day_of_a_year_is_still_a_day_of_visits(began: str, is_open: bool) -> None:
    old = {**WIM, "Aangemeld op": "1-11-2025", "Gesprek op": "", "Gekoppeld op": "", "Begonnen op": began}
    assert take_in(old).counts == {"new": int(is_open), "known": 0, "wrong": int(not is_open)}


def test_a_stricter_policy_ends_it_sooner() -> None:
    versions.change(valid_from_on=factories.TODAY, by=cast.coordinator(), at=factories.NOW, trajectory_months=6)
    assert wrong(WIM) == [
        ("Het jaar van Wim van Verzonnen was om op 1 september 2026. Neem dit niet over: rond het op papier af.",)
    ]


def test_an_extension_that_was_given_already_counts_and_no_other_can_be_given() -> None:
    began = {**WIM, "Aangemeld op": "", "Gesprek op": "", "Gekoppeld op": "", "Begonnen op": "1-11-2025"}
    take_in({**began, "Verlengd tot en met": "20-12-2026", "Waarom verlengd": "een zwaar jaar"})
    loss, one = Bereavement.objects.get(), Trajectory.objects.get()
    assert (loss.limit_on, loss.extended_to_on, loss.extension_reason) == (
        *(date(2026, 10, 31), date(2026, 12, 20), "een zwaar jaar"),
    )
    assert (one.hard_stop_on, one.planned_end_on) == (date(2026, 12, 20), date(2026, 12, 20))


@pytest.mark.parametrize(
    ("until", "why", "said"),
    [
        ("27-12-2026", "een zwaar jaar", "Verlengen kan uiterlijk tot en met 26 december 2026."),
        ("31-10-2026", "een zwaar jaar", "Verlengen begint pas na 31 oktober 2026."),
        ("20-12-2026", "", "Schrijf erbij waarom."),
    ],
)
def test_an_extension_has_its_bounds_also_on_paper(until: str, why: str, said: str) -> None:
    began = {**WIM, "Aangemeld op": "", "Gesprek op": "", "Gekoppeld op": "", "Begonnen op": "1-11-2025"}
    assert wrong({**began, "Verlengd tot en met": until, "Waarom verlengd": why}) == [(said,)]


def test_of_two_volunteers_in_one_year_the_year_is_that_of_the_first() -> None:
    olga = cast.other_volunteer()
    first = {**WIM, "Geëindigd op": "1-6-2026", "Gesprekken over het bezoek op": "28-5-2026"}
    second = {**WIM, "Vrijwilliger": "olga@voorbeeld.example", "Gekoppeld op": "10-6-2026", "Begonnen op": "15-6-2026"}
    found = take_in(second, first)  # in any order
    assert found.counts == {"new": 2, "known": 0, "wrong": 0}
    before, now = Trajectory.objects.order_by("started_on")
    assert (before.state, before.ended_on, before.end_reason) == (
        *(TrajectoryState.ENDED, date(2026, 6, 1), EndReason.STOPPED_BY_VOLUNTEER),
    )
    assert (now.volunteer, now.started_on, now.hard_stop_on) == (olga, date(2026, 6, 15), date(2027, 3, 1))
    assert now.bereavement == before.bereavement and now.bereavement.year_started_on == date(2026, 3, 2)
    assert Intake.objects.get().state == IntakeState.MATCHED
    assert [line.stands for line in found.new] == [
        "bezocht door Olga Anders-Vrijwilliger, uiterlijk tot en met 1 maart 2027",
        "eerder bezocht door Vera Vrijwilliger, tot en met 1 juni 2026",
    ]
    assert take_in(second, first).counts == {"new": 0, "known": 2, "wrong": 0}


def test_of_a_volunteer_who_came_back_within_the_year_all_comes_over() -> None:
    factories.VolunteerFactory(name="Bram Verzonnen", first_name="Bram")
    bram = {"Vrijwilliger": "Bram Verzonnen", "Gekoppeld op": "2-5-2026", "Begonnen op": "2-5-2026"}
    again = {"Gekoppeld op": "2-7-2026", "Begonnen op": "2-7-2026"}
    rows = {**WIM, "Geëindigd op": "1-5-2026"}, {**WIM, **bram, "Geëindigd op": "1-7-2026"}, {**WIM, **again}
    assert take_in(*rows).counts == {"new": 3, "known": 0, "wrong": 0}
    stops = set(Trajectory.objects.values_list("hard_stop_on", flat=True))
    assert (stops, Trajectory.objects.exclude(state="ended").get().volunteer.first_name) == ({date(2027, 3, 1)}, "Vera")


@pytest.mark.parametrize("is_first", [True, False])
def test_an_earlier_visit_that_may_have_been_hers_makes_no_year_too_long(is_first: bool) -> None:
    other = {
        "Telefoon": "06 000 00 099",
        "Postcode": "",
        "Begonnen op": "2-1-2026",
        "Gekoppeld op": "",
        "Geëindigd op": "1-3-2026",
    }
    ended = {**WIM, **other, "Aangemeld op": "", "Gesprek op": "", "Toestemming voor bezoek op": ""}
    rows = (ended, WIM) if is_first else (WIM, ended)
    said = dict(zip(("ended", "runs") if is_first else ("runs", "ended"), wrong(*rows), strict=True))
    assert said["runs"] == (
        f"Op regel {2 if is_first else 3} staat een eerder bezoek, misschien aan dezelfde persoon. Is dat zo? Zet dan "
        "op alle regels hetzelfde telefoonnummer. Is het iemand anders? Haal die regel dan weg.",
    )


def test_a_year_that_began_with_somebody_who_is_not_in_the_list_runs_from_then() -> None:
    take_in({**WIM, "Jaar begonnen op": "10-1-2026"})
    assert Trajectory.objects.get().hard_stop_on == date(2027, 1, 9)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({}, "Van deze persoon lopen hier twee trajecten. Vul bij het eerste in wanneer het eindigde."),
        ({"Geëindigd op": "16-6-2026"}, "Het volgende traject van deze persoon begint voor dit eindigde."),
        ({"Vrijwilliger": "Niemand", "Geëindigd op": "1-6-2026"}, "Vrijwilliger “Niemand” kennen wij niet. "
         "Neem de vrijwilligers eerst over, of kijk de naam na."),
    ],
)  # fmt: skip
def test_rows_about_one_person_stand_or_fall_together(other: dict[str, str], said: str) -> None:
    second = {**WIM, "Vrijwilliger": cast.other_volunteer().name, "Gekoppeld op": "", "Begonnen op": "15-6-2026"}
    assert wrong({**WIM, **other}, second) == [
        (said,),
        ("Regel 2 gaat over dezelfde persoon en klopt niet. Deze regels gaan samen.",),
    ]
