"""What a delivery should not hold, each with what becomes of it: through the dry run, as a clerk would try it out."""

import io
import json
import time
from pathlib import Path
from typing import Any

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.lib.spreadsheets import source
from bezoekdienst.lib.spreadsheets.excel import package
from letters.registry import check, formats
from tests.lib.spreadsheets import handmade
from tests.registry import extracts, notations

ON = ["--on", "2026-12-31", "--municipality", "0202:Arnhem", "--json"]
OTHER = extracts.line(e01_01_10="2000000038", e01_01_20="", e01_02_40="Ander")
DAMAGED_NAME, DAMAGED_ADDRESS = "De naam lijkt beschadigd.", "Het adres lijkt beschadigd."
WRONG_DATE = "De datum van overlijden van de partner klopt niet."
NO_POSTCODE, NO_ADDRESS = "De postcode ontbreekt of kan niet bestaan.", "Uit deze gegevens is geen adres te maken."
NO_NAME = "Uit deze gegevens is geen naam te maken."


class Told:
    """What the dry run says about a file: its exit code, an object a person, and the words beside them."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.code = check.run([str(path), *ON])
        out, self.said = capsys.readouterr()
        self.rows: list[dict[str, Any]] = sorted(map(json.loads, out.splitlines()), key=lambda row: row["row"])

    def fate(self, row: int) -> tuple[str, list[str]]:
        found = next(told for told in self.rows if told["row"] == row)
        return found["decision"], [reason["text"] for reason in found["reasons"]]


@pytest.fixture
def tell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def told(content: bytes, name: str = "uittreksel.csv") -> Told:
        path = tmp_path / name
        path.write_bytes(content)
        return Told(path, capsys)

    return told


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"e01_02_40": "Bér\ufffdk"}, DAMAGED_NAME, id="a lost character"),
        pytest.param({"e01_02_40": "BÃ©rk"}, DAMAGED_NAME, id="UTF-8 read as windows-1252"),
        pytest.param({"e01_02_40": "LeFÁevre"}, DAMAGED_NAME, id="a teletex accent taken for a letter"),
        pytest.param({"e01_02_40": "Jans?n"}, DAMAGED_NAME, id="a question mark for a letter"),
        pytest.param({"e01_02_40": "Bo\x07s"}, DAMAGED_NAME, id="a control character"),
        pytest.param({"e01_02_40": "<b>Bos</b>"}, DAMAGED_NAME, id="markup in a name"),
        pytest.param({"e01_02_40": "=1+1"}, DAMAGED_NAME, id="a formula in a name"),
        pytest.param({"e05_02_40": "<script>"}, DAMAGED_NAME, id="markup in a partner's name that is used"),
        pytest.param({"e08_11_10": "Linde<br>laan"}, DAMAGED_ADDRESS, id="markup in a street"),
        pytest.param({"e08_11_10": "Lindeâ€™laan"}, DAMAGED_ADDRESS, id="a damaged street"),
        pytest.param({"e01_02_40": ".", "e01_61_10": "E"}, NO_NAME, id="surname that is not known"),
        pytest.param({"e08_11_20": "0"}, NO_ADDRESS, id="house number 0"),
        pytest.param({"e08_11_60": "6811SA"}, NO_POSTCODE, id="postcode SA"),
        pytest.param({"e08_11_60": "6811SD"}, NO_POSTCODE, id="postcode SD"),
        pytest.param({"e08_11_60": "6811 ss"}, NO_POSTCODE, id="postcode SS"),
        pytest.param({"e05_07_10": "2015"}, WRONG_DATE, id="a bare year"),
        pytest.param({"e05_07_10": "20260231"}, WRONG_DATE, id="a day that does not exist"),
        pytest.param({"e05_07_10": "20260014"}, WRONG_DATE, id="a day without a month"),
        pytest.param({"e05_07_10": "14-06-2026"}, WRONG_DATE, id="a date as no register writes it"),
        pytest.param({"e01_01_20": "111222334"}, "Er klopt iets niet in het burgerservicenummer.", id="a wrong BSN"),
    ],
)
def test_a_doubtful_value_holds_its_person_and_nobody_else(tell: Any, changes: dict[str, str], reason: str) -> None:
    told = tell(extracts.text(extracts.line(**changes), OTHER).encode())
    decision, reasons = told.fate(1)
    assert (told.code, decision, reason in reasons, told.fate(2)) == (0, "held", True, ("due", []))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("a;b;c", "Deze regel heeft 3 kolommen, de kopregel heeft er 40."),
        (OTHER + ";te veel", "Deze regel heeft 41 kolommen, de kopregel heeft er 40."),
        (OTHER.replace("Lindelaan", 'Linde"laan"'), None),
        (OTHER.replace("Lindelaan", '"Lindelaan'), "staat een aanhalingsteken dat niet goed is afgesloten."),
        (OTHER.replace("Lindelaan", "Linde\0laan"), "In deze regel staan onleesbare tekens."),
        (";".join(extracts.HEADING), "Dit is de kopregel, die hier nog een keer staat."),
        ("", "Deze regel is leeg."),
        ("x" * (source.MAX_LINE + 1), "Deze regel is te lang om te kunnen lezen."),
    ],
)
def test_a_line_that_can_not_be_read_costs_itself_only(tell: Any, line: str, reason: str | None) -> None:
    last = extracts.line(e01_01_10="3000000057", e01_01_20="", e01_02_40="Derde")
    told = tell(extracts.text(extracts.line(), line, last).encode())
    assert (told.code, told.fate(1)[0], told.fate(3)[0], len(told.rows)) == (0, "due", "due", 3)
    decision, reasons = told.fate(2)
    assert (decision, reason in reasons[0]) == ("rejected", True) if reason else decision != "rejected"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_never_changes_a_name(tell: Any, encoding: str) -> None:
    told = tell(extracts.text(extracts.line(e01_02_40="Müller", e01_61_10="E")).encode(encoding))
    assert (told.fate(1), told.rows[0]["aanschrijfnaam"]) == (("due", []), "G.R. Müller")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_ends_never_lose_a_line(tell: Any, encoding: str, end: str) -> None:
    told = tell(extracts.text(extracts.line(), OTHER).replace("\r\n", end).encode(encoding))
    assert (told.code, [told.fate(1), told.fate(2)]) == (0, [("due", []), ("due", [])])


def test_the_wrong_encoding_is_seen_and_held(tell: Any) -> None:
    content = extracts.text(extracts.line(e01_02_40="Müller"), OTHER).encode("utf-8-sig").replace(b"\xc3\xbc", b"\xfc")
    told = tell(content)
    assert (DAMAGED_NAME in told.fate(1)[1], told.fate(2)) == (True, ("due", []))


def _locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)


def _bomb() -> bytes:
    rows = handmade.table(list(extracts.OWN.values())) + " " * 40_000_000
    return handmade.book(rows)


def _renamed(old: str, new: str) -> bytes:
    return extracts.text(extracts.line()).replace(old, new).encode()


UNKNOWN = "Dit bestand herkennen we niet."
REFUSED = {
    "empty": (b"", "Het bestand is leeg."),
    "only blanks": (b"\r\n \r\n", "Het bestand is leeg."),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, UNKNOWN),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\n" * 50, UNKNOWN),
    "a locked workbook": (_locked(), "Dit bestand is met een wachtwoord beveiligd."),
    "two files in a zip": (notations.zipped({"a.csv": b"x", "b.csv": b"y"}), "meer bestanden met gegevens"),
    "a required column is not there": (_renamed("06.08.10", "06.08.20"), "datum eigen overlijden (06.08.10)"),
    "a heading twice": (_renamed("08.83.10", "08.11.10"), "Meer dan een kolom noemt dit gegeven: straatnaam"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_what_can_not_be_understood_is_refused_whole_with_a_sentence(tell: Any, content: bytes, said: str) -> None:
    told = tell(content)
    assert (told.code, told.rows, said in told.said) == (2, [], True)


def test_ten_thousand_columns_are_read_past(tell: Any) -> None:
    heading = (*extracts.HEADING, *(f"99.{n // 100:02}.{n % 100:02}" for n in range(10_000)))
    told = tell(extracts.text(extracts.line() + ";" * 10_000, heading=heading).encode())
    assert (told.code, told.fate(1)) == (0, ("due", []))


def test_markup_in_a_name_is_told_as_it_stands(tell: Any) -> None:
    told = tell(extracts.text(extracts.line(e01_02_40="<b>Bos</b>", e01_61_10="E")).encode())
    assert told.rows[0]["aanschrijfnaam"] == "G.R. <b>Bos</b>"


def test_eight_digits_are_a_number_that_lost_its_zero(tell: Any) -> None:
    assert tell(extracts.text(extracts.line(e01_01_20="12345672")).encode()).fate(1) == ("due", [])


def test_a_formula_with_its_outcome_counts_as_that_outcome(tell: Any) -> None:
    cells = [(element, extracts.OWN_WIDOW.get(element, "")) for element in extracts.OWN]
    heading = handmade.row(1, *(handmade.text(f"{chr(65 + n)}1", name) for n, name in enumerate(extracts.OWN.values())))
    told_cells = [handmade.text(f"{chr(65 + n)}2", value) for n, (_, value) in enumerate(cells) if value]
    number = list(extracts.OWN).index("08.11.20")
    plain = handmade.text(f"{chr(65 + number)}2", "7")
    place = told_cells.index(plain)
    told_cells[place] = f'<c r="{chr(65 + number)}2"><f>3+4</f><v>7</v></c>'
    told = tell(handmade.book(heading + handmade.row(2, *told_cells)), "tabel.xlsx")
    assert (told.fate(1), told.rows[0]["adresregels"]) == (("due", []), ["Lindelaan 7", "6811 AB  ARNHEM"])


class Endless(io.RawIOBase):
    """As many bytes as wished, none of which is kept."""

    def __init__(self, size: int, line: bytes) -> None:
        self.size, self.line, self.at = size, line, 0

    def read(self, size: int = -1, /) -> bytes:
        given = min(self.size - self.at, size if size >= 0 else self.size)
        start = self.at % len(self.line)
        self.at += given
        return (self.line * (given // len(self.line) + 2))[start : start + given]

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self.at = offset
        return offset

    def tell(self) -> int:
        return self.at

    def seekable(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        (
            Endless(257 * 1024 * 1024, b"01.02.40;" * 100),
            "Het bestand is te groot: meer dan 256 MB. Lever het in delen.",
        ),
        (Endless(250_002 * 20, b"01.02.40;05.02.40;x\n"), "Het bestand heeft te veel regels: meer dan 250.000."),
    ],
)
def test_what_passes_a_limit_is_refused_before_anything_is_read(stream: Endless, said: str) -> None:
    began = time.process_time()
    with pytest.raises(Refused, match=said):
        formats.read(stream)  # type: ignore[arg-type]
    assert time.process_time() - began < 2  # the promise to the clerk; of this process alone, so others don't count


@pytest.mark.parametrize(
    "content",
    [
        b'[{"berichtType":' * 1_000_000,
        b'{"berichtType":"' * 1_000_000,
        b'{"berichtType":"Sv01","plData":' + b'{"a":' * 1_000_000,
        b'{"personen":[' + b'{"naam":{},' * 1_000_000,
        b'{"personen":[' + b'{"naam":"' * 1_000_000,
    ],
    ids=["lists", "texts", "depth", "persons", "names"],
)
def test_json_that_is_nothing_but_damage_is_refused_in_seconds(content: bytes) -> None:
    began = time.process_time()
    with pytest.raises(Refused):
        list(formats.read(io.BytesIO(content)))
    assert time.process_time() - began < 5  # it was three minutes


def test_a_bomb_of_a_workbook_is_refused_with_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 20 * 1024 * 1024)
    with pytest.raises(Refused, match="Uitgepakt is dit Excel-bestand te groot: meer dan 20 MB"):
        formats.read(io.BytesIO(_bomb()))
