"""Letters by the box, beside one WeasyPrint call a letter. (The typesetter to beat is measured by a later bench.)"""

import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bezoekdienst.demo import cast
from bezoekdienst.demo.benches import peak_mb
from letters import codes, envelope, rendering
from letters.sheet.stationery import Sheet, Stationery

OPTIONS = {"count": 100}
ALONE = 8  # letters made one by one: enough for a median of something this slow


def run(*, count: int) -> dict[str, Any]:
    """Milliseconds a letter, wall and CPU, of both ways in one process; typst isn't measured here."""
    stationery, sheets = _stationery(), [_sheet(number) for number in range(count)]
    with TemporaryDirectory() as name:
        folder = Path(name)
        rendering.render_box(sheets[:1], stationery, folder / "warm.pdf")
        plain = _timed(lambda: _alone(sheets[:ALONE], stationery, folder))
        ours = _timed(lambda: _boxes(sheets, stationery, folder))
    return {
        "count": count,
        "ours_ms": round(ours[0] / count, 1),
        "ours_cpu_ms": round(ours[1] / count, 1),
        "plain_cpu_ms": round(plain[1] / min(ALONE, count), 1),
        "typst_ms": None,
        "ratio": round(plain[1] / min(ALONE, count) * count / ours[1], 2),
        "peak_mb": peak_mb(),
    }


def _timed(act: Callable[[], None]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def _boxes(sheets: list[Sheet], stationery: Stationery, folder: Path) -> None:
    for start in range(0, len(sheets), rendering.BOX_SIZE):
        rendering.render_box(sheets[start : start + rendering.BOX_SIZE], stationery, folder / f"{start}.pdf")


def _alone(sheets: list[Sheet], stationery: Stationery, folder: Path) -> None:
    for number, sheet in enumerate(sheets):
        rendering.render_box([sheet], stationery, folder / f"alone-{number}.pdf")


def _stationery() -> Stationery:
    texts: dict[str, Any] = {**cast.LETTERHEAD, "reply_address": tuple(cast.LETTERHEAD["reply_address"])}
    return Stationery(**texts, dated_on=date(2026, 10, 1), profile=envelope.C5_LEFT)


def _sheet(number: int) -> Sheet:
    return Sheet(
        address_lines=(f"A.B. van Verzonnen-Voorbeeld {number}", f"Fabelkade {number + 1}", "6821 AB  ARNHEM"),
        salutation="Geachte mevrouw Van Verzonnen-Voorbeeld",
        code=codes.make(random.Random(number)),  # noqa: S311 (a bench, not a code that goes out)
        text_variant="jong",
    )
