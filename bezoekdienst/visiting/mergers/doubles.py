"""Who was perhaps written down twice: finding them, a fixed number of queries, and noting that they are two (I4)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.visiting.mergers import likeness
from bezoekdienst.visiting.mergers.likeness import Entry, Ground, Pair
from bezoekdienst.visiting.models import Different, Merger, Resident

_COLUMNS = ("pk", "name", "phone", "email", "street", "postcode")


def entry(resident: Resident) -> Entry:
    """What is compared of somebody."""
    return Entry(*(getattr(resident, name) for name in _COLUMNS))


def found() -> list[Pair]:
    """Every pair that has something in common, but for those that somebody looked at: they are two. Two queries."""
    apart = set(Different.objects.values_list("one", "other"))
    return [pair for pair in likeness.pairs(_entries()) if (pair.one, pair.other) not in apart]


def like(resident: Resident) -> list[tuple[Resident, tuple[Ground, ...]]]:
    """Who may be the same as one person, the earliest first, with the grounds; not who was looked at. Three queries."""
    grounds = {pair.other if pair.one == resident.pk else pair.one: pair.grounds
               for pair in found() if resident.pk in (pair.one, pair.other)}  # fmt: skip
    return [(one, grounds[one.pk]) for one in Resident.objects.filter(pk__in=grounds).order_by("signed_up_on", "pk")]


def like_new(new: Entry) -> list[tuple[Resident, tuple[Ground, ...]]]:
    """Who may be the same as somebody who isn't saved yet (`pk` 0). Two queries."""
    grounds = {pair.other: pair.grounds for pair in likeness.pairs([new, *_entries()]) if pair.one == 0}
    return [(one, grounds[one.pk]) for one in Resident.objects.filter(pk__in=grounds).order_by("signed_up_on", "pk")]


def tell_apart(one: Resident, other: Resident, *, by: User, at: datetime) -> None:
    """Somebody looked: these are two persons. Nobody is asked again, until something about either gives a new ground.

    Noting it twice is once. Raises Refused when one of them is gone.
    """
    first, second = sorted((one.pk, other.pk))
    with transaction.atomic():
        people = Resident.objects.select_for_update(no_key=True).filter(pk__in=(first, second)).order_by("pk")
        if len(people) < 2:
            raise Refused(Reason("I4", "Een van beiden is intussen samengevoegd of gewist."))
        noted = {"noted_on": timezone.localdate(at), "by": by}
        _, created = Different.objects.get_or_create(one=people[0], other=people[1], defaults=noted)
        for resident in people if created else ():
            events.record("resident.told_apart", by=by, at=at, subject=resident, about=resident.pseudonym)


def look_again(before: Entry, resident: Resident) -> None:
    """Something about her changed: who was told apart and has something new in common now is looked at once more.

    In the transaction of the change; `before` is what she was.
    """
    apart = Different.objects.filter(Q(one=resident) | Q(other=resident)).select_related("one", "other")
    for row in apart:
        other = entry(row.other if row.one_id == resident.pk else row.one)
        if {*likeness.grounds(entry(resident), other)} - {*likeness.grounds(before, other)}:
            row.delete()


def names_in_the_log(pseudonym: UUID) -> list[UUID]:
    """Every pseudonym under which a person stands in the log: hers, and those of the entries laid into hers."""
    merged = Q(pseudonym=pseudonym) | Q(mergers__pseudonym=pseudonym)
    now = list(Resident.objects.filter(merged).values_list("pk", "pseudonym").distinct())
    earlier = Merger.objects.filter(resident__in=[pk for pk, _ in now]).values_list("pseudonym", flat=True)
    return list(dict.fromkeys([pseudonym, *(name for _, name in now), *earlier]))


def _entries() -> Iterable[Entry]:
    return (Entry(*row) for row in Resident.objects.order_by("pk").values_list(*_COLUMNS))
