"""Where a letter is written to."""

from pathlib import Path

import pytest


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "print"
    folder.mkdir()
    return folder / "doos-1.pdf"
