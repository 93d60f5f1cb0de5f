"""Taking over one resident as she stands on paper, by the verbs, with the dates of then; and who is there already."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.lib.spreadsheets import values
from bezoekdienst.lib.spreadsheets.columns import Row
from bezoekdienst.paper import KNOWN, WRONG, Judged, Known, Line
from bezoekdienst.visiting import intakes, takeovers
from bezoekdienst.visiting.imports.columns import COLUMNS, HOME
from bezoekdienst.visiting.mergers import likeness
from bezoekdienst.visiting.models import Intake, Resident
from bezoekdienst.visiting.states import INTAKE_OPEN, TRAJECTORY_OPEN, Source
from volunteers.models import Volunteer

_FACTS = ("phone", "email", "street", "postcode", "town", "birth_year", "sex", "first_name", "source")
_ANSWERS = ("loss", "about_when", "dayparts", "languages", "interests")
_CONSENTS = {"visits_on": "visits", "finite_on": "finite_told"}
_DATED = {column.key: column.heading for column in COLUMNS if column.key in _CONSENTS}

Values = Mapping[str, Any]


class Volunteers:
    """Who visits, by mail address or by exact name; read once for a whole file."""

    def __init__(self) -> None:
        self._found: dict[str, set[Volunteer]] = {}
        for one in Volunteer.objects.select_related("user"):
            login = one.user.email if one.user else ""
            for written in filter(None, (one.email.casefold(), login.casefold(), values.plain(one.name))):
                self._found.setdefault(written, set()).add(one)

    def named(self, written: str) -> Volunteer:
        """Whoever is meant. Raises Refused when nobody is, or more than one."""
        found = self._found.get(written.strip().casefold()) or self._found.get(values.plain(written), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            text = f"Er zijn {len(found)} vrijwilligers die “{written}” heten. Schrijf hier het e-mailadres."
        else:
            text = f"Vrijwilliger “{written}” kennen wij niet. Neem de vrijwilligers eerst over, of kijk de naam na."
        raise Refused(Reason("V1", text))


def name(said: Values) -> str:
    """The whole name: as it stands there, or of its parts."""
    parts = (said.get(part, "") for part in ("first_name", "prefix", "last_name"))
    return str(said.get("name") or " ".join(part for part in parts if part))


def known() -> Known[Resident]:
    """Everybody there is, also of long ago; by telephone, mail address, or name with postcode."""
    found = Known[Resident]()
    for one in Resident.objects.order_by("-pk").prefetch_related("intakes", "trajectories"):
        found.add(one, own(one))
    return found


def own(one: Resident) -> list[tuple[str, str]]:
    """What a resident is known by."""
    return keys({"name": one.name, "phone": one.phone, "email": one.email, "postcode": one.postcode})


def keys(of: Values) -> list[tuple[str, str]]:
    """What somebody is known by, the surest first, each with its name."""
    found = []
    if number := likeness.phone(of.get("phone", "")):
        found.append((f"call {number}", "hetzelfde telefoonnummer"))
    if address := of.get("email", "").strip().casefold():
        found.append((f"mail {address}", "hetzelfde e-mailadres"))
    if (called := values.plain(of["name"])) and (place := likeness.postcode(of.get("postcode", ""))):
        found.append((f"name {called} {place}", "dezelfde naam met dezelfde postcode"))
    return found


def already(row: Row, people: Known[Resident]) -> Judged | None:
    """In which heap a row comes whose person is there already, or stands in this file twice; None for somebody new."""
    called = name(row.values)
    match = people.match(keys({**row.values, "name": called}))
    if match is None:
        return None
    one, same, line = match
    if line is None:
        return KNOWN, Line(row.number, called, (f"{same.capitalize()} als {one.name}.",), one, _stands(one))
    return WRONG, Line(row.number, called, (*row.faults, f"Staat ook op regel {line}: {same}."))


def sign_up(said: Values, days: Iterable[date | None], *, by: User, at: datetime) -> Intake:
    """A resident, her loss and her intake. When nobody knows her day she signed up on the first of `days`, else today.

    Raises Refused as `takeovers.sign_up`, and for a consent that lies ahead.
    """
    today = timezone.localdate(at)
    refuse_if([_ahead(heading) for key, heading in _DATED.items() if key in said and said[key] > today])
    facts = {fact: said[fact] for fact in _FACTS if fact in said}
    return takeovers.sign_up(
        **{"name": name(said), "phone": "", "source": Source.OTHER, **facts},
        signed_up_on=said.get("signed_up_on") or min((day for day in days if day), default=today),
        about_when=said.get("about_when", ""),
        by=by,
        at=at,
    )


def answers(said: Values) -> dict[str, Any]:
    """What was told at the kitchen table, by the keys of `visiting.answers`."""
    told: dict[str, Any] = {key: said[key] for key in _ANSWERS if key in said}
    if "home" in said:
        told["home"] = {trait: trait in said["home"] for trait in HOME}
    if "wish_sex" in said:
        told["wishes"] = [{"kind": "sex", "value": said["wish_sex"], "must": True}]
    return told


def consents(said: Values) -> dict[str, date]:
    """What she agreed to, with its day."""
    return {name: said[key] for key, name in _CONSENTS.items() if key in said}


def exclude(intake: Intake, volunteer: Volunteer | None, *, by: User, at: datetime) -> None:
    """Remember whom she doesn't want, if anybody."""
    if volunteer:
        intakes.exclude(intake.resident, volunteer, why="she_declined", by=by, at=at)


def _ahead(heading: str) -> Reason:
    return Reason("I2", f"“{heading}” ligt in de toekomst.")


def _stands(one: Resident) -> str:
    """Where somebody stands who is there already."""
    if one.died_on:
        return "overleden"
    if any(trajectory.state in TRAJECTORY_OPEN for trajectory in one.trajectories.all()):
        return "wordt bezocht"
    running = [intake for intake in one.intakes.all() if intake.state in INTAKE_OPEN]
    return running[0].get_state_display() if running else "niet meer in beeld"
