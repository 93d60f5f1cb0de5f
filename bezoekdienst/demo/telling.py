"""How the demo speaks: a numbered step, what it counts, and how long it took."""

import sys
import time
from dataclasses import dataclass, field
from typing import Any, TextIO


@dataclass(slots=True)
class Telling:
    """Prints as it goes and remembers the counts of every step for the summary."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    counts: dict[str, dict[str, Any]] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)

    def step(self, key: str, title: str) -> None:
        """Begin a step; `key` names it in the summary."""
        self.counts[key] = {}
        self.say("")
        self.say(f"{len(self.counts):2}. {title}   ({time.monotonic() - self._began:.0f} s)")

    def count(self, what: str, number: int | str, words: str = "") -> None:
        """One figure of the current step."""
        self.counts[next(reversed(self.counts))][what] = number
        self.say(f"      {number:>6}  {words or what}")

    def note(self, text: str) -> None:
        """A remark under the current step."""
        self.say(f"              {text}")

    def table(self, heading: list[str], rows: list[list[str]]) -> None:
        """A small table, columns as wide as they need."""
        widths = [max(len(row[index]) for row in [heading, *rows]) for index in range(len(heading))]
        for row in [heading, ["-" * width for width in widths], *rows]:
            self.say("      " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

    def say(self, line: str) -> None:
        """Print one line at once, also into a pipe."""
        self.out.write(line + "\n")
        self.out.flush()
