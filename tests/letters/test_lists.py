"""The papers beside the letters."""

from pathlib import Path

from letters import rendering
from letters.sheet import lists
from tests.letters import paper, stationeries


def test_cover_sheet_and_pull_list_are_files_of_their_own(tmp_path: Path) -> None:
    stationery = stationeries.stationery()
    boxes = [
        lists.Box(1, 250, 500, "1231 AA", "1233 ZZ", "ab" * 32),
        lists.Box(2, 1, 2, "1234 AB", "1234 AB", "cd" * 32),
        lists.Box(3, 80, 0, "1234 AC", "1239 AB", ""),
        lists.Box(4, 25, 100, "1231 AA", "1239 AB", "ef" * 32),
    ]
    cover = rendering.cover_sheet(boxes, stationery, tmp_path / "cover.pdf", round_name="april 2027")
    pulls = [
        lists.Pull(2, 1, ("A. Voorbeeld", "Dorpsstraat 1", "1234 AB  DORP")),
        lists.Pull(1, 7, ("B. Voorbeeld", "Dorpsstraat 2", "1234 AB  DORP")),
    ]
    pulled = rendering.pull_list(pulls, stationery, tmp_path / "pulls.pdf", round_name="april 2027")
    assert (cover.pages, pulled.pages) == (1, 1)
    counted = paper.text(tmp_path / "cover.pdf", 1)
    assert "276 brieven in 3 dozen. 1 doos is nog niet gemaakt" in counted
    assert {"Samen", "276", "602"} <= set(counted.split())
    assert "In doos 4 zijn de brieven in grote letters: twee vellen per brief" in " ".join(counted.split())
    found = paper.text(tmp_path / "pulls.pdf", 1)
    assert "Haal 2 enveloppen eruit." in found
    assert found.index("B. Voorbeeld") < found.index("A. Voorbeeld")


def test_an_empty_pull_list_says_that_all_may_go(tmp_path: Path) -> None:
    rendering.pull_list([], stationeries.stationery(), tmp_path / "pulls.pdf", round_name="april 2027")
    assert "Er hoeft geen envelop uit." in paper.text(tmp_path / "pulls.pdf", 1)
