"""`bezoekdienst keys rotate`: after a new key was put in front of FIELD_KEYS."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bezoekdienst.accounts import keys
from bezoekdienst.fields import WrongKey


class Command(BaseCommand):
    help = "Re-encrypt every encrypted column under the first of FIELD_KEYS; afterwards the older keys can go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["rotate"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = keys.rotate()
        except WrongKey as error:
            raise CommandError(f"{error} Wat al overgezet is, blijft goed; zet de ontbrekende sleutel erbij.") from None
        for column, count in sorted(counts.items()):
            self.stdout.write(f"{count:>8}  {column}")
        self.stdout.write(f"{sum(counts.values()):>8}  samen, nu onder de eerste sleutel")
