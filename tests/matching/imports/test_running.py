"""Running trajectories from paper: the year runs from its true day, every row is new, known or wrong, twice is once."""

import io
import itertools
from datetime import date, timedelta

import pytest

from bezoekdienst import paper
from bezoekdienst.audit.models import Event
from bezoekdienst.policy import versions
from bezoekdienst.visiting import dues, gather, reminders
from bezoekdienst.visiting.models import Contact, Exclusion, Intake, Resident, Trajectory
from bezoekdienst.visiting.states import IntakeState, Source, TrajectoryState
from matching.imports.columns import COLUMNS
from matching.imports.files import TABLE
from tests import cast, factories
from tests.matching.imports.rows import ANS, WIM, csv, everything, take_in, wrong
from volunteers.models import Volunteer
from volunteers.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vera(db: None) -> Volunteer:
    return cast.volunteer()


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
