"""Every bench runs, small, and ends with one JSON object; nothing here looks at the clock."""

import io
import json
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from bezoekdienst.demo.benches import letters, matching, peers
from letters import rendering
from tests.services import programs

KEYS = {
    "registry": {"rows_per_s", "bare_rows_per_s", "peak_mb"},
    "letters": {"count", "ours_ms", "ours_cpu_ms", "plain_cpu_ms", "typst_ms", "peak_mb"},
    "matching": {"ours_s", "raw_s", "greedy_s", "peak_mb", "optimal"},
}
SMALL = {
    "registry": {"rows": 200, "xlsx": 50},
    "letters": {"count": 2},
    "matching": {"volunteers": 12, "residents": 8},
}


@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_bench_ends_with_one_json_object(name: str) -> None:
    out = io.StringIO()
    call_command("bench", name, json=True, stdout=out, **SMALL[name])
    figures = json.loads(out.getvalue().splitlines()[-1])
    assert KEYS[name] <= figures.keys()


def test_letters_are_shown_as_a_table_of_ways_and_a_peer_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(peers, "has_typst", lambda: False)
    out = io.StringIO()
    call_command("bench", "letters", json=True, stdout=out, count=1)
    *lines, last = out.getvalue().splitlines()
    assert [line.split("  ")[0] for line in lines[2:5]] == ["a letter", "ours", "plain WeasyPrint"]
    assert lines[-1] == "typst isn't installed, so it isn't measured: ./dev install bench."
    assert json.loads(last)["typst_ms"] is None


def test_the_peer_prints_the_same_words_on_the_same_sides(tmp_path: Path) -> None:
    sheet, stationery = letters.sheet(7), letters.stationery()
    (tmp_path / "plain.pdf").write_bytes(peers.plain(sheet, stationery))
    rendering.render_box([sheet], stationery, tmp_path / "ours.pdf")
    program = programs.find("pdftotext", package="poppler-utils")
    # by their characters: columns and breaks within a word are read in another order
    plain, ours = (
        [sorted("".join(page.split())) for page in run_text(program, tmp_path / name).split("\f")]
        for name in ("plain.pdf", "ours.pdf")
    )
    assert len(plain) == 3  # two sides, and what follows the last of them
    assert plain == ours


def run_text(program: str, path: Path) -> str:
    return subprocess.run([program, str(path), "-"], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    ("volunteers", "residents"), [(60, 50), (40, 150), pytest.param(600, 1500, marks=pytest.mark.long)]
)
def test_the_joint_plan_of_a_made_up_town_is_certified(
    volunteers: int, residents: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "NETWORKX_AT_MOST", 0)  # it proves nothing here, and takes most of the time
    figures = matching.run(volunteers=volunteers, residents=residents)
    assert figures["placed"] > 5
    assert figures["optimal"] is True
    assert figures["total"] >= figures["greedy_total"]
