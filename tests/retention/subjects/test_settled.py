"""Nothing of a person is forgotten: every column and every relation that is hers says what becomes of it."""

import dataclasses

import pytest

from bezoekdienst.retention.subjects import settled
from bezoekdienst.retention.subjects.settled import Settled, Table, Tree

RESIDENT, VOLUNTEER = "visiting.Resident", "volunteers.Volunteer"


def test_everything_is_settled() -> None:
    assert list(settled.faults(settled.settled())) == []
    assert settled.complete() == []


def without(label: str) -> Settled:
    """The file without a table of the resident's tree."""
    said = settled.settled()
    tree = said.trees[RESIDENT]
    shorter = Tree(tuple(one for one in tree.tables if one.label != label), tree.further)
    return Settled(said.reasons, said.sources, {RESIDENT: shorter})


def changed(label: str, **values: object) -> Settled:
    said = settled.settled()
    tables = [dataclasses.replace(one, **values) if one.label == label else one for one in said.trees[RESIDENT].tables]
    return Settled(said.reasons, said.sources, {RESIDENT: Tree(tuple(tables), {})})


def table(label: str) -> Table:
    return next(one for one in settled.settled().trees[RESIDENT].tables if one.label == label)


@pytest.mark.parametrize(
    "label", ["visiting.Contact", "matching.HeldBack", "letters.Reply", "visiting.TrajectoryPause"]
)
def test_a_table_that_points_at_her_and_that_nobody_thought_of_stops_the_program(label: str) -> None:
    (fault,) = settled.faults(without(label))
    assert fault.startswith(f"{RESIDENT}: say in disclosure.yaml what becomes of {label}.")


def test_a_column_that_nobody_thought_of_stops_the_program() -> None:
    gives = {name: label for name, label in table("visiting.Contact").gives.items() if name != "note"}
    (fault,) = settled.faults(changed("visiting.Contact", gives=gives))
    assert fault == "visiting.Contact: say in disclosure.yaml whether somebody gets to see note"


def test_a_column_is_given_or_not_and_there_is_one() -> None:
    gives = {**table("visiting.Contact").gives, "id": "nummer", "mood": "gevoel"}
    assert list(settled.faults(changed("visiting.Contact", gives=gives))) == [
        "visiting.Contact: given and not given: id",
        "visiting.Contact: columns that aren't there: mood",
    ]


def test_what_is_not_given_has_a_reason_and_what_is_has_a_source() -> None:
    said = changed("visiting.Contact", keeps={"id": "zomaar", "resident": "techniek"}, source="nergens")
    assert list(settled.faults(said)) == ["visiting.Contact: not in the file: nergens, zomaar"]


@pytest.mark.parametrize("text", ["", "bezoeker: 3", "redenen: {}\nbronnen: {}\nbezoeker: {x.Y: {kop: a}}", "a: ["])
def test_a_file_that_can_not_be_read_says_so(text: str) -> None:
    with pytest.raises(settled.Unsettled, match=r"disclosure\.yaml can't be read"):
        settled.parse(text)


def test_what_only_a_key_opens_is_given_to_nobody() -> None:
    """Who could log in or read along with it."""
    secret = {"digest", "password", "data", "key", "session_data"}
    for tree in settled.settled().trees.values():
        assert [f"{one.label}.{name}" for one in tree.tables for name in one.gives if name in secret] == []


def test_of_a_colleague_no_name_is_given_by_pointing_at_her_row() -> None:
    """The volunteer's first name, whom she knows by it; nobody else's."""
    pointed = {
        f"{one.label}.{name}"
        for one in settled.settled().trees[RESIDENT].tables
        for name in one.gives
        if (field := one.model._meta.get_field(name)).is_relation and field.related_model._meta.label == VOLUNTEER
    }
    assert pointed == {"visiting.Trajectory.volunteer"}
