"""`./dev demo` as a newcomer runs it: once in full, and again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from bezoekdienst.demo import mailing

ROOT = Path(__file__).resolve().parents[2]


def _play(var: Path) -> str:
    environment = {**os.environ, "SERVE": "0", "VAR_DIR": str(var), "DATABASE_URL": f"sqlite:///{var}/demo.sqlite3"}
    environment.pop("MEDIA_DIR", None)
    done = subprocess.run(
        [sys.executable, "-m", "bezoekdienst", "demo"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    var = tmp_path_factory.mktemp("demo")
    _play(var)
    return var


def _summary(var: Path) -> dict:
    return json.loads((var / "summary.json").read_text("utf-8"))


def test_the_print_files_hold_exactly_letters_times_sides(played: Path) -> None:
    summary = _summary(played)
    pages = 0
    for name in summary["letters_pdfs"]:
        with pikepdf.open(ROOT / name) as pdf:
            pages += len(pdf.pages)
    assert pages == summary["letters"] * summary["pages_per_letter"]


def test_every_sum_of_the_demo_reconciles(played: Path) -> None:
    steps = _summary(played)["steps"]
    read, round_, answers = steps["extract"], steps["round"], steps["replies"]
    assert read["lines"] == read["persons"] + read["continuation_lines"] + read["rejected_lines"]
    assert read["persons"] == read["due"] + read["held"] + read["left_out"]
    assert round_["frozen"] == round_["pulled"] + steps["print"]["posted"]
    answered = sum(answers[kind] for kind in ("yes", "more", "never", "returned"))
    assert steps["print"]["posted"] == answered + answers["silent"]
    assert (answered, answers["reconciles"]) == (6, "yes")
    assert steps["year"]["closed"] == 1
    assert steps["log"]["chain"] == "whole"


def test_a_second_run_tells_the_same_and_makes_nothing_new(played: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in played.rglob("*.pdf")}
    summary = _summary(played)
    assert "was made before" in _play(played)
    assert _summary(played) == summary
    assert {path: path.stat().st_mtime_ns for path in played.rglob("*.pdf")} == before


def test_no_bsn_of_the_extract_is_left_anywhere(played: Path) -> None:
    lines = mailing.SAMPLE.read_text("utf-8-sig").splitlines()
    heading = lines[0].split(";")
    column = heading.index("01.01.20")
    planted = {cells[column] for cells in (line.split(";") for line in lines[1:]) if len(cells) == len(heading)}
    numbers = [number.encode() for number in planted if len(number) == 9]
    assert len(numbers) > 300
    kept = [path for path in played.rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        content = path.read_bytes()
        assert not [number for number in numbers if number in content], path.name
