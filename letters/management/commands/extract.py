"""`bezoekdienst extract take-in FILE [--state-on DATE]`: hand in a delivery from the command line.

`extract check`, the dry run, needs no database and is run by `bezoekdienst.__main__`. Exit code 0 taken in, 2 refused.
"""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, Refused
from letters.deliveries import drops, extracts
from letters.models import Extract
from letters.registry.formats import tables

POINT_OUT = "Lees het bestand in op de pagina Aanleveren en wijs daar aan wat elke kolom is."


class Command(BaseCommand):
    help = "Een aanlevering inlezen. Proef lezen, zonder iets te bewaren: bezoekdienst extract check FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        take_in = parser.add_subparsers(required=True).add_parser("take-in", help="inlezen en bewaren wat nodig is")
        take_in.add_argument("file", type=Path, metavar="FILE")
        take_in.add_argument(
            "--state-on",
            type=date.fromisoformat,
            metavar="DATE",
            help="van welke dag het bestand is, 2027-01-31; zonder: de datum in de naam, zoals brp-20270131.csv",
        )

    def handle(self, *args: Any, file: Path, state_on: date | None, **options: Any) -> None:
        try:
            taken = _take_in(file, state_on)
        except Refused as refused:
            lines = [reason.text for reason in refused.reasons]
            self.stderr.write("\n".join([*lines, *([POINT_OUT] if isinstance(refused, tables.Unmapped) else ())]))
            sys.exit(2)
        self.stdout.write(_told(taken))


def _take_in(file: Path, state_on: date | None) -> Extract:
    now = timezone.now()
    state_on = state_on or drops.state_on(file.name)
    try:
        with file.open("rb") as stream:
            return extracts.take_in(stream, state_on=state_on, by=None, at=now, on=timezone.localdate(now))
    except OSError:
        raise Refused(Reason("L12", f"Het bestand {file.name} is niet te lezen.")) from None


def _told(taken: Extract) -> str:
    """Every sum of L12, in two lines."""
    read = (
        f"{taken.lines} regels: {taken.persons} personen, {taken.continuation_lines} vervolgregels, "
        f"{taken.rejected_lines} niet te lezen."
    )
    heaps = f"{taken.due} krijgen een brief, {taken.held} wachten op een besluit, {taken.left_out} krijgen geen brief."
    return f"Aanlevering van {wording.day(taken.state_on)}, {read}\n{heaps}"
