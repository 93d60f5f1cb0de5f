"""`bezoekdienst subject show|plan|erase resident|volunteer PK`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bezoekdienst.lib.errors import Refused
from bezoekdienst.retention.subjects import dossier, erasing, handing_out
from bezoekdienst.retention.subjects.held import Person
from bezoekdienst.visiting.models import Resident
from letters.sheet import storage
from volunteers.models import Volunteer

WHO = {"resident": Resident, "volunteer": Volunteer}


class Command(BaseCommand):
    help = "Everything that is held of one person: make it a file, or erase it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for act in ("show", "plan", "erase"):
            one = acts.add_parser(act)
            one.add_argument("who", choices=WHO)
            one.add_argument("pk", type=int, help="the number in the address of her page")
            if act == "show":
                one.add_argument("file", type=Path, help="ends in .pdf or .json; nobody has looked it through")
            if act == "erase":
                one.add_argument("--sure", action="store_true", help="there is no way back")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        try:
            getattr(self, f"_{act}")(**options)
        except Refused as refused:
            raise CommandError(str(refused)) from None

    def _show(self, who: str, pk: int, file: Path, **options: Any) -> None:
        person, now, kind = _person(who, pk), timezone.now(), file.suffix.removeprefix(".")
        if kind not in handing_out.KINDS:
            raise CommandError(f"not a {' or '.join(handing_out.KINDS)}: {file}")
        seen = dossier.of(person, on=timezone.localdate(now)).seen
        storage.write(handing_out.hand_out(person, kind=kind, struck=(), seen=seen, by=None, at=now), file)

    def _plan(self, who: str, pk: int, **options: Any) -> None:
        looked = erasing.plan(_person(who, pk))
        for heading, count in looked.goes:
            self.stdout.write(f"{count:>8}  {heading}")
        for sentence in (*looked.first, *looked.stays, *(reason.text for reason in looked.refusals)):
            self.stdout.write(f"          {sentence}")

    def _erase(self, who: str, pk: int, sure: bool, **options: Any) -> None:
        person = _person(who, pk)
        if not sure:
            raise CommandError("there is no way back: look at the plan first, then say --sure")
        count = erasing.erase(person, seen=erasing.plan(person).seen, by=None, at=timezone.now())
        self.stdout.write(f"{count:>8}  gewist")


def _person(who: str, pk: int) -> Person:
    found = WHO[who]._default_manager.filter(pk=pk).first()
    if found is None:
        raise CommandError(f"there is no {who} {pk}")
    assert isinstance(found, Resident | Volunteer)
    return found
