"""`bezoekdienst places import FILE`: the table that tells how far apart people live."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bezoekdienst.lib.errors import Refused
from volunteers import districts


class Command(BaseCommand):
    help = "Take over a table `pc4;lat;lon` (degrees, WGS 84); it replaces the one before it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["import"])
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            lines = file.read_text("utf-8-sig").splitlines()
            count = districts.take_over(lines, by=None, at=timezone.now())
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} can't be read: {error}") from None
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{count} postcodegebieden overgenomen.")
