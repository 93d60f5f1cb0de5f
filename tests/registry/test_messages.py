import io
import itertools
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given

from bezoekdienst.lib.errors import Refused
from bezoekdienst.lib.spreadsheets import source
from letters.registry import formats
from letters.registry.formats import jsontext, messages
from letters.registry.rows import RegistryPerson
from tests.registry import damage, notations
from tests.registry.notations import array, lines, message, person

BROKEN = "Dit bericht is beschadigd of niet compleet."
MISSHAPEN = "De opbouw van dit bericht klopt niet."
ODD = ("Een gegeven van deze persoon is anders opgeschreven dan is afgesproken.",)


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        list(formats.read(io.BytesIO(content)))
    return str(caught.value)


def wrapped(content: dict[str, Any]) -> dict[str, Any]:
    return {"berichtKenmerken": {"berichtId": "XX0000000001", "berichtType": "Sv01"}, "berichtInhoud": content}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "written",
    [
        lines,
        array,
        lambda objects: array(objects, indent=2),
        lambda objects: b"\n".join(array(item, indent=4) for item in objects),
        lambda objects: b"".join(array(item) for item in objects),
        lambda objects: b"[\n" + b",\n".join(array(item) for item in objects) + b"\n]\n",
        lambda objects: b"\xef\xbb\xbf" + lines(objects).replace(b"\n", b"\r\n"),
        lambda objects: lines(objects).decode().encode("utf-16"),
        lambda objects: array(objects, indent=2).decode().encode("utf-16"),
        lambda objects: lines([wrapped(item) for item in objects]),
        lambda objects: array([wrapped(item) for item in objects], indent=1),
    ],
)
def test_messages_are_read_however_they_are_put_together(count: int, written: Any) -> None:
    content = written([message(person(number)) for number in range(1, count + 1)])
    delivery, persons, rejected = notations.read(content)
    assert (delivery.format, delivery.lines, rejected) == ("berichten (JSON)", count, [])
    assert persons == [notations.the_one(array(message(person(n))))._replace(line=n) for n in range(1, count + 1)]


def test_a_message_is_the_same_person_as_in_the_old_notation() -> None:
    one = person(3, e01_01_20="111222333", e05_07_10="20260600", e08_83_10="081100")
    old = notations.lo3(*notations.categories(one))
    assert notations.the_one(array(message(one))) == notations.the_one(old)


def test_a_second_relation_and_the_history_of_a_relation_are_told_apart() -> None:
    told = message(person())
    told["plData"]["c05"] = [
        {"e0240": "Nieuw", "e0610": "20260901"},
        {"e0240": "Oud", "e0710": "20260201", "e0740": "O", "historie": [{"e0240": "Oud", "e0610": "19700101"}, {}]},
    ]
    assert [(r.name.surname, r.start, r.end) for r in notations.the_one(array(told)).relations] == [
        ("Nieuw", "20260901", ""),
        ("Oud", "19700101", "20260201"),
    ]


def test_a_message_without_a_person_and_another_kind_say_so() -> None:
    objects = [message(person()), {"berichtType": "Sv11"}, {"berichtType": "Gv01"}, {"berichtType": "987654329"}]
    _, persons, rejected = notations.read(array([*objects, {"iets": "anders"}, message(person(2))]))
    assert [one.line for one in persons] == [1, 6]
    assert [(row.line, row.reason) for row in rejected] == [
        (2, "Dit bericht bevat geen persoon."),
        (3, "Dit is een bericht van soort Gv01, geen selectie."),
        (4, MISSHAPEN),
        (5, "Hier staat iets dat geen bericht is."),
    ]


def test_numbers_are_taken_as_they_stand_and_null_is_absent() -> None:
    told = message(person())
    told["plData"]["c05"][0] |= {"e0710": 20260614, "e0230": None}
    told["plData"]["c08"][0] |= {"e1120": 7, "e0910": 202}
    one = notations.the_one(array(told))
    assert (one.relations[0].end, one.relations[0].name.prefix) == ("20260614", "")
    assert (one.address.number, one.municipality, one.faults) == ("7", "0202", ())


@pytest.mark.parametrize("value", [True, False, ["Boer"], {"naam": "Boer"}])
def test_a_value_of_another_kind_is_a_fault(value: object) -> None:
    told = message(person())
    told["plData"]["c01"][0]["e0240"] = value
    one = notations.the_one(array(told))
    assert (one.name.surname, one.faults) == ("", ODD)


@pytest.mark.parametrize(
    "data",
    [None, [], "c01", {"c01": {"e0240": "Boer"}}, {"c01": ["Boer"]}, {"c01": [{"historie": {"e0240": "Boer"}}]}],
)
def test_a_list_where_an_object_belongs_rejects_the_message(data: object) -> None:
    _, persons, rejected = notations.read(lines([message(person(), plData=data), message(person(2))]))
    assert [one.line for one in persons] == [2]
    assert [row.reason for row in rejected] == [MISSHAPEN]


def test_an_envelope_without_content_and_a_message_about_nobody_are_rejected() -> None:
    objects = [{"berichtInhoud": None}, message(person(), plData={"c04": []}), message(person())]
    _, persons, rejected = notations.read(array(objects))
    assert [one.line for one in persons] == [3]
    assert [row.reason for row in rejected] == [MISSHAPEN, "In dit bericht staan geen gegevens over een persoon."]


def test_a_key_that_comes_twice_is_a_fault() -> None:
    content = array(message(person())).replace(b'"e0410": "V"', b'"e0410": "V", "e0410": "M"')
    assert notations.the_one(content).faults == ("Een gegeven van deze persoon staat er dubbel in.",)


def test_half_a_character_is_damage_that_can_be_stored() -> None:
    content = array(message(person())).replace(b"Dijk", rb"D\ud83djk")
    assert notations.the_one(content).name.surname == "D\ufffdjk"


def test_the_status_stands_for_a_stopped_registration() -> None:
    stopped, odd, absent = ({"status": "O"}, {"status": ["A"]}, {"status": None})
    _, persons, _ = notations.read(array([message(person(), **changes) for changes in (stopped, odd, absent)]))
    assert [(one.suspension, one.faults) for one in persons] == [
        ("O", ()),
        ("", ("De status van dit bericht is onbekend.",)),
        ("", ()),
    ]


def bad_ones() -> list[bytes]:
    whole = array(message(person(7)))
    deep = array(message(person(7), plData="X")).replace(b'"X"', b'{"a":' * 20_000 + b"1" + b"}" * 20_000)
    return [
        whole[:-40],
        whole.replace(b'"e0410"', b'"e0410', 1),
        whole.replace(b": [{", b": [{{", 1),
        whole.replace(b'"V"', b"NaN", 1),
        whole.replace(b'"V"', b"-Infinity", 1),
        whole.replace(b'"V"', b'"\x01"', 1),
        whole.replace(b'"V"', rb'"\x"', 1),
        whole.replace(b'"V"', b"'V'", 1),
        deep,
        b'{"berichtType": "Sv01", "plData": ' + b"[" * 100_000,
    ]


@pytest.mark.parametrize("number", range(len(bad_ones())))
@pytest.mark.parametrize(
    ("before", "joint", "after"), [(b"", b"\n", b"\n"), (b"[", b",", b"]"), (b"[\n", b",\n", b"]")]
)
def test_one_bad_message_never_costs_another(number: int, before: bytes, joint: bytes, after: bytes) -> None:
    good = [array(message(person(n))) for n in range(1, 5)]
    content = before + joint.join([*good[:2], bad_ones()[number], *good[2:]]) + after
    _, persons, rejected = notations.read(content)
    assert [one.a_number[-1] for one in persons] == ["1", "2", "3", "4"]
    assert [(row.line, row.reason) for row in rejected] == [(3, BROKEN)]


def test_a_line_that_is_empty_or_endless_or_two_is_one_rejected_line() -> None:
    one = lines([message(person())])
    endless = b'{"berichtType": "' + b"x" * 300_000 + b'"}\n'
    _, persons, rejected = notations.read(one + b"\n" + one + endless + one.strip() + one + b"null\n" + one)
    assert [found.line for found in persons] == [1, 3, 7]
    assert [(row.line, row.reason) for row in rejected] == [
        (2, "Deze regel is leeg."),
        (4, "Deze regel is te lang om te kunnen lezen."),
        (5, BROKEN),
        (6, "Hier staat iets dat geen bericht is."),
    ]


def test_what_is_no_object_in_an_array_is_rejected() -> None:
    content = b"[1, 2, " + array(message(person())) + b', "tekst", ' + array(message(person(2))) + b"]"
    _, persons, rejected = notations.read(content)
    assert [one.line for one in persons] == [2, 4]
    assert {row.reason for row in rejected} == {"Hier staat iets dat geen bericht is."}


@pytest.mark.parametrize("cut", [1, 2, 40])
def test_an_array_that_stops_halfway_has_one_rejected_message_at_its_end(cut: int) -> None:
    whole = array([message(person(n)) for n in range(1, 4)])
    _, persons, rejected = notations.read(whole[:-cut])
    assert len(persons) == (3 if cut == 1 else 2)
    assert [row.reason for row in rejected] == ["Het bestand houdt hier plotseling op." if cut == 1 else BROKEN]


def test_an_envelope_that_is_damaged_gives_no_second_message() -> None:
    content = array([wrapped(message(person(n))) for n in (1, 2, 3)])
    damaged = content.replace(b"XX0000000001", b'XX"000000001', 1)
    _, persons, rejected = notations.read(damaged)
    assert ([one.a_number[-1] for one in persons], len(rejected)) == (["2", "3"], 1)


def test_a_file_in_which_no_message_can_be_read_is_refused_as_a_whole() -> None:
    none = "In dit bestand staat geen enkel bericht dat we kunnen lezen."
    assert refusal(array(message(person()))[:-20]) == none
    assert refusal(b'{"berichtTypes": 1, "plData": 2}') == none
    assert refusal(b"[]").startswith("Dit bestand herkennen we niet.")


def test_more_messages_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "MAX_ROWS", 2)
    assert refusal(array([message(person())] * 3)).startswith("Het bestand heeft te veel regels")


def test_an_object_over_many_lines_is_no_more_than_one_of_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_ROWS", 10)
    objects = [message(person(n)) for n in range(1, 11)]
    assert array(objects, indent=2).count(b"\n") > 400
    assert notations.read(array(objects, indent=2))[0].lines == 10
    with pytest.raises(Refused, match="te veel regels"):
        formats.read(io.BytesIO(lines(objects * 2)))  # at once, before a single one is read


def test_a_file_that_is_one_great_ruin_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsontext, "_EFFORT", 100_000)
    nested = b'{"berichtType":[' * 500 + b"x"
    assert refusal(b"[" + nested * 10) == "Het bestand is te erg beschadigd om te kunnen lezen."


def test_no_number_stands_in_what_is_said() -> None:
    secret = "123456782"
    damaged = array(message(person())).replace(b'"V"', secret.encode(), 1).replace(b"}", b"", 1)
    kinds = [{"berichtType": secret}, {secret: secret}, message(person(), status=secret), message(person())]
    delivery, persons, rejected = notations.read(array(kinds)[:-1] + b"," + damaged + b"]")
    said = repr((delivery, persons, rejected, [one.faults for one in persons], jsontext.Piece({secret: secret})))
    assert len(rejected) == 3
    assert secret not in said


class Endless(io.RawIOBase):
    """An array of so many messages, made while it is read."""

    def __init__(self, count: int) -> None:
        one = array(message(person()))
        self._parts = itertools.chain([b"["], itertools.repeat(one + b",", count - 1), [one, b"]"])
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        while len(self._rest) < size and (part := next(self._parts, b"")):
            self._rest += part
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def test_a_great_array_is_read_in_little_memory() -> None:
    tracemalloc.start()
    delivery = formats.read(Endless(6_000))  # type: ignore[arg-type]
    count = sum(isinstance(row, RegistryPerson) for row in delivery)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 6_000
    assert peak < 24 * 1024 * 1024


TWENTY = [array(message(one)) for one in notations.twenty()]


@damage.changes
@given(where=damage.places)
def test_whatever_bytes_change_in_lines_no_line_is_lost(where: damage.Places) -> None:
    damage.check(damage.between(TWENTY, joint=b"\n", after=b"\n"), where, lines=True)


@pytest.mark.parametrize("indent", [None, 2])
@damage.changes
@given(where=damage.places)
def test_whatever_bytes_change_in_an_array_only_their_own_message_is_lost(
    indent: int | None, where: damage.Places
) -> None:
    objects = TWENTY if indent is None else [json.dumps(json.loads(one), indent=indent).encode() for one in TWENTY]
    damage.check(damage.between(objects, before=b"[", joint=b",\n" if indent else b", ", after=b"]"), where)
