"""The waiting list from paper: everybody stands where she stood, with the days of then (I1, I2)."""

import io
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from bezoekdienst import paper
from bezoekdienst.audit.models import Event
from bezoekdienst.paper import Outcome
from bezoekdienst.policy import versions
from bezoekdienst.visiting import dues
from bezoekdienst.visiting import gather as facts
from bezoekdienst.visiting.imports.columns import COLUMNS
from bezoekdienst.visiting.imports.files import TABLE
from bezoekdienst.visiting.models import Bereavement, Exclusion, Intake, Resident
from bezoekdienst.visiting.states import IntakeState, Source
from matching import blocks, gather
from tests import cast, factories

pytestmark = pytest.mark.django_db

WAITS = {
    "Naam": "Wim van Verzonnen",
    "Voornaam": "Wim",
    "Telefoon": "026 000 90 01",
    "Postcode": "6811 AB",
    "Aangemeld op": "1-9-2026",
    "Gesprek op": "10-9-2026",
    "Wacht sinds": "12-9-2026",
    "Dringend": "zeer dringend",
    "Waarom dringend": "slaapt niet",
    "Toestemming voor bezoek op": "10-9-2026",
    "Soort verlies": "plotseling",
    "Interesses": "wandelen, muziek",
    "Thuis": "trap",
    "Alleen bezoek van een": "vrouw",
}
SIGNED_UP = {"Naam": "Ans van Verzonnen", "E-mail": "ans@voorbeeld.example", "Aangemeld op": "20-11-2026"}
TALKED = {**SIGNED_UP, "Gesprek op": "22-11-2026", "Toestemming voor bezoek op": "22-11-2026"}


def csv(*rows: dict[str, str]) -> bytes:
    heading = list(dict.fromkeys(name for row in rows for name in row))
    lines = [heading, *([row.get(name, "") for name in heading] for row in rows)]
    return "\n".join(";".join(line) for line in lines).encode()


def take_in(*rows: dict[str, str]) -> Outcome:
    return paper.take_in(TABLE, io.BytesIO(csv(*rows)), by=cast.coordinator(), at=factories.NOW)


def wrong(*rows: dict[str, str]) -> list[tuple[str, ...]]:
    found = take_in(*rows)
    assert found.counts == {"new": 0, "known": 0, "wrong": len(rows)}
    assert not Resident.objects.exists()
    return [line.said for line in found.wrong]


def everything() -> dict[str, list[Any]]:
    models = [model for model in apps.get_models() if model is not Event]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def test_who_waits_waits_since_then_as_urgently_as_then() -> None:
    assert [line.stands for line in take_in(WAITS).new] == ["wacht op een vrijwilliger"]
    one = Intake.objects.get()
    assert (one.state, one.opened_on, one.visited_on, one.waiting_since) == (
        *(IntakeState.SUITABLE, date(2026, 9, 1), date(2026, 9, 10), date(2026, 9, 12)),
    )
    assert (one.urgency, one.urgency_reason, one.consents) == (2, "slaapt niet", {"visits": "2026-09-10"})
    assert one.answers == {
        "loss": "sudden",
        "interests": ["wandelen", "muziek"],
        "home": {"pets": False, "smoking": False, "stairs": True},
        "wishes": [{"kind": "sex", "value": "V", "must": True}],
    }
    assert (one.bereavement.kind, one.resident.source, one.resident.signed_up_on) == (
        *("sudden", Source.OTHER, date(2026, 9, 1)),
    )
    assert one.resident.first_name == "Wim"


def test_who_waits_can_be_proposed_to() -> None:
    volunteer = cast.volunteer()
    take_in(WAITS)
    pair = gather.board(factories.TODAY).pair(Intake.objects.get().pk, volunteer.pk)
    assert pair and [one.text for one in pair.findings if one.kind == blocks.BLOCK] == []


def test_who_only_signed_up_and_who_was_talked_to_stand_there() -> None:
    take_in(SIGNED_UP)
    one = Intake.objects.get()
    assert (one.state, one.opened_on, one.visited_on) == (IntakeState.SIGNED_UP, date(2026, 11, 20), None)


def test_who_was_talked_to_has_no_outcome_yet() -> None:
    take_in(TALKED)
    one = Intake.objects.get()
    assert (one.state, one.visited_on, one.waiting_since) == (IntakeState.VISITED, date(2026, 11, 22), None)
    assert one.consents == {"visits": "2026-11-22"}


def test_nobody_waits_without_consent() -> None:
    assert wrong({**WAITS, "Toestemming voor bezoek op": ""}) == [
        ("Noteer eerst dat een vrijwilliger mag komen. Zonder toestemming kan niemand wachten.",)
    ]


def test_without_a_day_of_sign_up_it_is_the_first_that_is_told() -> None:
    take_in({**WAITS, "Aangemeld op": ""})
    assert Intake.objects.get().opened_on == date(2026, 9, 10)


def test_whose_earlier_volunteer_stopped_waits_within_her_year() -> None:
    take_in({**WAITS, "Eerder bezocht vanaf": "1-9-2026"})
    loss = Bereavement.objects.get()
    assert (loss.year_started_on, loss.limit_on) == (date(2026, 9, 1), date(2027, 8, 31))


def test_whose_year_is_over_does_not_wait_for_another() -> None:
    assert wrong({**WAITS, "Eerder bezocht vanaf": "1-11-2025"}) == [
        ("Het jaar van Wim van Verzonnen was om op 31 oktober 2026. Neem dit niet over: rond het op papier af.",)
    ]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Gesprek op": "1-12-2026"}, ("“Gesprek op” ligt in de toekomst. Laat het leeg, en noteer de afspraak na het "
         "overnemen.", "“Wacht sinds” moet tussen “Gesprek op” en vandaag liggen.")),
        ({"Gesprek op": "1-8-2026"}, ("“Gesprek op” ligt voor “Aangemeld op”.",)),
        ({"Wacht sinds": "1-9-2026"}, ("“Wacht sinds” moet tussen “Gesprek op” en vandaag liggen.",)),
        ({"Wacht sinds": ""}, ("“Dringend” hoort bij wie wacht. Vul ook “Wacht sinds” in.",)),
        ({"Waarom dringend": ""}, ("Schrijf erbij waarom het dringend is.",)),
        ({"Aangemeld op": "1-12-2026"}, ("De aanmelding ligt in de toekomst. Kies vandaag of eerder.",)),
        ({"Niet bezocht door": "Niemand"}, ("Vrijwilliger “Niemand” kennen wij niet. Neem de vrijwilligers eerst over, "
         "of kijk de naam na.",)),
        ({"Telefoon": "nul"}, ("Telefoon: hier staat “nul”. Schrijf een telefoonnummer, zoals 026 000 00 00.",)),
    ],
)  # fmt: skip
def test_what_cannot_be_so_gets_its_sentence(cells: dict[str, str], said: tuple[str, ...]) -> None:
    assert wrong({**WAITS, **cells}) == [said]


def test_whom_she_does_not_want_is_remembered() -> None:
    take_in({**WAITS, "Niet bezocht door": cast.volunteer().name})
    assert Exclusion.objects.get().why == "she_declined"


def test_the_same_file_twice_writes_nothing_new_and_trying_out_nothing_at_all() -> None:
    cast.coordinator()
    before, rows = everything(), csv(WAITS, SIGNED_UP)
    tried = paper.try_out(TABLE, io.BytesIO(rows), by=cast.coordinator(), at=factories.NOW)
    assert (tried.counts, tried.before, tried.after) == ({"new": 2, "known": 0, "wrong": 0}, 0, 2)
    assert everything() == before
    take_in(WAITS, SIGNED_UP)
    before = everything()
    again = take_in(WAITS, SIGNED_UP)
    assert again.counts == {"new": 0, "known": 2, "wrong": 0}
    assert [line.stands for line in again.known] == ["wacht op een vrijwilliger", "aangemeld"]
    assert everything() == before


def test_twice_in_one_file_is_told_with_the_other_row() -> None:
    found = take_in(WAITS, {**SIGNED_UP, "Telefoon": WAITS["Telefoon"]})
    assert [line.said for line in found.wrong] == [("Staat ook op regel 2: hetzelfde telefoonnummer.",)]


def test_the_log_says_who_came_from_paper() -> None:
    take_in(WAITS)
    one = Event.objects.get(kind="intake.taken_over")
    assert (one.subject_id, one.facts) == (str(Intake.objects.get().pk), {"on": "2026-09-01"})
    assert Event.objects.get(kind="intakes.taken_over").facts == {"new": 1, "known": 0, "wrong": 0}


def test_her_terms_count_from_the_day_she_came_over() -> None:
    take_in({**SIGNED_UP, "Aangemeld op": "1-9-2026"})
    (one,), terms = facts.intakes(), facts.terms(versions.current(factories.TODAY))
    assert (dues.contact_until(one, terms), dues.talk_until(one, terms)) == (date(2026, 11, 30), date(2026, 12, 14))


def test_the_example_in_the_form_could_be_taken_over() -> None:
    example = {column.heading: column.example for column in COLUMNS if column.offered}
    assert take_in({**example, "Achternaam": "Ander"}).counts == {"new": 1, "known": 0, "wrong": 0}
