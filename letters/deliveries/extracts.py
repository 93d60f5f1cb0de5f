"""Taking in a delivery: read as a stream, judged at once, and kept as the least that is needed (05-letters, 1)."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import islice
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from bezoekdienst import bell
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, Refused
from letters import memory
from letters.deliveries import judging, mappings
from letters.deliveries.judging import Judged, Tally
from letters.models import Addressee, Extract, LineOutcome, Round
from letters.registry import formats
from letters.selection import identity
from letters.states import Outcome, RoundState

BATCH = 500
FRESH = timedelta(days=14)  # a delivery may be this old when a round takes it
_COUNTS = ("lines", "persons", "continuation_lines", "rejected_lines", "due", "held", "left_out")


class SecondCopy(Refused):
    """This very file was taken in before."""


def take_in(stream: BinaryIO, *, state_on: date, by: User | None, at: datetime, on: date) -> Extract:
    """Read, judge and store one delivery, in one transaction: all of it or nothing.

    `state_on` is the day the register was in this state, `on` today. Of due and held persons a sheet and keyed hashes
    are stored; of all others a line number and reasons. Raises Refused: not understood, too big, or a state date that
    can't be; SecondCopy; tables.Unmapped when it has columns that nobody explained yet.
    """
    judging.check_state(state_on, on)
    digest = digested(stream)
    _check_new(digest)
    delivery, _ = mappings.read(stream)
    judge = judging.next_round(state_on=state_on, on=on)
    with _once(digest), transaction.atomic():
        extract = Extract.objects.create(
            file_hash=digest,
            format=delivery.format,
            state_on=state_on,
            reference_on=judge.on,
            received_at=at,
            received_by=by,
            **dict.fromkeys(_COUNTS, 0),
        )
        _settle(extract, delivery, _stored(extract, judging.judged(delivery, judge)))
        events.record(
            "extract.taken_in", by=by, at=at, subject=extract, **{name: getattr(extract, name) for name in _COUNTS}
        )
        bell.ring("open_round")  # a round that waited for a delivery has one now
    return extract


def usable(on: date) -> QuerySet[Extract]:
    """Deliveries that a draft may take on `on`: fresh, and under no other round. The newest first."""
    taken = Round.objects.exclude(state=RoundState.CANCELLED).exclude(extract=None).values("extract")
    return Extract.objects.filter(state_on__gte=on - FRESH).exclude(pk__in=taken).order_by("-state_on", "-pk")


def is_stale(extract: Extract, on: date) -> bool:
    """Whether too much may have changed since for a round that begins with it on `on`."""
    return extract.state_on < on - FRESH


def digested(stream: BinaryIO) -> str:
    """By what a second copy of a delivery is known. Keyed, because the file holds BSNs; the stream is rewound."""
    digest = hmac.new(settings.PSEUDONYM_KEY.encode(), b"extract", hashlib.sha256)
    while chunk := stream.read(1 << 20):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


def known(digest: str) -> Reason | None:
    """What to say of a file that was taken in before; None for a new one."""
    found = Extract.objects.filter(file_hash=digest).first()
    if found is None:
        return None
    return Reason("L12", f"Dit bestand is al ingelezen op {wording.day(timezone.localdate(found.received_at))}.")


def _check_new(digest: str) -> None:
    if said := known(digest):
        raise SecondCopy(said._replace(text=f"{said.text} Er is niets veranderd."))


@contextmanager
def _once(digest: str) -> Iterator[None]:
    """Two people who hand in the same file at the same moment: the second hears what a second copy hears."""
    try:
        yield
    except IntegrityError:
        _check_new(digest)
        raise


def _stored(extract: Extract, rows: Iterator[Judged]) -> Tally:
    tally = Tally()
    while batch := list(islice(rows, BATCH)):
        for found in batch:
            tally.add(found)
        Addressee.objects.bulk_create(_addressee(extract, found) for found in batch if found.outcome in judging.KEPT)
        LineOutcome.objects.bulk_create(
            LineOutcome(extract=extract, row=found.line, outcome=found.outcome, reasons=found.reasons)
            for found in batch
            if found.outcome not in judging.KEPT
        )
    return tally


def _addressee(extract: Extract, found: Judged) -> Addressee:
    assert found.person is not None
    return Addressee(
        extract=extract,
        row=found.line,
        outcome=found.outcome,
        reasons=found.reasons,
        sheet=found.sheet,
        keys=found.keys,
        person_keys=memory.digests(identity.person_keys(found.person)),
    )


def _settle(extract: Extract, delivery: formats.Delivery, tally: Tally) -> None:
    extract.lines, extract.persons = delivery.lines, delivery.persons
    extract.continuation_lines, extract.rejected_lines = delivery.continuations, delivery.rejected
    extract.due, extract.held = tally.outcomes[Outcome.DUE], tally.outcomes[Outcome.HELD]
    extract.left_out = tally.outcomes[Outcome.LEFT_OUT]
    extract.reasons = tally.reasons
    extract.save(update_fields=[*_COUNTS, "reasons"])
