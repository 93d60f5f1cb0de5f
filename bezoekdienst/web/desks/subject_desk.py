"""What a coordinator looks through before somebody gets all that is held of her."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.retention.subjects.dossier import Dossier, Part
from bezoekdienst.retention.subjects.held import Person
from bezoekdienst.retention.subjects.showing import Said
from bezoekdienst.visiting.models import Resident


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that somebody else may have a right in: where they stand, and whether they are left out."""

    name: str
    where: str
    text: str
    is_struck: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """The pages about one person."""

    page: str
    file: str
    erase: str
    everybody: str


def ways(person: Person) -> Ways:
    """Where one goes from here."""
    kind = "resident" if isinstance(person, Resident) else "volunteer"
    page, file, erase = (reverse(name, args=[person.pk]) for name in (kind, f"{kind}_file", f"{kind}_erase"))
    return Ways(page, file, erase, reverse(f"{kind}s"))


def entrance(user: object, person: Person) -> str:
    """The address of the page, for who may open it."""
    return ways(person).file if isinstance(user, User) and roles.may(user, Ability.SUBJECTS) else ""


def passages(found: Dossier, struck: Collection[str]) -> list[tuple[str, list[Passage]]]:
    """By the part in which they stand, in the order of the paper."""
    groups: dict[str, list[Passage]] = {}
    for part, row, said in found.passages:
        passage = Passage(said.passage, _where(part, row, said), said.text, said.passage in struck)
        groups.setdefault(part.heading, []).append(passage)
    return list(groups.items())


def parts(found: Dossier) -> list[tuple[str, int]]:
    """What there is, in rows."""
    return [(part.heading, len(part.rows)) for part in found.parts]


def file_name(made_on: date, kind: str) -> str:
    """No name of anybody: a folder of downloads is read by others."""
    return f"inzage-{made_on:%Y%m%d}.{kind}"


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file to take along."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _where(part: Part, row: tuple[Said, ...], said: Said) -> str:
    """Of many rows by what the row begins with, mostly a day."""
    label = f"{said.label[:1].upper()}{said.label[1:]}"
    return f"{label}, {row[0].text}" if len(part.rows) > 1 and row[0] is not said else label
