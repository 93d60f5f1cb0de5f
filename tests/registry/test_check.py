import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from letters.registry import check
from tests.registry import extracts

SAMPLE = Path(__file__).resolve().parents[2] / ".." / "shared" / "registry" / "rvig_testset_rubrieken.csv"
ON = ["--on", "2026-12-31", "--municipality", "0202:Arnhem"]


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    path = tmp_path / "uittreksel.csv"
    other = extracts.line(e01_01_10="1000000020", e01_01_20="", e06_08_10="20260901")
    content = extracts.text(extracts.line(), other, "a;b", extracts.line(e08_10_10="B", e01_01_10="7", e01_01_20=""))
    path.write_bytes(content.encode("utf-8-sig"))
    return path


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_person_is_one_object_with_exactly_these_keys(delivery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run([str(delivery), *ON, "--json"]) == 0
    first, second, third, fourth = sorted(objects(capsys.readouterr().out), key=lambda told: told["row"])
    assert first == {
        "row": 1,
        "decision": "due",
        "reasons": [],
        "voorletters": "G.R.",
        "volledige_naam": "Griet Roos Proefpersoon",
        "aanschrijfnaam": "G.R. van Voorbeeld-Proefpersoon",
        "aanspreekvorm": None,
        "aanhef": "Geachte mevrouw Van Voorbeeld-Proefpersoon",
        "lopende_tekst": "mevrouw Van Voorbeeld-Proefpersoon",
        "adresregels": ["Lindelaan 7", "6811 AB  ARNHEM"],
        "land": None,
        "kix": "6811AB7",
        "text_variant": "jong",
    }
    assert (second["decision"], second["aanhef"]) == ("left_out", "Geachte mevrouw Van Voorbeeld-Proefpersoon")
    reasons = [{"rule": "L12", "text": "Deze regel heeft 2 kolommen, de kopregel heeft er 40."}]
    assert third == {**dict.fromkeys(first), "row": 3, "decision": "rejected", "reasons": reasons}
    assert fourth["reasons"][0] == {"rule": "L6", "text": "Dit is een briefadres, geen woonadres."}


def test_a_loss_that_comes_twice_in_one_file_is_due_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "dubbel.csv"
    other = extracts.line(e01_01_10="9000000011", e01_01_20="", e01_02_40="Ander")
    path.write_text(extracts.text(extracts.line(), other, extracts.line()))
    assert check.run([str(path), *ON, "--json"]) == 0
    assert [told["decision"] for told in objects(capsys.readouterr().out)] == ["due", "due", "left_out"]


def test_for_people_it_prints_a_row_a_person_and_the_sums(delivery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run([str(delivery), *ON]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "regel 1: brief (jong)\n    G.R. van Voorbeeld-Proefpersoon | Lindelaan 7 | 6811 AB  ARNHEM | "
    )
    assert out.splitlines()[-1] == (
        "rubrieken-CSV: 4 regels, 3 personen, 0 vervolgregels, 1 onleesbare regel; "
        "1 brief, 1 wacht op een besluit, 1 geen brief."
    )


def test_what_a_terminal_would_obey_is_shown_as_a_lost_sign(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "uittreksel.csv"
    content = extracts.text(extracts.line(e01_02_40="Voor\x1b[2Jbeeld", e08_11_10="Linde\x9b2Jlaan", e01_61_10="E"))
    path.write_bytes(content.encode("utf-8-sig"))
    assert check.run([str(path), *ON]) == 0
    out = capsys.readouterr().out
    assert "Voor\ufffd[2Jbeeld" in out and "Linde\ufffd2Jlaan" in out
    assert {"\x1b", "\x9b"} & set(out) == set()


def test_no_number_of_anybody_is_printed(delivery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check.run([str(delivery), *ON])
    check.run([str(delivery), *ON, "--json"])
    printed = "".join(capsys.readouterr())
    assert not [number for number in ("111222333", "123456782", "1000000019") if number in printed]


def test_without_a_date_it_is_today(delivery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run([str(delivery), "--json"], today=lambda: date(2030, 1, 1)) == 0
    assert objects(capsys.readouterr().out)[0]["reasons"] == [
        {"rule": "L1", "text": "Het overlijden is te lang geleden."}
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "Het bestand is leeg.\n"), (b"01.02.40;05.07.10\n", "In het bestand ontbreekt: geslachtsnaam van de")],
)
def test_a_refused_file_gives_two_and_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    path = tmp_path / "fout.csv"
    path.write_bytes(content)
    assert check.run([str(path), "--json"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith(said)) == ("", True)


def test_a_file_that_is_not_there_gives_two_and_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run(["bestaat-niet.csv"]) == 2
    assert capsys.readouterr().err == "Het bestand bestaat-niet.csv is niet te openen.\n"


@pytest.mark.parametrize("wrong", [["--on", "gisteren"], ["--municipality", "Arnhem"]])
def test_a_wrong_option_gives_two(delivery: Path, wrong: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        check.run([str(delivery), *wrong])


@pytest.mark.skipif(not SAMPLE.exists(), reason="the public sample is not beside this checkout")
def test_every_person_of_the_public_sample_gets_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run([str(SAMPLE), "--on", "2026-11-23", "--json"]) == 0
    told = objects(capsys.readouterr().out)
    assert (len(told), len({row["row"] for row in told})) == (687, 687)


def test_reading_and_deciding_load_no_django() -> None:
    code = "import sys, letters.registry.check; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
