"""Deliveries of every day out of which a wrong letter could come, or somebody could be lost. Each was once possible."""

import contextlib
import io
import time
from datetime import date
from typing import Any

import pytest

from bezoekdienst.lib.errors import Refused
from letters import selection
from letters.registry import check, formats
from letters.registry.formats import tables
from letters.registry.rows import RegistryPerson
from tests.registry import extracts, notations

ON = date(2026, 12, 31)
WRONG_DATE = "De datum van overlijden van de partner klopt niet."


def fates(content: bytes, on: date = ON) -> list[tuple[str, list[str]]]:
    """Of each person what is decided and why; Rejected rows are left out."""
    judge = selection.Judge(on=on, extract_on=on, municipality="0202")
    persons = [row for row in formats.read(io.BytesIO(content)) if isinstance(row, RegistryPerson)]
    return [(found.decision, [reason.text for reason in found.reasons]) for found in map(judge, persons)]


def own(*rows: dict[str, str], more: dict[str, str] | None = None) -> bytes:
    return extracts.table([extracts.OWN_WIDOW | row for row in rows], extracts.OWN | (more or {})).encode()


ENDS = {"05.07.10": "Datum ontbinding", "05.07.40": "Reden ontbinding"}


def test_the_death_of_a_former_partner_is_no_widowhood() -> None:
    divorced = {"05.07.10": "01-02-2010", "05.07.40": "echtscheiding"}
    ((decision, reasons),) = fates(own(divorced, more=ENDS))
    assert (decision, reasons) == (
        "left_out",
        ["Geen overlijden: het huwelijk of partnerschap eindigde door scheiding."],
    )


def test_an_end_and_a_death_on_two_days_is_no_day_at_all() -> None:
    assert fates(own({"05.07.10": "01-02-2026", "05.07.40": "O"}, more=ENDS)) == [("held", [WRONG_DATE])]
    assert fates(own({"05.07.10": "14-06-2026", "05.07.40": "O"}, more=ENDS)) == [("due", [])]


def test_the_number_of_a_row_is_no_house_number() -> None:
    strange = extracts.OWN | {"08.11.20": "Huisnummer + toev"}
    content = extracts.table([extracts.OWN_WIDOW | {"00": "17"}], {"00": "Nr", **strange}).encode()
    with pytest.raises(tables.Unmapped, match="huisnummer"):
        formats.read(io.BytesIO(content))


@pytest.mark.parametrize("start", ["20260615", "20260701", "20270101"])
def test_what_ended_before_it_began_is_looked_at(start: str) -> None:
    content = extracts.text(extracts.line(e05_06_10=start)).encode()
    assert fates(content) == [("held", [WRONG_DATE])]


def test_a_new_marriage_further_down_makes_the_whole_file_to_be_sorted_first() -> None:
    new = extracts.line(e05_02_40="Nieuw", e05_01_20="", e05_07_10="", e05_07_40="", e05_06_10="20261001")
    other = extracts.line(e01_01_10="2000000038", e01_01_20="", e01_02_40="Ander")
    with pytest.raises(Refused, match="De persoon op regel 3 stond al eerder in dit bestand, met een ander huwelijk"):
        fates(extracts.text(extracts.line(), other, new).encode())
    assert [decision for decision, _ in fates(extracts.text(extracts.line(), other, extracts.line()).encode())] == [
        *("due", "due", "due")  # the same once more: who judges a delivery sees that
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"07.70.10": "0 - ja, geheim"}, "Het register zegt niet duidelijk of de gegevens geheim zijn."),
        ({"07.70.10": "0 - onbekende woorden"}, "Het register zegt niet duidelijk of de gegevens geheim zijn."),
        ({"05.08.10": "", "05.07.10": "14-06-2026", "05.07.40": "O - ontbonden door scheiding"},
         "Het register zegt niet waardoor het huwelijk of partnerschap eindigde."),
    ],
)  # fmt: skip
def test_a_code_that_lets_a_letter_go_is_not_taken_beside_words_that_say_otherwise(
    changes: dict[str, str], reason: str
) -> None:
    assert fates(own(changes, more=ENDS)) == [("held", [reason])]


@pytest.mark.parametrize("no", ["nee", "n", "onwaar", "false"])
def test_a_no_is_not_a_death_and_not_an_end_of_registration(no: str) -> None:
    assert fates(own({"06.08.10": no, "07.67.20": no})) == [("due", [])]


def test_a_sex_that_no_register_writes_is_looked_at() -> None:
    reason = "Het register zegt niet duidelijk of dit een man of een vrouw is."
    assert fates(extracts.text(extracts.line(e01_04_10="F")).encode()) == [("held", [reason])]


@pytest.mark.parametrize("told", [{"indicatieOverleden": "true"}, {"indicatieOverleden": 1}, {"type": "x"}, "ja"])
def test_a_death_that_is_told_oddly_is_a_death(told: Any) -> None:
    (fate,) = fates(notations.lines([notations.resource(notations.person()) | {"overlijden": told}]))
    assert (fate[0], "Deze persoon is zelf overleden." in fate[1]) == ("left_out", True)


PLACE, COUNTRY = {"06.08.20": "0599"}, {"06.08.30": "6030"}
ABROAD, BOTH = {"06.08.20": "Verzonnenstad"}, {"06.08.20": "0599", "06.08.30": "6030"}


@pytest.mark.parametrize("told", [PLACE, COUNTRY, ABROAD, BOTH])
def test_a_death_of_which_only_the_place_is_told_is_a_death(told: dict[str, str]) -> None:
    elements = notations.person() | told
    heading = (*extracts.HEADING, *told)
    row = ";".join([extracts.line(), *told.values()])
    for content in (
        notations.lo3(*notations.categories(elements)),
        notations.lines([notations.message(elements)]),
        extracts.text(row, heading=heading).encode(),
    ):
        assert fates(content) == [("left_out", ["Deze persoon is zelf overleden."])]


def test_a_nought_for_a_place_is_no_death() -> None:
    heading = (*extracts.HEADING, "06.08.20", "06.08.30")
    assert fates(extracts.text(f"{extracts.line()};0;0", heading=heading).encode()) == [("due", [])]
    widow, elsewhere = f"{extracts.line()};;", f"{extracts.line()};0599;"
    ((decision, reasons),) = fates(extracts.text(widow, elsewhere, heading=heading).encode())
    assert (decision, reasons[0]) == ("left_out", "Deze persoon is zelf overleden.")


@pytest.mark.parametrize("told", [{}, None, {"indicatieOverleden": False}])
def test_no_death_is_no_death(told: Any) -> None:
    (fate,) = fates(notations.lines([notations.resource(notations.person()) | {"overlijden": told}]))
    assert "Deze persoon is zelf overleden." not in fate[1]


@pytest.mark.parametrize(
    ("birth", "decision", "reason"),
    [
        ("20100101", "left_out", "Deze persoon is minderjarig."),
        ("20090000", "left_out", "Deze persoon is minderjarig."),
        ("20080000", "due", None),  # on the last day of the year she turned eighteen in it
        ("2015", "held", "De geboortedatum klopt niet."),
        ("14-06-1950", "held", "De geboortedatum klopt niet."),
        ("20100631", "held", "De geboortedatum klopt niet."),
        ("20071231", "due", None),
        ("19500000", "due", None),
        ("00000000", "due", None),
        ("", "due", None),
    ],
)
def test_nobody_who_may_be_minor_is_written_to(birth: str, decision: str, reason: str | None) -> None:
    content = extracts.text(extracts.line(e01_03_10=birth)).encode()
    if decision == "due":
        assert fates(content) == [("due", [])]
    else:
        assert fates(content) == [(decision, [reason])]


def test_who_may_turn_eighteen_later_is_looked_at() -> None:
    content = extracts.text(extracts.line(e01_03_10="20080000")).encode()
    assert fates(content, date(2026, 12, 30)) == [("held", ["Deze persoon is misschien minderjarig."])]


@pytest.mark.parametrize("nothing", ["onbekend", "-", "nvt", "geen", "0", "000000000", "123456789"])
def test_a_word_for_no_number_ties_nobody_together(nothing: str) -> None:
    other = {"01.01.20": nothing, "01.02.40": "Ander", "05.08.10": "", "06.08.10": ""}
    delivery, persons, _ = notations.read(own({"01.01.20": nothing}, other))
    assert (delivery.persons, [person.name.surname for person in persons]) == (2, ["Proefpersoon", "Ander"])


@pytest.mark.parametrize("number", ["²000000001", "1000000²", "٣٣٣"])
def test_a_digit_of_another_kind_in_a_number_stops_no_delivery(number: str) -> None:
    content = extracts.text(extracts.line(e01_01_10=number, e01_01_20=number, e08_11_20=number))
    ((decision, _),) = fates(content.encode())
    assert decision == "held"


@pytest.mark.parametrize(("element", "value"), [("07.70.10", "7"), ("06.08.10", "20260901"), ("07.67.20", "E")])
def test_who_is_secret_or_dead_in_one_of_her_rows_is(element: str, value: str) -> None:
    second = extracts.line(**{f"e{element.replace('.', '_')}": value})
    ((decision, _),) = fates(extracts.text(extracts.line(), second).encode())
    assert decision == "left_out"


def test_rows_of_which_the_history_can_not_be_told_apart_are_looked_at() -> None:
    content = extracts.stacked({"key": "p1", **extracts.WIDOW}, {"07.70.10": "7"}).replace(";05.H;", ";05.X;")
    ((decision, reasons),) = fates(content.encode())
    assert (decision, reasons) == ("held", ["Bij deze persoon is niet te zien welke regels over vroeger gaan."])


@pytest.mark.parametrize("day", ["0001-01-01", "1850-01-01", "9999-12-31"])
def test_a_day_of_another_age_is_no_day_to_check_on(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        check.run(["x.csv", "--on", day])
    assert "geef de datum als 2027-01-31" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        b'{"personen":' + b'[{"naam":[1,1,1,1,1,1,1,1,1,1,1,1,' * 400 + b"1" * 400_000,
        b"00000000Sv01A2027010199999\xff" * 100_000,
        b"00000000Sv01A2027010199999010110110001x\xff" * 50_000,
    ],
    ids=["nested", "headers", "beginnings"],
)
def test_what_is_nothing_but_damage_costs_seconds(content: bytes) -> None:
    began = time.process_time()
    with contextlib.suppress(Refused):
        list(formats.read(io.BytesIO(content)))
    assert time.process_time() - began < 10  # it was minutes
