"""A column as somebody reads it who asks what is held of her: its name, its value, and in Dutch what it says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import F, Field, Model
from django.utils import timezone

from bezoekdienst.accounts.models import RoleHolding, User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.fields import EncryptedTextField
from bezoekdienst.lib import wording, words
from bezoekdienst.retention.subjects import codes, unfolding
from bezoekdienst.retention.subjects.held import Person
from bezoekdienst.retention.subjects.settled import Table
from volunteers.models import Gathering, TrainingDay, Volunteer

VOLUNTEER, ITSELF, HERSELF = "een vrijwilliger", "de bezoekdienst", "u zelf"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is held. `value` is plain JSON, `text` what a person reads.

    `passage` names words that somebody else may have a right in: by it the coordinator can leave them out.
    """

    key: str
    label: str
    value: Any
    text: str
    passage: str = ""


class Eyes:
    """Who reads; her own login, if she has one; and by which role a colleague is called. One query."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.own = person.user_id if isinstance(person, Volunteer) else None
        held = RoleHolding.objects.exclude(role=Role.VOLUNTEER).order_by(F("until_on").asc(nulls_last=True), "pk")
        self._roles = {user: str(Role(role).label) for user, role in held.values_list("user", "role")}

    def who(self, user: int | None) -> str:
        """A colleague by her role, never by name: who she was is no data of the person who asks."""
        if user is None:
            return ITSELF
        return HERSELF if self.is_own(user) else self._roles.get(user, VOLUNTEER)

    def is_own(self, user: int | None) -> bool:
        """Whether she is this user."""
        return user is not None and user == self.own


def of(row: Model, table: Table, eyes: Eyes) -> tuple[Said, ...]:
    """Everything of one row that is given and isn't empty."""
    hers = unfolding.BESIDE if unfolding.is_beside(row, eyes.person) else table.gives.keys()
    given = ((column, label) for column, label in table.gives.items() if column in hers)
    return tuple(said for column, label in given for said in _column(row, table, column, label, eyes))


def _column(row: Any, table: Table, column: str, label: str, eyes: Eyes) -> Iterator[Said]:
    name, field = f"{table.label}.{column}", row._meta.get_field(column)
    value, encrypted = getattr(row, field.attname), isinstance(field, EncryptedTextField)
    if name == "audit.Event.origin" and not eyes.is_own(row.actor_id):
        value = value.partition(" ")[0]  # behind it stands from which network: that of a colleague is no data of hers
    if unfold := unfolding.COLUMNS.get(name):
        for part in unfold(row, eyes.person):
            key = f"{column}.{part.key}"
            yield Said(key, part.label, part.value, part.text, f"{table.label}:{row.pk}:{key}" if part.words else "")
    elif field.is_relation and field.related_model is User:
        if value or name == "audit.Event.actor":
            yield Said(column, label, eyes.who(value), eyes.who(value))
    elif value not in (None, "", [], {}):
        text = codes.read(name, value) or _text(row, field, value)
        is_words = column in table.passages or (encrypted and isinstance(value, str) and not codes.knows(name))
        yield Said(
            column, label, _plain(value, text, field), text, f"{table.label}:{row.pk}:{column}" if is_words else ""
        )


def _text(row: Any, field: "Field[Any, Any]", value: Any) -> str:
    if field.is_relation:
        pointed = getattr(row, field.name)
        return next((name(pointed) for kind, name in _NAMES.items() if isinstance(pointed, kind)), str(pointed))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    for kind, say in _WORDS.items():
        if isinstance(value, kind):
            return say(value)
    return str(value)


# What a row that is pointed at is called here; a volunteer by the name that who was visited knows.
_NAMES: Mapping[type, Callable[[Any], str]] = {
    Volunteer: lambda volunteer: str(volunteer.first_name),
    Gathering: lambda gathering: f"{gathering.get_kind_display()} op {_moment(gathering.starts_at)}",
    TrainingDay: lambda day: f"{words.TRAINING_TOPICS.get(day.topic, day.topic)} op {wording.day(day.held_on)}",
}


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{wording.day(local.date())}, {local:%H.%M} uur"


# bool is an int and a moment a date: the narrower first.
_WORDS: Mapping[type, Callable[[Any], str]] = {
    bool: lambda value: "ja" if value else "nee",
    datetime: _moment,
    date: wording.day,
    time: lambda value: f"{value:%H.%M} uur",
    list: lambda value: ", ".join(map(str, value)),
}


def _plain(value: Any, text: str, field: "Field[Any, Any]") -> Any:
    """As JSON has it; of what it points at the name, for a number of ours says nothing."""
    if field.is_relation:
        return text
    return value.isoformat() if isinstance(value, date | time) else str(value) if isinstance(value, UUID) else value
