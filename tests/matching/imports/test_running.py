"""Running trajectories from paper: the year runs from its true day, every row is new, known or wrong, twice is once."""

import io
import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps

from bezoekdienst import paper
from bezoekdienst.audit.models import Event
from bezoekdienst.paper import Outcome
from bezoekdienst.policy import versions
from bezoekdienst.visiting import dues, gather, reminders
from bezoekdienst.visiting.models import Bereavement, Contact, Exclusion, Intake, Resident, Trajectory
from bezoekdienst.visiting.states import EndReason, IntakeState, Source, TrajectoryState
from matching.imports.columns import COLUMNS
from matching.imports.files import TABLE
from tests import cast, factories
from volunteers.models import Volunteer
from volunteers.states import State

pytestmark = pytest.mark.django_db

WIM = {
    "Achternaam": "van Verzonnen",
    "Voornaam": "Wim",
    "Telefoon": "026 000 90 01",
    "Straat en huisnummer": "Proefstraat 1",
    "Postcode": "6811ab",
    "Plaats": "Arnhem",
    "Geboortejaar": "1948",
    "Geslacht": "man",
    "Hoe aangemeld": "huisarts",
    "Aangemeld op": "1-2-2026",
    "Vrijwilliger": "Vera Vrijwilliger",
    "Gekoppeld op": "20-2-2026",
    "Begonnen op": "2-3-2026",
    "Soort verlies": "lang ziekbed",
    "Verlies ongeveer": "najaar 2025",
    "Dagdelen": "ma ochtend, do",
    "Toestemming voor bezoek op": "10-2-2026",
    "Verteld dat het stopt op": "10-2-2026",
    "Gesprek op": "10-2-2026",
}
ANS = {**WIM, "Voornaam": "Ans", "Telefoon": "026 000 90 02", "Geslacht": "vrouw"}


@pytest.fixture(autouse=True)
def vera(db: None) -> Volunteer:
    return cast.volunteer()


def csv(*rows: dict[str, str]) -> bytes:
    heading = list(dict.fromkeys(name for row in rows for name in row))
    lines = [heading, *([row.get(name, "") for name in heading] for row in rows)]
    return "\n".join(";".join(line) for line in lines).encode()


def take_in(*rows: dict[str, str]) -> Outcome:
    return paper.take_in(TABLE, io.BytesIO(csv(*rows)), by=cast.coordinator(), at=factories.NOW)


def wrong(*rows: dict[str, str]) -> list[tuple[str, ...]]:
    """What is said of each row, when all of them are wrong; nobody is there afterwards, also not half."""
    found = take_in(*rows)
    assert found.counts == {"new": 0, "known": 0, "wrong": len(rows)}
    assert not Resident.objects.exists() and not Trajectory.objects.exists()
    return [line.said for line in found.wrong]


def everything() -> dict[str, list[Any]]:
    """Every row of every table but the log."""
    models = [model for model in apps.get_models() if model is not Event]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def test_a_whole_trajectory_comes_over_with_the_days_of_then() -> None:
    assert take_in(WIM).counts == {"new": 1, "known": 0, "wrong": 0}
    one, resident = Trajectory.objects.get(), Resident.objects.get()
    assert (resident.name, resident.first_name, resident.phone) == ("Wim van Verzonnen", "Wim", "026 000 90 01")
    assert (resident.street, resident.postcode, resident.town) == ("Proefstraat 1", "6811 AB", "Arnhem")
    assert (resident.birth_year, resident.sex, resident.source) == (1948, "M", Source.GP)
    assert resident.signed_up_on == date(2026, 2, 1)
    assert (one.state, one.matched_on, one.meeting_on, one.started_on) == (
        *(TrajectoryState.ACTIVE, date(2026, 2, 20), date(2026, 3, 2), date(2026, 3, 2)),
    )
    assert (one.resident_agreed, one.volunteer_agreed) == (True, True)
    assert (one.planned_end_on, one.hard_stop_on) == (date(2026, 12, 1), date(2027, 3, 1))
    assert (one.bereavement.year_started_on, one.bereavement.limit_on) == (date(2026, 3, 2), date(2027, 3, 1))
    assert (one.bereavement.kind, one.bereavement.about_when) == ("long_illness", "najaar 2025")
    assert one.policy == versions.current(factories.TODAY)


def test_the_intake_it_came_from_is_there_too() -> None:
    take_in(WIM)
    intake = Intake.objects.get()
    assert (intake.state, intake.opened_on, intake.visited_on) == (
        *(IntakeState.MATCHED, date(2026, 2, 1), date(2026, 2, 10)),
    )
    assert intake.answers["dayparts"] == ["mo-am", "th-am", "th-pm"]
    assert intake.consents == {"visits": "2026-02-10", "finite_told": "2026-02-10"}


def test_the_log_says_that_it_came_from_paper() -> None:
    take_in({**WIM, "Aantal bezoeken": "12", "Laatste bezoek op": "9-11-2026"})
    event = Event.objects.get(kind="trajectory.taken_over")
    assert event.subject_id == str(Trajectory.objects.get().pk)
    assert event.facts == {"on": "2026-03-02", "stop_on": "2027-03-01", "visits": 12, "visited_on": "2026-11-09"}
    assert Event.objects.get(kind="trajectories.taken_over").facts == {"new": 1, "known": 0, "wrong": 0}


def test_trying_out_writes_nothing_but_that_somebody_tried() -> None:
    cast.coordinator()
    before = everything()
    rows = csv(WIM, {**ANS, "Vrijwilliger": "Niemand"})
    found = paper.try_out(TABLE, io.BytesIO(rows), by=cast.coordinator(), at=factories.NOW)
    assert found.counts == {"new": 1, "known": 0, "wrong": 1}
    assert (found.before, found.after) == (0, 1)
    assert everything() == before
    assert Event.objects.get().kind == "trajectories.tried"


def test_the_same_file_twice_writes_nothing_new() -> None:
    take_in(WIM, ANS)
    before = everything()
    again = take_in(WIM, ANS)
    assert again.counts == {"new": 0, "known": 2, "wrong": 0}
    assert [(line.said, line.stands) for line in again.known] == [
        (("Hetzelfde telefoonnummer als Wim van Verzonnen.",), "wordt bezocht"),
        (("Hetzelfde telefoonnummer als Ans van Verzonnen.",), "wordt bezocht"),
    ]
    assert everything() == before


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"phone": "+31 (0)26-0009001"}, "Hetzelfde telefoonnummer als Iemand Anders."),
        ({"name": "Wim Van  Verzónnen", "postcode": "6811AB"}, "Dezelfde naam met dezelfde postcode als Wim Van  "
         "Verzónnen."),
        ({"name": "Wim van Verzonnen", "postcode": "6812 AB"}, ""),
    ],
)  # fmt: skip
def test_who_is_there_already_is_never_doubled(known: dict[str, str], said: str) -> None:
    factories.ResidentFactory(**{"name": "Iemand Anders", **known})
    found = take_in(WIM)
    assert [line.said for line in found.known] == ([(said,)] if said else [])
    assert Resident.objects.count() == (1 if said else 2)


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


def test_who_is_visited_no_more_belongs_on_the_waiting_list() -> None:
    assert wrong({**WIM, "Geëindigd op": "1-6-2026"}) == [
        ("Dit bezoek loopt niet meer. Wacht zij op een ander? Neem haar dan over met de wachtlijst.",)
    ]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Begonnen op": "1-12-2026"}, "Het begin ligt in de toekomst. Kies vandaag of eerder."),
        ({"Begonnen op": ""}, "Vul “Begonnen op” in."),
        ({"Vrijwilliger": ""}, "Vul “Vrijwilliger” in."),
        ({"Gekoppeld op": "3-3-2026"}, "“Gekoppeld op” ligt na “Begonnen op”."),
        ({"Aangemeld op": "21-2-2026"}, "“Aangemeld op” ligt na de dag van de koppeling."),
        ({"Gepland einde": "2-3-2027"}, "Kies uiterlijk 1 maart 2027 als gepland einde. Dan is het jaar om."),
        ({"Gepland einde": "1-3-2026"}, "“Gepland einde” ligt voor “Begonnen op”."),
        ({"Laatste bezoek op": "1-3-2026"}, "“Laatste bezoek op” ligt niet tussen het begin en vandaag."),
        ({"Gesprekken over het bezoek op": "1-3-2026"}, "Het gesprek ligt voor het begin op 2 maart 2026."),
        ({"Pauze vanaf": "1-3-2026"}, "De pauze begint op een dag tussen het begin en vandaag."),
        ({"Pauze tot en met": "1-6-2026"}, "Er staat een laatste dag van een pauze, maar niet de eerste."),
        ({"Pauze vanaf": "1-7-2026", "Pauze tot en met": "1-6-2026"},
         "De pauze ligt niet binnen het traject, of eindigt voor zij begint."),
        ({"Toestemming voor bezoek op": "1-12-2026"}, "“Toestemming voor bezoek op” ligt in de toekomst."),
        ({"Telefoon": ""}, "Vul een telefoonnummer of een e-mailadres in: een van beide is nodig."),
    ],
)  # fmt: skip
def test_what_cannot_be_so_gets_its_sentence(cells: dict[str, str], said: str) -> None:
    assert wrong({**WIM, **cells}) == [(said,)]


def test_the_volunteer_must_be_there_and_be_the_only_one_of_that_name() -> None:
    factories.VolunteerFactory(name="Vera Vrijwilliger", email="vera2@voorbeeld.example")
    assert wrong(WIM) == [
        ("Er zijn 2 vrijwilligers die “Vera Vrijwilliger” heten. Schrijf hier het e-mailadres.",),
    ]
    assert take_in({**WIM, "Vrijwilliger": "Vera2@voorbeeld.example"}).counts["new"] == 1


def test_who_stopped_as_a_volunteer_visits_nobody(vera: Volunteer) -> None:
    Volunteer.objects.update(state=State.LEFT)
    assert wrong(WIM) == [("Vera Vrijwilliger is “gestopt”, en kan dus niemand bezoeken.",)]


def test_what_would_block_a_new_pair_is_a_warning_here(vera: Volunteer) -> None:
    Volunteer.objects.update(vog_on=None, capacity=1, wishes={"sex": "V"})
    first, second = take_in(WIM, {**ANS, "Talen": "Duits"}).new
    assert first.said == (
        "Van Vera is er geen VOG.",
        "Van Vera is geen VOG bekend.",
        "Vera bezoekt alleen een vrouw.",
    )
    assert second.said == (
        "Van Vera is er geen VOG.",
        "Vera heeft geen plaats: 1 lopend, hoogstens 1.",
        "Van Vera is geen VOG bekend.",
        "Vera en Ans van Verzonnen hebben geen taal gemeen.",
    )
    assert Trajectory.objects.count() == 2


def test_what_she_herself_does_not_want_is_refused() -> None:
    assert wrong({**WIM, "Niet bezocht door": "Vera Vrijwilliger"}) == [
        ("In deze regel staat ook dat Vera Vrijwilliger hier niet mag komen.",)
    ]
    assert wrong({**WIM, "Alleen bezoek van een": "man"}) == [
        ("Wim van Verzonnen wil per se een man. Vera past daar niet bij.",)
    ]
    take_in({**WIM, "Niet bezocht door": cast.other_volunteer().name})
    assert Exclusion.objects.get().why == "she_declined"


def test_without_a_day_of_consent_it_is_the_day_she_said_yes() -> None:
    (line,) = take_in({**WIM, "Toestemming voor bezoek op": ""}).new
    assert line.said == ("“Toestemming voor bezoek op” is leeg. Wij nemen 2 maart 2026: toen zei zij ja.",)
    assert Intake.objects.get().consents["visits"] == "2026-03-02"


def test_reviews_and_pauses_come_along() -> None:
    take_in({**WIM, "Gesprekken over het bezoek op": "4-6-2026, 3-9-2026", "Pauze vanaf": "1-7-2026",
             "Pauze tot en met": "20-7-2026"}, {**ANS, "Pauze vanaf": "1-11-2026"})  # fmt: skip
    wim, ans = Trajectory.objects.order_by("pk")
    made = Contact.objects.filter(resident=wim.resident).values_list("made_on", "review")
    assert sorted(made) == [(date(2026, 6, 4), "as_now"), (date(2026, 9, 3), "as_now")]
    assert wim.pauses.values_list("since_on", "until_on").get() == (date(2026, 7, 1), date(2026, 7, 20))
    assert (wim.paused_since_on, ans.paused_since_on) == (None, date(2026, 11, 1))


def test_nobody_is_reminded_of_silence_before_it_was_silent_here() -> None:
    take_in(WIM)
    terms = gather.terms(versions.current(factories.TODAY))
    last = factories.TODAY + timedelta(weeks=terms.reminder_weeks)
    (one,) = gather.trajectories(factories.TODAY)
    assert dues.silent_since(one, terms.reminder_weeks, last - timedelta(days=1)) is None
    assert dues.silent_since(one, terms.reminder_weeks, last) == factories.TODAY
    assert [told.kind for told in reminders.due(factories.TODAY + timedelta(days=1)) if told.kind == "silent"] == []


def test_of_the_end_only_the_nearest_warning_is_given_the_next_morning() -> None:
    take_in({**WIM, "Gepland einde": "10-12-2026"})
    told = [one.facts for one in reminders.due(factories.TODAY + timedelta(days=1)) if one.kind == "ends"]
    assert [dict(facts)["weeks"] for facts in told] == [4]


def test_the_form_as_it_is_handed_out_holds_nobody_and_its_example_could_be_taken_over() -> None:
    for kind in ("csv", "xlsx"):
        tried = paper.try_out(TABLE, io.BytesIO(paper.form(TABLE, kind)), by=cast.coordinator(), at=factories.NOW)
        assert (tried.lines, tried.sheet.examples, tried.sheet.ignored) == (0, 2, ())
    example = {column.heading: column.example.replace(";", ",") for column in COLUMNS if column.offered}
    found = take_in({**example, "Achternaam": "Ander", "Vrijwilliger": "Vera Vrijwilliger"})
    assert (found.counts["new"], found.wrong) == (1, [])


def test_bad_rows_are_handed_back_and_come_in_once_corrected() -> None:
    content = csv(WIM, {**ANS, "Begonnen op": "gisteren", "Achternaam": "=HYPERLINK(1)"})
    ending, back = paper.hand_back(TABLE, io.BytesIO(content), by=cast.coordinator(), at=factories.NOW)
    lines = back.decode("utf-8-sig").splitlines()
    assert (ending, len(lines)) == ("csv", 2)
    assert lines[1].startswith("'=HYPERLINK(1);Ans;")
    corrected = back.decode("utf-8-sig").replace(";gisteren;", ";3-3-2026;").encode()
    assert paper.take_in(TABLE, io.BytesIO(corrected), by=cast.coordinator(), at=factories.NOW).counts["new"] == 1


def test_two_people_with_one_telephone_of_whom_one_is_there_are_looked_at_by_a_person() -> None:
    factories.ResidentFactory(name="Iemand Anders", phone="026 000 90 02")
    rows = {**WIM, "E-mail": "wim@voorbeeld.example"}, {**ANS, "E-mail": "wim@voorbeeld.example"}
    assert [line.said[0] for line in take_in(*rows).wrong] == list(
        itertools.repeat("Op regel 3 staat: Hetzelfde telefoonnummer als Iemand Anders.", 2)
    )
