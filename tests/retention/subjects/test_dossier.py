"""All that is held of somebody, and nothing of anybody else; with why, how long, and from whom."""

import json
from typing import Any

import jsonschema
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bezoekdienst.audit import events
from bezoekdienst.retention.subjects import dossier, settled
from bezoekdienst.retention.subjects.held import Person
from bezoekdienst.visiting.models import Merger, Resident, Visit
from tests import factories
from tests.factories import TODAY
from tests.retention.subjects import story
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("which", [Resident, Volunteer])
LINE = {"type": "object", "required": ["label", "value", "text"], "additionalProperties": False,
        "properties": {"label": {"type": "string"}, "value": {}, "text": {"type": "string"}}}  # fmt: skip
STRUCK = {"type": "object", "required": ["label", "struck"], "additionalProperties": False,
          "properties": {"label": {"type": "string"}, "struck": {"const": True}}}  # fmt: skip
TEXT = {"type": "string", "minLength": 1}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["format", "about", "made_on", "parts", "kept_back", "struck"],
    "additionalProperties": False,
    "properties": {
        "format": {"const": "bezoekdienst-subject/1"},
        "about": {"type": "object", "properties": {"table": TEXT, "name": TEXT}, "required": ["table", "name"]},
        "made_on": {"type": "string", "format": "date"},
        "kept_back": {"type": "array", "items": {"type": "object", "required": ["reason", "in"]}},
        "struck": {"type": "array", "items": TEXT},
        "parts": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["table", "heading", "source", "grounds", "rows"],
                "additionalProperties": False,
                "properties": {
                    **dict.fromkeys(("table", "heading", "source"), TEXT),
                    "grounds": {
                        "type": "array",
                        "minItems": 1,
                        "items": {"type": "object", "required": ["purpose", "basis", "term", "columns"]},
                    },
                    "rows": {
                        "type": "array",
                        "minItems": 1,
                        "items": {"type": "object", "additionalProperties": {"oneOf": [LINE, STRUCK]}},
                    },
                },
            },
        },
    },
}


def told(person: Person, struck: tuple[str, ...] = ()) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dossier.as_json(dossier.of(person, on=TODAY), struck))
    jsonschema.validate(found, SCHEMA, format_checker=jsonschema.FormatChecker())
    return found


def expected(which: type[Person], mark: str) -> set[str]:
    """Every column of hers that holds the mark and may be given; of what was shown only which matters counted."""
    tree = settled.settled().trees[which._meta.label]
    given = {f"{table.label}.{column}" for table in tree.tables for column in table.gives}
    return (given & set(story.held_with(mark))) - {"matching.Proposal.shown"}


def given(found: dict[str, Any], mark: str) -> set[str]:
    return {
        f"{part['table']}.{key.partition('.')[0]}"
        for part in found["parts"]
        for row in part["rows"]
        for key, said in row.items()
        if mark in said["text"]
    }


@BOTH
def test_what_stands_in_any_column_of_hers_comes_out(which: type[Person]) -> None:
    mark = "BEZOEKMERK" if which is Resident else "VRIJMERK"
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    columns = expected(which, mark)
    assert len(columns) > 20 if which is Resident else len(columns) > 10, columns
    assert given(told(story.person(trajectory, which)), mark) == columns


@BOTH
def test_nothing_of_anybody_else_comes_out(which: type[Person]) -> None:
    """Of the other of the two nothing but a first name; of somebody else's story nothing at all."""
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    story.told("ANDERMERK", "VREEMDMERK")
    found = told(story.person(trajectory, which))
    assert [mark for mark in ("ANDERMERK", "VREEMDMERK") if mark in json.dumps(found)] == []
    other = given(found, "VRIJMERK" if which is Resident else "BEZOEKMERK")
    assert other == ({"visiting.Trajectory.volunteer"} if which is Resident else set())


@BOTH
def test_every_table_of_hers_comes_out(which: type[Person]) -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    tree = settled.settled().trees[which._meta.label]
    assert [part["table"] for part in told(story.person(trajectory, which))["parts"]] == [
        one.label for one in tree.tables
    ]


@BOTH
def test_more_rows_ask_no_more_of_the_database(which: type[Person]) -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            dossier.of(story.person(trajectory, which), on=TODAY)
        counts.append(len(asked))
        for _ in range(3):
            factories.VisitFactory(trajectory=trajectory, logged_by=factories.coordinator())
    assert counts[0] == counts[1]


def test_a_colleague_is_called_by_her_role_and_she_herself_is_you() -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    someone = factories.coordinator(name="Cato Coördinator")
    Visit.objects.update(logged_by=someone)
    found = told(story.person(trajectory, Resident))
    assert rows(found, "visiting.Visit")[0]["logged_by"]["text"] == "coördinator"
    assert rows(found, "visiting.Signal")[0]["reported_by"]["text"] == "een vrijwilliger"
    assert "Cato" not in json.dumps(found)
    assert rows(told(story.person(trajectory, Volunteer)), "audit.Event")[0]["actor"]["text"] == "u zelf"


def test_what_she_does_here_in_another_role_is_no_part_of_it() -> None:
    """A coordinator who visits somebody herself: not all that she did for others."""
    user = factories.coordinator()
    volunteer = factories.VolunteerFactory(user=user)
    with transaction.atomic():
        events.record("person.read", by=user, at=factories.NOW, about=volunteer.pseudonym, what="vrijwilliger")
        events.record(
            "person.read", by=user, at=factories.NOW, about=factories.ResidentFactory().pseudonym, what="bezoeker"
        )
    sentences = [row["kind.sentence"]["text"] for row in rows(told(volunteer), "audit.Event")]
    assert sentences == ["bekeek de gegevens (vrijwilliger)"]


def test_where_a_colleague_sat_is_hers_and_where_she_sat_herself_is_in_the_file() -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    whom, volunteer = trajectory.resident, trajectory.volunteer
    token = events.origin.set("web 192.0.2.7")
    with transaction.atomic():
        for by in (factories.coordinator(), volunteer.user):
            for about in (whom.pseudonym, volunteer.pseudonym):
                events.record("person.read", by=by, at=factories.NOW, about=about, what="adres")
    events.origin.reset(token)
    assert "192.0.2.7" not in json.dumps(told(whom))
    mine = [row for row in rows(told(volunteer), "audit.Event") if "adres" in row["kind.sentence"]["text"]]
    assert [(row["actor"]["text"], row["origin"]["value"]) for row in mine] == [
        ("coördinator", "web"),
        *[("u zelf", "web 192.0.2.7")] * 2,
    ]


def rows(found: dict[str, Any], table: str) -> list[dict[str, Any]]:
    return next(part["rows"] for part in found["parts"] if part["table"] == table)


def test_who_looked_stands_in_it_also_under_the_name_of_an_entry_laid_into_hers() -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    with transaction.atomic():
        earlier = Merger.objects.get().pseudonym
        events.record("person.read", by=None, at=factories.NOW, about=earlier, what="vroeger")
    sentences = [row["kind.sentence"]["text"] for row in rows(told(story.person(trajectory, Resident)), "audit.Event")]
    assert sentences == ["bekeek de gegevens (proef)", "bekeek de gegevens (vroeger)"]


def test_of_a_proposal_she_reads_what_was_looked_at_and_not_how_the_other_is() -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    hers = rows(told(story.person(trajectory, Resident)), "matching.Proposal")[0]
    assert hers["shown.parts"]["value"] == [{"label": "Afstand", "weight": 10}]
    beside, own = sorted(rows(told(story.person(trajectory, Volunteer)), "matching.Proposal"), key=len)
    assert list(beside) == ["made_at", "shown.place"]
    assert {"state", "fit", "shown.parts"} < own.keys()


def test_codes_are_read_in_words_and_kept_as_they_are_for_a_machine() -> None:
    trajectory = factories.TrajectoryFactory(intake__answers={"loss": "suicide", "interests": ["tuin", "muziek"]})
    intake = rows(told(trajectory.resident), "visiting.Intake")[0]
    assert intake["answers.loss"] == {"label": "soort verlies", "value": "suicide", "text": "zelfdoding"}
    assert intake["answers.interests"]["text"] == "tuin en planten, muziek"
    assert intake["state"] == {"label": "hoe het staat", "value": "matched", "text": "gekoppeld"}


def test_what_for_on_which_ground_how_long_and_from_whom() -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    part = next(one for one in told(story.person(trajectory, Resident))["parts"] if one["table"] == "visiting.Visit")
    assert part["source"] == "van uw vrijwilliger"
    basis = "toestemming van de bezoeker (AVG art. 6 lid 1 a, art. 9 lid 2 a)"
    first, note = part["grounds"]
    assert (first["purpose"], first["basis"]) == ("zien of het goed gaat, en hoe vaak er bezoek is", basis)
    assert note == {
        "purpose": "een kort verslag voor vrijwilliger en coördinator",
        "basis": basis,
        "term": "3 maanden na het einde van het traject",
        "columns": "bezoekverslag",
    }


@pytest.mark.parametrize(
    ("source", "start"), [("gp", "van uw huisarts"), ("letter", "van uzelf, als antwoord"), ("other", "van wie u")]
)
def test_from_whom_we_have_her_name_depends_on_how_she_came(source: str, start: str) -> None:
    assert told(factories.ResidentFactory(source=source))["parts"][0]["source"].startswith(start)


def test_a_passage_that_is_struck_out_is_gone_and_said_to_be() -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    visit = Visit.objects.get()
    struck = f"visiting.Visit:{visit.pk}:note"
    found = told(story.person(trajectory, Resident), (struck,))
    assert rows(found, "visiting.Visit")[0]["note"] == {"label": "bezoekverslag", "struck": True}
    assert found["struck"] == [struck]
    assert "BEZOEKMERK.note" not in json.dumps(rows(found, "visiting.Visit"))


def test_every_word_that_somebody_wrote_can_be_looked_at_first() -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    found = dossier.of(story.person(trajectory, Resident), on=TODAY)
    looked_at = {f"{part.label}.{said.key}" for part, _, said in found.passages}
    assert {"visiting.Visit.note", "visiting.VisitConflict.content.note", "visiting.Signal.note"} < looked_at
    assert {"visiting.Intake.answers.network", "visiting.Exclusion.why", "visiting.Evaluation.answers.text"} < looked_at
    assert {"visiting.Signal.kind", "visiting.Bereavement.kind", "visiting.Resident.name"} & looked_at == set()


def test_looking_changes_nothing_of_what_was_seen_and_a_new_word_does() -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    her = story.person(trajectory, Resident)
    before = dossier.of(her, on=TODAY).seen
    assert dossier.of(her, on=TODAY).seen == before
    Visit.objects.update(note="iets nieuws")
    assert dossier.of(her, on=TODAY).seen != before
