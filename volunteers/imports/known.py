"""Who of a table is a volunteer already: the same e-mail address, phone number, or name and year of birth."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bezoekdienst.lib.spreadsheets import values
from volunteers import roster
from volunteers.models import Volunteer


@dataclass(frozen=True, slots=True)
class Match:
    """The volunteer a row is about, by what they are the same, and the row she came from when that is this file."""

    volunteer: Volunteer
    same: str
    line: int | None


class Known:
    """Everybody there is, also who left; read once, and added to while a file is gone through."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[Volunteer, str, int | None]] = {}
        people = Volunteer.objects.only("name", "first_name", "phone", "email", "birth_year", "state")
        for volunteer in people.order_by("-pk"):
            self.add(volunteer, None)

    def add(self, volunteer: Volunteer, line: int | None) -> None:
        """From now on this is somebody who is known."""
        for key, same in _keys(volunteer.name, volunteer.phone, volunteer.email, volunteer.birth_year):
            self._found[key] = (volunteer, same, line)

    def match(self, row: Mapping[str, Any], name: str) -> Match | None:
        """Whom a row is about, when that is somebody known."""
        keys = _keys(name, row.get("phone", ""), row.get("email", ""), row.get("birth_year"))
        return next((Match(*self._found[key]) for key, _ in keys if key in self._found), None)


def _keys(name: str, phone: str, email: str, born: int | None) -> list[tuple[str, str]]:
    """What somebody is known by, the surest first, each with its name."""
    keys = [(f"mail {email.strip().casefold()}", "hetzelfde e-mailadres")] if email.strip() else []
    if number := roster.dialled(phone):
        keys.append((f"call {number}", "hetzelfde telefoonnummer"))
    if name.strip() and born:
        keys.append((f"name {values.plain(name)} {born}", "dezelfde naam en hetzelfde geboortejaar"))
    return keys
