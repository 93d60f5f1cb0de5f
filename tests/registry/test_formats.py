import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bezoekdienst.lib.errors import Refused
from bezoekdienst.lib.spreadsheets import source
from letters.registry import formats
from letters.registry.formats import Delivery, tables
from letters.registry.rows import RegistryPerson, Rejected
from tests.registry import extracts

SAMPLE = Path(__file__).resolve().parents[2] / ".." / "shared" / "registry" / "rvig_testset_rubrieken.csv"


def read(content: str, encoding: str = "utf-8-sig") -> tuple[Delivery, list[RegistryPerson], list[Rejected]]:
    delivery = formats.read(extracts.stream(content, encoding))
    rows = list(delivery)
    persons = [row for row in rows if isinstance(row, RegistryPerson)]
    return delivery, persons, [row for row in rows if isinstance(row, Rejected)]


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        list(formats.read(io.BytesIO(content)))
    return str(caught.value)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the public sample is not beside this checkout")
def test_the_public_sample_reads_completely() -> None:
    with SAMPLE.open("rb") as stream:
        delivery = formats.read(stream)
        rows = list(delivery)
    assert (delivery.lines, delivery.persons, delivery.continuations, delivery.rejected) == (2156, 687, 1469, 0)
    assert sum(row.lines for row in rows) == 2156


@pytest.mark.parametrize("count", [1, 3])
def test_a_row_is_a_person(count: int) -> None:
    lines = [extracts.line(e01_01_10=f"{n}000000019", e01_01_20="") for n in range(1, count + 1)]
    delivery, persons, rejected = read(extracts.text(*lines))
    assert [person.line for person in persons] == list(range(1, count + 1))
    assert (delivery.lines, delivery.persons, rejected) == (count, count, [])


def test_every_element_lands_in_its_place() -> None:
    _, (person,), _ = read(extracts.text(extracts.line()))
    assert (person.name.given_names, person.name.surname, person.name_use) == ("Griet Roos", "Proefpersoon", "V")
    assert (person.bsn, person.a_number, person.birth, person.sex) == ("111222333", "1000000019", "19480512", "V")
    (relation,) = person.relations
    assert (relation.name.prefix, relation.name.surname, relation.bsn) == ("van", "Voorbeeld", "123456782")
    assert (relation.end, relation.end_reason, relation.taken_up) == ("20260614", "O", "20260616")
    assert (person.municipality, person.address.street, person.address.postcode) == ("0202", "Lindelaan", "6811AB")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
def test_the_usual_encodings_give_the_same_names(encoding: str) -> None:
    _, (person,), _ = read(extracts.text(extracts.line(e01_02_40="Ünïversé")), encoding)
    assert person.name.surname == "Ünïversé"


def test_a_marked_file_with_bytes_that_are_not_utf8_shows_the_damage() -> None:
    content = extracts.text(extracts.line(e01_02_40="Bérg")).encode("utf-8-sig").replace(b"\xc3\xa9", b"\xe9")
    (person,) = list(formats.read(io.BytesIO(content)))
    assert isinstance(person, RegistryPerson)
    assert person.name.surname == "B\ufffdrg"


def test_leading_zeros_that_a_spreadsheet_took_come_back() -> None:
    _, (person,), _ = read(extracts.text(extracts.line(e01_01_20="12345672", e08_09_10="202")))
    assert (person.bsn, person.municipality, person.faults) == ("012345672", "0202", ())


def test_a_number_that_fails_its_own_test_is_not_used() -> None:
    _, (person,), _ = read(extracts.text(extracts.line(e01_01_20="123456789")))
    assert (person.bsn, person.faults) == ("", ("Er klopt iets niet in het burgerservicenummer.",))


def test_one_bad_row_never_costs_another() -> None:
    good = [extracts.line(e01_01_10=f"{n}000000019", e01_01_20="") for n in range(1, 5)]
    content = extracts.text(good[0], "a;b", good[1], good[2].replace("Lindelaan", '"Linde'), "", "\0", good[3])
    delivery, persons, rejected = read(content)
    assert [person.line for person in persons] == [1, 3, 7]
    assert [(row.line, row.reason) for row in rejected] == [
        (2, "Deze regel heeft 2 kolommen, de kopregel heeft er 40."),
        (4, "In deze regel staat een aanhalingsteken dat niet goed is afgesloten."),
        (5, "Deze regel is leeg."),
        (6, "In deze regel staan onleesbare tekens."),
    ]
    assert (delivery.lines, delivery.persons + delivery.rejected) == (7, 7)


def test_the_heading_again_and_a_row_without_content_are_no_persons() -> None:
    content = extracts.text(extracts.line(), ";".join(extracts.HEADING), ";" * 39, extracts.line(e01_02_40="Ander"))
    _, persons, rejected = read(content)
    assert [row.reason for row in rejected] == [
        "Dit is de kopregel, die hier nog een keer staat.",
        "Deze regel is leeg.",
    ]
    assert len(persons) == 1  # the same numbers: one person on two rows


def test_an_endless_line_is_one_rejected_line() -> None:
    content = extracts.text("x" * (2 * source.MAX_LINE), extracts.line())
    delivery, persons, rejected = read(content)
    assert [person.line for person in persons] == [2]
    assert [(row.line, row.reason) for row in rejected] == [(1, "Deze regel is te lang om te kunnen lezen.")]
    assert delivery.lines == 2


def test_rows_with_one_number_are_one_person_with_all_relations() -> None:
    again = extracts.line(e05_07_10="", e05_07_40="", e05_01_20="", e05_02_40="Nieuw", e05_06_10="20260901")
    delivery, (person,), _ = read(extracts.text(extracts.line(), again))
    assert [relation.name.surname for relation in person.relations] == ["Voorbeeld", "Nieuw"]
    assert (delivery.persons, delivery.continuations) == (1, 1)


def test_rows_of_one_person_that_contradict_each_other_are_marked() -> None:
    dead = extracts.line(e06_08_10="20260901")
    _, (person,), _ = read(extracts.text(extracts.line(), dead))
    assert (person.lines, person.faults) == (2, ("De regels van deze persoon spreken elkaar tegen.",))


def test_a_person_has_a_bounded_number_of_rows() -> None:
    rows = [{"key": "p1", "01.02.40": "Bos"}, *([{}] * tables.MAX_PERSON_LINES)]
    delivery, (person,), rejected = read(extracts.stacked(*rows))
    assert (person.lines, [row.line for row in rejected]) == (1000, [1001])
    assert delivery.lines == 1001


def test_stacked_rows_tell_a_newer_relation_and_the_history_of_the_old_one() -> None:
    current = {"key": "p1", "01.02.40": "Bos", "05.02.40": "Nieuw", "05.06.10": "20260901", "05.H": "05"}
    ended = {"05.02.40": "Oud", "05.07.10": "20260201", "05.07.40": "O", "05.H": "55"}
    before = {"05.02.40": "Oud", "05.06.10": "19700101"}
    delivery, (person, other), _ = read(extracts.stacked(current, ended, before, {"key": "p2", "01.02.40": "Berg"}))
    assert [(r.name.surname, r.start, r.end) for r in person.relations] == [
        ("Nieuw", "20260901", ""),
        ("Oud", "19700101", "20260201"),
    ]
    assert (person.lines, other.line, other.relations) == (3, 4, ())
    assert (delivery.persons, delivery.continuations) == (2, 2)


def test_the_history_of_a_relation_that_is_gone_is_not_a_relation() -> None:
    gone = {"key": "p1", "01.02.40": "Bos", "05.85.10": "20260101", "05.H": "55"}
    before = {"05.02.40": "Fout", "05.06.10": "20250101", "05.84.10": "O"}
    _, (person,), _ = read(extracts.stacked(gone, before))
    assert [relation.exists for relation in person.relations] == [False]


def test_the_rows_of_a_torn_person_never_go_to_the_one_before() -> None:
    first = {"key": "p1", "01.02.40": "Bos"}
    torn, rest = {"key": "p2"}, {"05.02.40": "Vreemd", "05.07.10": "20260614", "05.07.40": "O"}
    content = extracts.stacked(first, torn, rest, {"key": "p3", "01.02.40": "Berg"})
    content = content.replace("p2;;", "p2;")
    delivery, persons, rejected = read(content)
    assert [(person.name.surname, person.relations) for person in persons] == [("Bos", ()), ("Berg", ())]
    assert [row.line for row in rejected] == [2, 3]
    assert (delivery.lines, persons[0].faults) == (4, ("Een regel van deze persoon kon niet worden gelezen.",))


def test_a_lost_row_in_between_marks_the_person() -> None:
    content = extracts.stacked({"key": "p1", "01.02.40": "Bos"}, {}, {"05.02.40": "Oud", "05.06.10": "19700101"})
    lines = content.split("\n")
    lines[2] = ";;"
    _, (person,), rejected = read("\n".join(lines))
    assert (person.lines, len(person.relations), len(rejected)) == (2, 1, 1)
    assert person.faults == ("Een regel van deze persoon kon niet worden gelezen.",)


def test_a_file_without_a_required_column_is_refused_with_what_is_missing() -> None:
    heading = [name for name in extracts.HEADING if name not in ("06.08.10", "07.70.10")]
    assert refusal(";".join(heading).encode()) == (
        "In het bestand ontbreekt: datum eigen overlijden (06.08.10), indicatie geheim (07.70.10)."
    )


def test_a_used_heading_that_comes_twice_is_refused_and_another_is_not() -> None:
    twice = ";".join([*extracts.HEADING, "05.07.10"])
    assert refusal(twice.encode()) == (
        "Meer dan een kolom noemt dit gegeven: datum einde huwelijk of partnerschap ('05.07.10', '05.07.10'). "
        "Laat er een staan."
    )
    delivery, persons, _ = read(";".join([*extracts.HEADING, "06.88.10", "06.88.10"]) + "\n" + extracts.line() + ";;\n")
    assert (delivery.ignored, len(persons)) == (("06.88.10",), 1)


@pytest.mark.parametrize("content", [b"", b"\n \r\n", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, b"kleur;maat\nrood;40\n"])
def test_what_is_no_delivery_is_refused(content: bytes) -> None:
    expected = "Dit bestand herkennen we niet." if content.strip() else "Het bestand is leeg."
    assert refusal(content).startswith(expected)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"01.02.40;"]))
def test_whatever_a_file_holds_it_is_read_or_refused(content: bytes, start: bytes) -> None:
    try:
        delivery = formats.read(io.BytesIO(start + content))
    except Refused:
        return
    assert sum(row.lines for row in delivery) == delivery.lines


def test_ten_thousand_columns_are_noted_and_ignored() -> None:
    extra = [f"99.{n // 100:02}.{n % 100:02}" for n in range(10_000)]
    heading = ";".join([*extracts.HEADING, *extra])
    delivery, persons, _ = read(heading + "\n" + extracts.line() + ";" * 10_000 + "\n")
    assert (len(delivery.ignored), len(persons)) == (10_000, 1)


@pytest.mark.parametrize(("limit", "value"), [("MAX_ROWS", 2), ("MAX_BYTES", 100)])
def test_a_limit_is_named_before_anything_is_read(monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    monkeypatch.setattr(source, limit, value)
    said = refusal(extracts.text(*[extracts.line()] * 3).encode())
    assert said.startswith("Het bestand heeft te veel regels" if limit == "MAX_ROWS" else "Het bestand is te groot")


def test_exactly_the_limit_of_rows_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_ROWS", 3)
    delivery, _, _ = read(extracts.text(*[extracts.line()] * 3))
    assert delivery.lines == 3
