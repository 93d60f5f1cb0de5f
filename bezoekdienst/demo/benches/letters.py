"""Letters by the box, beside one plain WeasyPrint call a letter and beside typst, in one run."""

import contextlib
import io
import multiprocessing
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from bezoekdienst.demo import cast
from bezoekdienst.demo.benches import peak_mb, peers
from letters import codes, envelope, rendering
from letters.sheet.stationery import Sheet, Stationery

OPTIONS = {"count": 100}
PLAIN = 12  # letters made one by one: enough for a mean of something this slow
WITHOUT_TYPST = "typst isn't installed, so it isn't measured: ./dev install bench."


class Took(NamedTuple):
    """Milliseconds a letter, by the clock and of the processor."""

    wall: float
    cpu: float


def run(*, count: int) -> dict[str, Any]:
    """Milliseconds a letter of each way, and the most memory this process ever held: it made our letters alone."""
    paper, sheets = stationery(), [sheet(number) for number in range(count)]
    half = (min(PLAIN, count) + 1) // 2
    spawn = multiprocessing.get_context("spawn")
    with TemporaryDirectory() as folder, ProcessPoolExecutor(1, mp_context=spawn) as other:
        other.submit(_plain, sheets[:1], paper).result()  # what is loaded once is loaded now
        _boxes(sheets[:1], paper, folder)
        # half before and half after ours: who shares the machine disturbs both alike
        before = other.submit(_plain, sheets[:half], paper).result()
        ours = _boxes(sheets, paper, folder)
        after = other.submit(_plain, sheets[-half:], paper).result()
        typst = other.submit(_typst, sheets, paper).result() if peers.has_typst() else None
    plain = Took(*(round((one + two) / 2, 1) for one, two in zip(before, after, strict=True)))
    return {
        "count": count,
        "box_size": rendering.BOX_SIZE,
        "ours_ms": ours.wall,
        "ours_cpu_ms": ours.cpu,
        "plain_ms": plain.wall,
        "plain_cpu_ms": plain.cpu,
        "typst_ms": typst and typst.wall,
        "typst_cpu_ms": typst and typst.cpu,
        "ratio": round(plain.cpu / ours.cpu, 2),
        "peak_mb": peak_mb(),
    }


def table(figures: dict[str, Any]) -> list[str]:
    """The figures for people: a row a way."""
    rows = [
        ("a letter", "ms", "cpu ms", "x plain", "peak MB"),
        ("ours", figures["ours_ms"], figures["ours_cpu_ms"], figures["ratio"], figures["peak_mb"]),
        ("plain WeasyPrint", figures["plain_ms"], figures["plain_cpu_ms"], 1, ""),
    ]
    if figures["typst_ms"] is not None:
        times = round(figures["plain_cpu_ms"] / max(figures["typst_cpu_ms"], 0.1), 2)
        rows.append(("typst", figures["typst_ms"], figures["typst_cpu_ms"], times, ""))
    lines = [f"{row[0]:18}" + "".join(f"{cell:>10}" for cell in row[1:]) for row in rows]
    heading = f"{figures['count']} letters, {figures['box_size']} to a box; plain: {PLAIN} of them at most"
    return [heading, "", *lines] + ([] if figures["typst_ms"] is not None else [WITHOUT_TYPST])


def _boxes(sheets: Sequence[Sheet], stationery: Stationery, folder: str) -> Took:
    with _timed(len(sheets)) as took:
        for start in range(0, len(sheets), rendering.BOX_SIZE):
            box = sheets[start : start + rendering.BOX_SIZE]
            rendering.render_box(box, stationery, Path(folder) / f"{start}.pdf")
    return took[0]


def _plain(sheets: Sequence[Sheet], stationery: Stationery) -> Took:
    with _timed(len(sheets)) as took:
        for each in sheets:
            peers.plain(each, stationery)
    return took[0]


def _typst(sheets: Sequence[Sheet], stationery: Stationery) -> Took:
    with _timed(len(sheets)) as took:
        peers.typst(sheets, stationery)
    return took[0]


@contextlib.contextmanager
def _timed(count: int) -> Iterator[list[Took]]:
    """What is done inside, a letter, in a list that is filled at the end."""
    took: list[Took] = []
    wall, cpu = time.perf_counter(), time.process_time()
    yield took
    took.append(
        Took(*(round(1000 * each / count, 1) for each in (time.perf_counter() - wall, time.process_time() - cpu)))
    )


def stationery() -> Stationery:
    """A letterhead as a service has one, with logo and signature."""
    texts: dict[str, Any] = {**cast.LETTERHEAD, "reply_address": tuple(cast.LETTERHEAD["reply_address"])}
    return Stationery(
        **texts,
        dated_on=date(2026, 10, 1),
        profile=envelope.C5_LEFT,
        logo=_drawn((660, 160), "#1f5a5a"),
        signature=_drawn((500, 130), "#1b242b"),
    )


def _drawn(size: tuple[int, int], color: str) -> bytes:
    """A picture with clear ground, as sharp as print needs it: a municipality's logo is no simpler."""
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    for step in range(5, size[0] - size[1], 12):
        pen.arc((step, 5, step + size[1] - 10, size[1] - 5), step % 360, step % 360 + 210, fill=color, width=3)
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def sheet(number: int) -> Sheet:
    """The letter of a person who doesn't exist."""
    return Sheet(
        address_lines=(f"A.B. van Verzonnen-Voorbeeld {number}", f"Fabelkade {number + 1}", "6821 AB  ARNHEM"),
        salutation="Geachte mevrouw Van Verzonnen-Voorbeeld",
        code=codes.make(random.Random(number)),  # noqa: S311 (a bench, not a code that goes out)
        text_variant="jong",
    )
