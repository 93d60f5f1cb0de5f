"""Volunteers from paper: each row is new, known or wrong; who is taken over went through the verbs, with true days."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection

from bezoekdienst import paper
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.paper import Outcome
from tests import cast, factories
from volunteers.imports.columns import COLUMNS
from volunteers.imports.files import TABLE
from volunteers.models import Course, OwnLoss, TrainingAttendance, Volunteer
from volunteers.states import State

pytestmark = pytest.mark.django_db

MIA = {
    "Voornaam": "Mia",
    "Achternaam": "van Verzonnen",
    "Telefoon": "026 000 00 01",
    "Geboortejaar": "1954",
    "Geslacht": "vrouw",
    "Postcode": "6811 AB",
    "Hoe ver (km)": "8 km",
    "Talen": "Nederlands, Duits",
    "Interesses": "wandelen, muziek",
    "Dagdelen": "ma ochtend, di middag",
    "Kinderen thuis": "nee",
    "Alleen bij een": "vrouw",
    "Kan niet bij": "roken",
    "Heeft of doet zelf": "huisdieren",
    "Soort verlies": "lang ziekbed",
    "Partner overleden op": "3 februari 2020",
    "Gesprek over verlies op": "10-9-2024",
    "Training: het gesprek": "3-10-2024",
    "Training: het verloop van een traject": "10-10-2024",
    "Training: het eigen verhaal: wanneer en hoeveel": "17-10-2024",
    "Training: signalen en grenzen": "24-10-2024",
    "VOG afgegeven op": "2024-10-15",
    "Gedragscode getekend op": "24-10-2024",
    "Aangemeld op": "1-9-2024",
    "Actief sinds": "1-11-2024",
}
JOKE = {**MIA, "Voornaam": "Joke", "Telefoon": "026 000 00 02", "E-mail": "joke@voorbeeld.example"}


def csv(*rows: dict[str, str]) -> bytes:
    heading = list(dict.fromkeys(name for row in rows for name in row))
    return "\n".join(
        ";".join(line) for line in [heading, *([row.get(name, "") for name in heading] for row in rows)]
    ).encode()


def take_in(*rows: dict[str, str]) -> Outcome:
    return paper.take_in(TABLE, io.BytesIO(csv(*rows)), by=cast.coordinator(), at=factories.NOW)


def try_out(*rows: dict[str, str]) -> Outcome:
    return paper.try_out(TABLE, io.BytesIO(csv(*rows)), by=cast.coordinator(), at=factories.NOW)


def wrong(*rows: dict[str, str]) -> list[tuple[str, ...]]:
    found = take_in(*rows)
    assert found.counts == {"new": 0, "known": 0, "wrong": len(rows)}
    assert not Volunteer.objects.exists()
    return [line.said for line in found.wrong]


def test_a_whole_volunteer_comes_over_with_the_days_of_then() -> None:
    assert take_in(MIA).counts == {"new": 1, "known": 0, "wrong": 0}
    one = Volunteer.objects.get()
    assert (one.name, one.phone, one.birth_year, one.sex, one.pc4, one.max_km) == (
        *("Mia van Verzonnen", "026 000 00 01", 1954, "V", "6811", 8),
    )
    assert (one.languages, one.interests, one.dayparts) == (["nl", "de"], ["wandelen", "muziek"], ["mo-am", "tu-pm"])
    assert one.wishes == {"sex": "V", "must_not": ["smoking"], "home": {"pets": True, "smoking": False}}
    assert (one.state, one.applied_on, one.started_on) == (State.ACTIVE, date(2024, 9, 1), date(2024, 11, 1))
    assert (one.vog_on, one.conduct_agreed_on) == (date(2024, 10, 15), date(2024, 10, 24))
    loss, talk = one.losses.get(), one.talks.get()
    assert (loss.kind, loss.happened_on, talk.held_on, talk.outcome) == (
        *("long_illness", date(2020, 2, 3), date(2024, 9, 10), "fit"),
    )
    assert sorted(one.trainings.values_list("day__topic", "day__held_on", "presence")) == [
        ("conversation", date(2024, 10, 3), "present"),
        ("course_of_a_trajectory", date(2024, 10, 10), "present"),
        ("own_story", date(2024, 10, 17), "present"),
        ("signals_and_bounds", date(2024, 10, 24), "present"),
    ]


def test_who_did_the_training_together_stands_in_one_course() -> None:
    take_in(MIA, JOKE)
    assert Course.objects.get().participations.count() == 2
    assert TrainingAttendance.objects.count() == 8


def test_two_topics_on_one_day_are_two_days_done() -> None:
    both = {**MIA, "Training: signalen en grenzen": MIA["Training: het gesprek"]}
    assert take_in(both).new[0].said == ()
    assert Volunteer.objects.get().state == State.ACTIVE


def test_the_log_says_that_she_came_from_paper_and_what_was_done() -> None:
    take_in(MIA)
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert kinds >= {"volunteer.applied", "volunteer.taken_over", "volunteer.loss_added", "volunteer.talked"}
    assert kinds >= {"volunteer.vog", "volunteer.conduct", "volunteer.activated", "volunteers.taken_over"}
    assert Event.objects.get(kind="volunteers.taken_over").facts == {"new": 1, "known": 0, "wrong": 0}


def test_trying_out_keeps_nothing_but_that_it_was_done() -> None:
    tried = try_out(MIA, {"Voornaam": "Joke"})
    assert tried.counts == {"new": 1, "known": 0, "wrong": 1}
    assert not Volunteer.objects.exists() and not OwnLoss.objects.exists() and not Course.objects.exists()
    (event,) = Event.objects.all()
    assert (event.kind, event.facts) == ("volunteers.tried", {"new": 1, "known": 0, "wrong": 1})


def test_the_same_file_twice_takes_nobody_over_twice() -> None:
    take_in(MIA, JOKE)
    again = take_in(MIA, JOKE)
    assert again.counts == {"new": 0, "known": 2, "wrong": 0}
    assert Volunteer.objects.count() == 2
    assert again.known[0].said == ("Hetzelfde telefoonnummer als Mia van Verzonnen.",)
    assert again.known[1].said == ("Hetzelfde e-mailadres als Joke van Verzonnen.",)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"phone": "+31 (0)26-0000001"}, "Hetzelfde telefoonnummer als Ans Ander."),
        ({"name": "Mia Van  Verzónnen", "birth_year": 1954}, None),
        ({"name": "Mia van Verzonnen", "birth_year": 1955}, ""),
        ({"phone": "0031260000001", "state": State.LEFT}, "Hetzelfde telefoonnummer als Ans Ander."),
    ],
)
def test_who_is_known_already_is_left_alone(known: dict[str, Any], said: str | None) -> None:
    one = factories.VolunteerFactory(**{"name": "Ans Ander", **known})
    found = take_in(MIA)
    if said == "":
        assert found.counts == {"new": 1, "known": 0, "wrong": 0}
        return
    (line,) = found.known
    expected = said or "Dezelfde naam en hetzelfde geboortejaar als Mia Van  Verzónnen."
    assert (line.said, line.about) == ((expected,), one)
    assert Volunteer.objects.get() == one


def test_twice_in_one_file_is_told_with_the_other_row() -> None:
    found = take_in(MIA, {**JOKE, "Telefoon": MIA["Telefoon"], "E-mail": ""})
    assert found.counts == {"new": 1, "known": 0, "wrong": 1}
    assert found.wrong[0].said == ("Staat ook op regel 2: hetzelfde telefoonnummer.",)


def test_who_lacks_something_stays_in_training_with_what_is_missing() -> None:
    late = {**MIA, "VOG afgegeven op": "", "Training: het gesprek": ""}
    (line,) = take_in(late).new
    assert line.said == ("Mia deed 3 van de 4 trainingsdagen.", "Van Mia is er geen VOG.")
    assert (Volunteer.objects.get().state, Volunteer.objects.get().started_on) == (State.TRAINING, None)


def test_who_only_applied_is_an_applicant_and_speaks_dutch() -> None:
    take_in({"Naam": "Mia Verzonnen", "Voornaam": "Mia", "E-mail": "mia@voorbeeld.example"})
    one = Volunteer.objects.get()
    assert (one.name, one.state, one.applied_on, one.languages) == (
        *("Mia Verzonnen", State.APPLICANT, factories.TODAY, ["nl"]),
    )


def test_an_exemption_keeps_its_reason_and_by_whom() -> None:
    days = {name: "" for name in MIA if name.startswith("Training")}
    take_in({**MIA, **days, "Vrijstelling training": "deed dit elders"})
    one = Volunteer.objects.get()
    assert (one.training_exemption, one.state) == ("deed dit elders (Cato Coördinator)", State.ACTIVE)


def test_a_pause_comes_along() -> None:
    take_in({**MIA, "Pauze vanaf": "1-11-2026", "Pauze tot en met": "31-12-2026"})
    assert Volunteer.objects.get().pauses.values_list("start_on", "end_on").get() == (
        date(2026, 11, 1),
        date(2026, 12, 31),
    )


def test_rows_that_contradict_themselves_get_every_reason() -> None:
    assert wrong({**MIA, "Soort verlies": "", "Gesprek over verlies op": "", "Uitkomst gesprek": "kan op bezoek"}) == [
        (
            "Vul “Soort verlies” en “Partner overleden op” allebei in, of geen van beide.",
            "Er staat een uitkomst van een gesprek, maar niet de dag waarop het was.",
        )
    ]
    assert wrong({**MIA, "Pauze tot en met": "1-1-2027", "Actief sinds": "1-8-2024"}) == [
        (
            "Er staat een laatste dag van een pauze, maar niet de eerste.",
            "“Actief sinds” ligt tussen “Aangemeld op” en vandaag.",
        )
    ]
    assert wrong({**MIA, "Aangemeld op": "1-1-2027"}) == [
        ("De dag van “Aangemeld op” of “Actief sinds” ligt in de toekomst.",)
    ]


def test_what_the_rules_refuse_is_told_all_at_once_and_nobody_is_half_there() -> None:
    (said,) = wrong({**MIA, "VOG afgegeven op": "1-1-2027", "Pauze vanaf": "2-2-2026", "Pauze tot en met": "1-1-2026"})
    assert said == (
        "Deze VOG zou in de toekomst afgegeven zijn. Kijk de datum op de verklaring na.",
        "De pauze eindigt voor zij begint. Kijk de twee dagen na.",
    )
    assert not Course.objects.exists()


def test_every_kind_of_fault_gets_its_sentence() -> None:
    (said,) = wrong({**MIA, "Geboortejaar": "54", "Soort verlies": "ziekte", "Dagdelen": "ma avond", "Talen": "Fries"})
    assert said == (
        "Geboortejaar: hier staat “54”. Schrijf een getal van 1900 tot en met 2100.",
        "Talen: hier staat “Fries”. U kunt kiezen uit: Nederlands, Engels, Duits, Frans, Turks, Arabisch, Indonesisch, "
        "Papiaments, dialect (Nedersaksisch), Oekraïens.",
        "Dagdelen: hier staat “ma avond”. Schrijf het zo: ma ochtend, di middag.",
        "Soort verlies: hier staat “ziekte”. U kunt kiezen uit: lang ziekbed, dementie, plotseling, ongeluk, "
        "zelfdoding, anders, zegt het liever niet.",
    )


def test_bad_rows_are_handed_back_and_come_in_once_corrected() -> None:
    content = csv(MIA, {**JOKE, "Geboortejaar": "54"})
    ending, back = paper.hand_back(TABLE, io.BytesIO(content), by=cast.coordinator(), at=factories.NOW)
    assert not Volunteer.objects.exists()
    lines = back.decode("utf-8-sig").splitlines()
    assert (ending, len(lines)) == ("csv", 2)
    assert lines[1].endswith("Geboortejaar: hier staat “54”. Schrijf een getal van 1900 tot en met 2100.")
    corrected = back.decode("utf-8-sig").replace(";54;", ";1954;").encode()
    assert paper.take_in(TABLE, io.BytesIO(corrected), by=cast.coordinator(), at=factories.NOW).counts["new"] == 1
    with pytest.raises(Refused, match="In dit bestand is geen regel fout"):
        paper.hand_back(TABLE, io.BytesIO(csv(MIA)), by=cast.coordinator(), at=factories.NOW)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_form_as_it_is_handed_out_holds_nobody_and_all_columns(kind: str) -> None:
    tried = paper.try_out(TABLE, io.BytesIO(paper.form(TABLE, kind)), by=cast.coordinator(), at=factories.NOW)
    assert (tried.lines, tried.sheet.examples, tried.sheet.ignored) == (0, 2, ())
    assert tried.sheet.heading == tuple(column.heading for column in COLUMNS if column.offered)


def test_the_example_in_the_form_could_be_taken_over() -> None:
    example = {column.heading: column.example for column in COLUMNS if column.offered}
    (line,) = take_in({**example, "Voornaam": "Mia"}).new
    assert (line.said, Volunteer.objects.get().state) == ((), State.ACTIVE)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_take_over_everybody_once() -> None:
    by, rows = cast.coordinator(), csv(MIA, JOKE)

    def click(number: int) -> int:
        try:
            return len(paper.take_in(TABLE, io.BytesIO(rows), by=by, at=factories.NOW).new)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(click, range(2))) == [0, 2]
    assert Volunteer.objects.count() == 2
