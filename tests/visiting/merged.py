"""Two entries of one person, merged as the coordinator does it: look, say which loss is which, and yes."""

from datetime import date, datetime

from bezoekdienst.visiting.mergers import merging
from bezoekdienst.visiting.mergers.merger_plans import Choices, Plan
from bezoekdienst.visiting.models import Bereavement, Resident
from tests import cast
from tests.factories import NOW


def same(one: Resident, other: Resident, is_same: bool = True, **more) -> Choices:
    """Each loss of who goes is the first one of who stays; or all of them are others."""
    stays, goes = sorted((one, other), key=lambda resident: resident.pk)
    first = Bereavement.objects.filter(resident=stays, same_as=None).earliest("pk").pk if is_same else None
    return Choices({loss.pk: first for loss in goes.bereavements.filter(same_as=None)}, **more)


def look(one: Resident, other: Resident, choices: Choices | None = None, at: datetime = NOW) -> Plan:
    """What would become of it."""
    return merging.plan(one, other, choices=choices or same(one, other), on=date(at.year, at.month, at.day))[0]


def merge(one: Resident, other: Resident, choices: Choices | None = None, at: datetime = NOW) -> Resident:
    """Look, and yes: who stays, as she is in the database now."""
    choices = choices or same(one, other)
    seen = merging.plan(one, other, choices=choices, on=date(at.year, at.month, at.day))[1]
    stays = merging.merge(one, other, choices=choices, seen=seen, by=cast.coordinator(), at=at)
    return Resident.objects.get(pk=stays.pk)
