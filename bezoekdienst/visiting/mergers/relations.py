"""What points at a row that is laid into another one: every relation says what becomes of it, or nothing is merged.

The relations are found in the models themselves, also those of packages that lie above and may not be imported here;
these say `settle` when the program starts. One that nobody thought of is a LookupError, and a test asks beforehand.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model

from bezoekdienst.visiting.mergers.likeness import Entry
from bezoekdienst.visiting.models import Different, Resident

Pointing = ForeignKey[Any, Any]
Policy = Callable[[Pointing, Model, Model, datetime], None]
Hook = Callable[[Resident, Sequence[Entry], datetime], None]
_policies: dict[str, Policy] = {}
_afterwards: list[Hook] = []


def settle(policy: Policy, *names: str) -> None:
    """What becomes of the rows of these relations, by name: "visiting.Contact.resident"."""
    _policies.update(dict.fromkeys(names, policy))


def pointing(model: type[Model]) -> Iterator[tuple[str, Pointing]]:
    """Every relation that points at rows of `model`, hidden ones too, with its name."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.is_relation and relation.auto_created and not relation.concrete and not relation.many_to_many:
            field = relation.remote_field
            assert isinstance(field, ForeignKey)  # a one-to-one is one too
            yield f"{field.model._meta.label}.{field.name}", field


def follow(goes: Model, stays: Model, *, at: datetime) -> None:
    """Bring along all that points at `goes`, in the caller's transaction. LookupError for an unsettled relation."""
    found = list(pointing(type(goes)))
    if unsettled := [name for name, _ in found if not is_settled(name)]:
        raise LookupError(f"nobody said what becomes of {', '.join(unsettled)}: see visiting/mergers/relations.py")
    for name, field in found:
        _policies[name](field, goes, stays, at)


def is_settled(name: str) -> bool:
    """Whether somebody said what becomes of a relation."""
    return name in _policies


def settled() -> list[str]:
    """Every relation of which somebody said what becomes of it."""
    return list(_policies)


def afterwards(hook: Hook) -> Hook:
    """What a package that lies above does once two entries are one, in the same transaction: with who stays, and all
    that was and is known of her. For what hangs on no relation."""
    _afterwards.append(hook)
    return hook


def finish(stays: Resident, known: Sequence[Entry], *, at: datetime) -> None:
    """Do what was said with `afterwards`."""
    for hook in _afterwards:
        hook(stays, known, at)


def repoint(field: Pointing, goes: Model, stays: Model, at: datetime) -> None:
    """They go along."""
    field.model._base_manager.filter(**{field.name: goes}).update(**{field.name: stays})


def repoint_once(field: Pointing, goes: Model, stays: Model, at: datetime) -> None:
    """They go along, but for those that are there already: the database allows each once."""
    for row in field.model._base_manager.filter(**{field.name: goes}).order_by("pk"):
        setattr(row, field.name, stays)
        try:
            with transaction.atomic():
                row.save(update_fields=[field.name])
        except IntegrityError:
            row.delete()


def by_plan(field: Pointing, goes: Model, stays: Model, at: datetime) -> None:
    """Nothing any more: the plan of the merger saw to these."""


def _different(field: Pointing, goes: Model, stays: Model, at: datetime) -> None:
    """Who is somebody else than the one is somebody else than the other, unless these two are the same now."""
    for row in Different.objects.filter(**{field.name: goes}):
        partner = row.other_id if field.name == "one" else row.one_id
        row.delete()
        if partner != stays.pk:
            one, other = sorted((partner, stays.pk))
            noted = {"noted_on": row.noted_on, "by_id": row.by_id}
            Different.objects.get_or_create(one_id=one, other_id=other, defaults=noted)


settle(repoint, "visiting.Contact.resident", "visiting.Signal.resident", "visiting.Merger.resident")
settle(repoint, "visiting.Referral.intake")
settle(repoint_once, "visiting.Exclusion.resident", "visiting.Pointer.resident")
settle(_different, "visiting.Different.one", "visiting.Different.other")
settle(by_plan, "visiting.Bereavement.resident", "visiting.Intake.resident", "visiting.Trajectory.resident")
settle(by_plan, "visiting.Bereavement.same_as", "visiting.Intake.bereavement", "visiting.Trajectory.bereavement")
