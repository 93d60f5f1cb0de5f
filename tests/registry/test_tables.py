"""Tables with names or a supplier's own words above them, in CSV and in a workbook."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given

from bezoekdienst.lib.errors import Refused
from bezoekdienst.lib.spreadsheets import source
from letters import selection
from letters.registry import formats
from letters.registry.formats import tables
from letters.registry.formats.words import headings
from letters.registry.rows import RegistryPerson, Rejected
from tests.lib.spreadsheets import handmade
from tests.registry import damage, extracts, notations

CHOSEN = {"geliefde": "05.02.40"}


def own(*rows: dict[str, str], **given_as: str) -> bytes:
    return extracts.table([extracts.OWN_WIDOW | row for row in rows or ({},)], extracts.OWN, **given_as).encode()


def book(*rows: dict[str, str]) -> bytes:
    cells = [list(extracts.OWN.values()), *([row.get(e, "") for e in extracts.OWN] for row in rows)]
    return handmade.book(handmade.table(*cells))


def expected() -> RegistryPerson:
    """The same widow as a rubrieken CSV tells of her."""
    content = extracts.text(
        extracts.line(e01_01_10="", e05_15_10="", e05_85_10="", e05_86_10="", e08_10_10="", e08_11_70="Arnhem")
    )
    return notations.the_one(content.encode())


def unmapped(content: bytes, mapped: tables.Mapped | None = None) -> tables.Unmapped:
    with pytest.raises(tables.Unmapped) as caught:
        formats.read(io.BytesIO(content), mapped)
    return caught.value


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("quote", ["", '"', "~"])
def test_a_table_in_a_suppliers_own_words_says_what_the_register_says(separator: str, quote: str) -> None:
    assert notations.the_one(own(separator=separator, quote=quote)) == expected()


def test_a_workbook_says_the_same() -> None:
    assert notations.the_one(book(extracts.OWN_WIDOW)) == expected()


def test_a_workbook_may_have_the_numbers_of_the_register_above_it() -> None:
    cells = [*((name, extracts.WIDOW.get(name, "")) for name in extracts.HEADING)]
    assert notations.the_one(handmade.book(_wide(cells))) == notations.the_one(_whole())


def _whole() -> bytes:
    return extracts.text(extracts.line()).encode()


def _wide(pairs: list[tuple[str, str]]) -> str:
    def reference(place: int, row: int) -> str:
        return f"{chr(ord('A') + place // 26 - 1) if place >= 26 else ''}{chr(ord('A') + place % 26)}{row}"

    rows = [[name for name, _ in pairs], [value for _, value in pairs]]
    return "".join(
        handmade.row(at, *(handmade.text(reference(p, at), v) for p, v in enumerate(values) if v))
        for at, values in enumerate(rows, start=1)
    )


def test_names_of_the_register_above_the_columns_are_read_too() -> None:
    row = {**extracts.WIDOW, "08.09.10": "0202"}
    delivery, (person,), _ = notations.read(extracts.table([row], extracts.NAMES).encode("utf-8-sig"))
    assert (delivery.format, person.name, person.relations[0].end_reason) == ("LO-namen-CSV", expected().name, "O")
    assert person.address.postcode == "6811AB"


def test_the_day_a_partner_died_is_an_end_by_death() -> None:
    (relation,) = notations.the_one(own()).relations
    assert (relation.end, relation.end_reason) == ("20260614", "O")


def test_without_that_day_the_end_and_its_reason_are_those_of_their_own_columns() -> None:
    both = extracts.OWN | {"05.07.10": "Datum ontbinding", "05.07.40": "Reden ontbinding"}
    divorced = extracts.OWN_WIDOW | {"05.08.10": "", "05.07.10": "3-2-2026", "05.07.40": "echtscheiding"}
    (relation,) = notations.the_one(extracts.table([divorced], both).encode()).relations
    assert (relation.end, relation.end_reason) == ("20260203", "S")


@pytest.mark.parametrize(
    ("name", "said", "reason"),
    [
        ("05.08.10", "2015", "De datum van overlijden van de partner klopt niet."),
        ("05.08.10", "31-02-2026", "De datum van overlijden van de partner klopt niet."),
        ("05.08.10", "46187", "De datum van overlijden van de partner klopt niet."),
        ("07.70.10", "misschien", "Het register zegt niet duidelijk of de gegevens geheim zijn."),
        ("01.61.10", "zoals zij wil", "Er staat niet bij welke naam deze persoon gebruikt."),
        ("01.01.20", "111222334", "Er klopt iets niet in het burgerservicenummer."),
    ],
)
def test_what_can_mean_two_things_is_held_and_never_guessed(name: str, said: str, reason: str) -> None:
    person = notations.the_one(own({name: said}))
    decision = selection.Judge(on=date(2026, 12, 31), extract_on=date(2026, 12, 31))(person)
    assert (decision.decision, reason in [found.text for found in decision.reasons]) == ("held", True)


def test_an_eight_digit_bsn_gets_its_zero_back() -> None:
    assert notations.the_one(own({"01.01.20": "12345672"})).bsn == "012345672"


def test_who_is_secret_stays_secret_in_words() -> None:
    assert notations.the_one(own({"07.70.10": "ja"})).secrecy == "7"


def test_a_column_that_is_missing_is_named_and_the_unknown_ones_can_be_pointed_out() -> None:
    strange = extracts.OWN | {"05.02.40": "Geliefde", "08.11.70": "Plaats"}
    content = extracts.table([extracts.OWN_WIDOW], strange).encode()
    found = unmapped(content)
    assert str(found) == "In het bestand ontbreekt: geslachtsnaam van de partner (05.02.40)."
    assert [cell for cell, element in zip(found.heading, found.placed, strict=True) if element is None] == ["Geliefde"]
    assert found.sample[0][found.heading.index("Geliefde")] == "Voorbeeld"
    (person,) = list(formats.read(io.BytesIO(content), CHOSEN))
    assert person == expected()


def test_a_table_of_which_we_know_no_heading_can_be_explained_whole() -> None:
    strange = {element: f"Veld {number} van ons" for number, element in enumerate(extracts.OWN)}
    content = extracts.table([extracts.OWN_WIDOW], strange).encode()
    assert [element for element in unmapped(content).placed if element] == []
    chosen = {headings.normal(heading): element for element, heading in strange.items()}
    assert list(formats.read(io.BytesIO(content), chosen)) == [expected()]


def test_a_first_line_of_values_is_no_heading_to_explain() -> None:
    values = [cell or "leeg" for cell in extracts.line().split(";")]
    with pytest.raises(Refused, match="Dit bestand herkennen we niet"):
        formats.read(io.BytesIO(";".join(values).encode() + b"\n"))


def test_a_wrong_choice_is_refused_like_a_wrong_heading() -> None:
    twice = unmapped(own(), {"voornamen partner": "05.02.40"})
    assert "Meer dan een kolom noemt dit gegeven: geslachtsnaam van de partner" in str(twice)


def test_a_name_of_which_nobody_knows_what_it_holds_is_asked_about() -> None:
    without = {element: name for element, name in extracts.OWN.items() if element not in ("01.02.10", "01.02.30")}
    content = extracts.table([extracts.OWN_WIDOW], without | {"01.02.40": "Naam"}).encode()
    assert "'Naam' is niet te zien of er alleen een achternaam staat" in str(unmapped(content))
    assert next(iter(formats.read(io.BytesIO(content), {"naam": "01.02.40"}))).line == 1


def test_rows_of_a_workbook_that_do_not_fit_are_rejected_each_with_its_reason() -> None:
    width = len(extracts.OWN)
    heading, good = list(extracts.OWN.values()), [extracts.OWN_WIDOW.get(e, "") for e in extracts.OWN]
    rows = handmade.table(heading, good, heading)
    rows += handmade.row(5, *(handmade.text(f"{chr(65 + n)}5", v) for n, v in enumerate(good) if v),
                             handmade.text(f"{chr(65 + width)}5", "te veel"))  # fmt: skip
    rows += handmade.row(6, handmade.text("A6", "x"), '<c r="B6"><f>A1</f></c>')
    other = ["012345672", *good[1:]]
    rows += handmade.row(7, *(handmade.text(f"{chr(65 + n)}7", v) for n, v in enumerate(other) if v))
    delivery, persons, rejected = notations.read(handmade.book(rows))
    assert [(row.line, row.reason.split(".")[0]) for row in rejected] == [
        (2, "Dit is de kopregel, die hier nog een keer staat"),
        (3, "Deze regel is leeg"),
        (4, "In deze regel staat iets naast de 22 kolommen die een kop hebben"),
        (5, "In deze regel staat een formule waarvan de uitkomst niet in het bestand zit"),
    ]
    assert ([person.line for person in persons], delivery.lines) == ([1, 6], 6)


def test_a_large_workbook_is_not_counted_by_the_line_ends_in_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_ROWS", 2)
    assert notations.the_one(book(extracts.OWN_WIDOW)).line == 1


def test_a_number_or_a_place_never_decides_what_a_column_is() -> None:
    content = "\n".join(["a;b;c", "111222333;Bos;Laan"]).encode()
    with pytest.raises(Refused, match="Dit bestand herkennen we niet"):
        formats.read(io.BytesIO(content))


def test_utf16_without_a_mark_is_still_recognised() -> None:
    assert notations.the_one(own().decode().encode("utf-16-le")) == expected()


def _forms() -> dict[str, list[str]]:
    """A cut of twenty persons in every form of table: heading first, then a line each."""
    people = notations.twenty()
    stacked = extracts.stacked(*({"key": str(n), **person} for n, person in enumerate(people, start=1)))
    words = [extracts.OWN_WIDOW | {"01.01.20": "", "08.11.20": str(n)} for n in range(1, 21)]
    return {
        "numbers": [";".join(extracts.HEADING), *(";".join(p.get(e, "") for e in extracts.HEADING) for p in people)],
        "stacked": stacked.splitlines(),
        "names": extracts.table(people, extracts.NAMES).splitlines(),
        "own": extracts.table(words, extracts.OWN, quote='"').splitlines(),
    }


@pytest.mark.parametrize("form", ["numbers", "stacked", "names", "own"])
@damage.changes
@given(where=damage.places)
def test_whatever_bytes_change_no_line_and_no_other_person_is_lost(form: str, where: damage.Places) -> None:
    heading, *lines = _forms()[form]
    pieces = damage.between([line.encode() for line in lines], joint=b"\n", after=b"\n")
    head = heading.encode() + b"\n"
    content, touched = damage.changed(pieces, where)
    whole = [row for row in formats.read(io.BytesIO(head + b"".join(pieces))) if isinstance(row, RegistryPerson)]
    delivery = formats.read(io.BytesIO(head + content))
    rows = list(delivery)
    count = content.count(b"\n") + (not content.endswith(b"\n"))
    assert (delivery.lines, sum(row.lines for row in rows)) == (count, count)
    found = [damage.told(row) for row in rows if isinstance(row, RegistryPerson)]
    # a line that can't be read marks the person before it in the stacked form
    costly = {number // 2 - side for number in touched for side in ((0, 1, 2) if form == "stacked" else (0, 1))}
    assert {n for n, person in enumerate(whole) if damage.told(person) not in found} <= costly


def test_every_label_names_its_own_element() -> None:
    assert len(set(headings.LABELS.values())) == len(headings.LABELS)


def test_a_bare_reader_sees_the_same_cells() -> None:
    lines = _forms()["own"]
    cells = list(csv.reader(lines, delimiter=";"))
    found = tables.from_lines(source.Source(io.BytesIO("\n".join(lines).encode())), {})
    assert found is not None
    assert [list(row)[:-1] for row in found.source if not isinstance(row, Rejected)] == cells[1:]
