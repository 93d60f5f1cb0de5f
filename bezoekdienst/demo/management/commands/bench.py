"""`./dev bench NAME [--json]`: a table for people; with `--json` one object on the last line."""

import importlib
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

NAMES = ("letters", "matching", "registry")


class Command(BaseCommand):
    help = (
        "Measure something. NAME is one of: "
        + ", ".join(NAMES)
        + ". Options: --rows N --xlsx N, --count N, --volunteers N --residents M."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=NAMES)
        parser.add_argument("--json", action="store_true")
        for option in ("rows", "xlsx", "count", "volunteers", "residents"):
            parser.add_argument(f"--{option}", type=int)

    def handle(self, *args: Any, name: str, json: bool, **options: Any) -> None:
        bench = importlib.import_module(f"bezoekdienst.demo.benches.{name}")
        chosen = {option: options[option] or default for option, default in bench.OPTIONS.items()}
        figures = bench.run(**chosen)
        lines = bench.table(figures) if hasattr(bench, "table") else _lines({**chosen, **figures})
        self.stdout.write("\n".join(lines))
        if json:
            self.stdout.write(_line({**chosen, **figures}))


def _lines(figures: dict[str, Any]) -> list[str]:
    return [f"{what:18} {'not measured' if figure is None else figure}" for what, figure in figures.items()]


def _line(figures: dict[str, Any]) -> str:
    return json.dumps(figures)
