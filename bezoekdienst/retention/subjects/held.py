"""All rows that are held of one person, by table: found along the relations that `disclosure.yaml` names."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet

from bezoekdienst.accounts.models import RoleHolding
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.notices.models import Message
from bezoekdienst.retention.subjects.settled import Table, Tree, settled
from bezoekdienst.visiting.mergers import doubles
from bezoekdienst.visiting.models import Resident
from matching.models import Proposal
from volunteers.models import Volunteer

Person = Resident | Volunteer
Rows = Mapping[str, list[Any]]
WHAT = {"visiting.Resident": "een bezoeker", "volunteers.Volunteer": "een vrijwilliger"}
# The first word of the key of a mail, by what the number behind it is of; see retention/told for which end when.
_KEYS = {
    "visiting.Resident": "resident",
    "visiting.Intake": "intake",
    "visiting.Trajectory": "trajectory",
    "visiting.Bereavement": "bereavement",
    "visiting.Signal": "signal",
    "volunteers.Volunteer": "vog",
    "volunteers.CallRequest": "call",
}


def tree(person: Person) -> Tree:
    """What is settled for this kind of person. KeyError for somebody who is neither."""
    return settled().trees[person._meta.label]


def rows(person: Person) -> Rows:
    """Everything of hers, by table in the order of the file: a query a table, however many rows there are."""
    found: dict[str, list[Any]] = {person._meta.label: [person]}
    for table in tree(person).tables[1:]:
        found[table.label] = list(_of(table, person, found))
    return found


def names(person: Person) -> list[str]:
    """Every pseudonym under which she stands in the log, her login's and those of entries laid into hers included."""
    if isinstance(person, Resident):
        return [str(name) for name in doubles.names_in_the_log(person.pseudonym)]
    return [str(name) for name in (person.pseudonym, person.user and person.user.pseudonym) if name]


def mails(found: Rows) -> Q:
    """The mails about any of these rows, whoever got them."""
    beginnings = [f"{word}:{row.pk}:" for label, word in _KEYS.items() for row in found.get(label, ())]
    about = Q(pk__in=())
    for beginning in beginnings:
        about |= Q(key__startswith=beginning)
    return about


def beside(volunteer: Volunteer) -> list[Proposal]:
    """Proposals of others in which she stood as a second or third candidate. Encrypted, so all of them are read."""
    others = Proposal.objects.exclude(volunteer=volunteer)
    return [one for one in others if volunteer.pk in (each["volunteer"] for each in one.shown.get("candidates", ()))]


def _of(table: Table, person: Person, found: Rows) -> Iterable[Model]:
    hers = Q(pk__in=())
    for lookup, parent in table.via.items():
        hers |= Q(**{f"{lookup}__in": [row.pk for row in found[parent]]})
    if table.model is Message:
        hers |= mails(found)
    if table.model is Proposal and isinstance(person, Volunteer):
        hers |= Q(pk__in=[one.pk for one in beside(person)])
    if table.model is Event:
        hers |= _logged(person)
    return _whole(table, hers)


def _logged(person: Person) -> Q:
    """What was done with her data; and what a volunteer did herself, but not what she does here in another role."""
    about = Q(about__in=names(person))
    if isinstance(person, Resident) or person.user_id is None:
        return about
    others = RoleHolding.objects.filter(user=person.user_id).exclude(role=Role.VOLUNTEER)
    return about if others.exists() else about | Q(actor=person.user_id)


def _whole(table: Table, hers: Q) -> "QuerySet[Model]":
    """With what its columns point at, so that showing a row asks nothing more."""
    pointed = [
        field.name for field in table.model._meta.concrete_fields if field.is_relation and field.name in table.gives
    ]
    return table.model._default_manager.filter(hers).select_related(*pointed).distinct()
