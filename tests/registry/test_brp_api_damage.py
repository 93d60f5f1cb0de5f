"""What the BRP API would never send: odd, broken or lost, and never a person made of a partner."""

import io
from typing import Any

import pytest
from hypothesis import given

from bezoekdienst.lib.errors import Refused
from letters.registry import formats
from tests.registry import damage, notations
from tests.registry.brp import BROKEN, ODD, answer, the_one
from tests.registry.notations import array, lines, person, resource


@pytest.mark.parametrize(
    "changes",
    [
        {"naam": "Bos"},
        {"naam": []},
        {"naam": {"geslachtsnaam": ["Bos"]}},
        {"naam": {"geslachtsnaam": True}},
        {"verblijfplaats": [1]},
        {"geslacht": True},
        {"gemeenteVanInschrijving": {"code": ["0202"]}},
    ],
)
def test_a_value_of_another_kind_is_a_fault(changes: dict[str, Any]) -> None:
    assert the_one(**changes).faults == (ODD,)


def test_a_key_that_comes_twice_is_a_fault() -> None:
    content = array(resource(person())).replace(b'"huisnummer": 1', b'"huisnummer": 1, "huisnummer": 2')
    assert notations.the_one(content).faults == ("Een gegeven van deze persoon staat er dubbel in.",)


def test_an_answer_without_persons_and_what_is_no_person_are_rejected() -> None:
    error = {"type": "https://voorbeeld.test", "title": "Niet gevonden", "status": 404}
    content = lines([answer(resource(person())), answer(), error, answer(resource(person(2)), resource(person(3)))])
    _, persons, rejected = notations.read(content)
    assert [one.line for one in persons] == [1, 4, 5]
    assert [(row.line, row.reason) for row in rejected] == [
        (2, "Dit antwoord bevat geen persoon."),
        (3, "Hierin staat geen persoon."),
    ]


@pytest.mark.parametrize("key", ["person n", "resultaten"])
def test_persons_in_a_list_of_another_name_are_found(key: str) -> None:
    content = array({"type": "Anders", key: [resource(person(n)) for n in (1, 2, 3)]})
    _, persons, rejected = notations.read(content)
    assert [one.a_number[-1] for one in persons] == ["1", "2", "3"]
    assert [(row.line, row.reason) for row in rejected] == [(1, "Hierin staat geen persoon.")]


@pytest.mark.parametrize("content", [b'{"personen": []}', b'{"naam": {"geslachtsnaam": "B"}, "leeftijd": 7'])
def test_a_file_in_which_no_person_can_be_read_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(Refused, match="In dit bestand staat geen enkele persoon die we kunnen lezen"):
        list(formats.read(io.BytesIO(content)))


@pytest.mark.parametrize("damaged", [(b'"naam"', b'"naam'), (b"[{", b"[{{"), (b'"V"', b"NaN"), (b"}}]}", b"}}}")])
def test_one_bad_person_never_costs_another_nor_makes_a_person_of_a_partner(damaged: tuple[bytes, bytes]) -> None:
    good = [array(resource(person(n))) for n in range(1, 5)]
    bad = good[2].replace(*damaged, 1)
    assert bad != good[2]
    for before, joint, after in ((b'{"personen": [', b", ", b"]}"), (b"[\n", b",\n", b"\n]"), (b"", b"\n", b"\n")):
        _, persons, rejected = notations.read(before + joint.join([*good[:2], bad, good[3]]) + after)
        assert [one.a_number[-1] for one in persons] == ["1", "2", "4"]
        assert [(row.line, row.reason) for row in rejected] == [(3, BROKEN)]


def test_a_broken_answer_on_a_line_costs_only_the_broken_person_in_it() -> None:
    whole = array(answer(*(resource(person(n)) for n in (1, 2, 3)))) + b"\n"
    broken = whole.replace(b'"aNummer": "1000000002"', b'"aNummer": 1000000002"')
    _, persons, rejected = notations.read(broken + whole)
    assert [one.line for one in persons] == [1, 3, 4, 5, 6]
    assert [(row.line, row.reason) for row in rejected] == [(2, BROKEN)]


TWENTY = [array(resource(one)) for one in notations.twenty()]


@damage.changes
@given(where=damage.places)
def test_whatever_bytes_change_in_lines_no_line_is_lost(where: damage.Places) -> None:
    damage.check(damage.between(TWENTY, joint=b"\n", after=b"\n"), where, lines=True)


@damage.changes
@given(where=damage.places)
def test_whatever_bytes_change_in_an_answer_only_their_own_person_is_lost(where: damage.Places) -> None:
    damage.check(damage.between(TWENTY, before=b'{"personen": [', joint=b", ", after=b"]}"), where)
