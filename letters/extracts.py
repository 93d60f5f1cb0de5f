"""Taking in a delivery: read as a stream, judged at once, and kept as the least that is needed (05-letters, 1)."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import calendar, wording
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy, Supply
from letters import memory, selection, sheets
from letters.models import Addressee, Extract, LineOutcome, Round
from letters.registry import composition, formats
from letters.registry.composition import Composition
from letters.registry.rows import RegistryPerson, Rejected
from letters.selection import Decision, identity
from letters.states import ROUND_COUNTS_FOR_REFERENCE, Outcome

BATCH = 500
TWICE = Reason("L4", "Deze persoon staat twee keer in dit bestand. Er gaat één brief.")
PERHAPS_TWICE = Reason("L4", "Deze persoon staat misschien twee keer in dit bestand: de namen komen overeen.")
_KEPT = frozenset({Outcome.DUE, Outcome.HELD})

Row = Addressee | LineOutcome


@dataclass(slots=True)
class Judge:
    """Everything one delivery is judged with, gathered once."""

    on: date  # the reference date P
    state_on: date
    policy: Policy
    ledger: selection.Lookup = field(default_factory=memory.ledger)
    objections: selection.Lookup = field(default_factory=memory.objections)
    judge: selection.Judge = field(init=False)
    _seen: set[int] = field(default_factory=set)  # hashes of the digests, which take a third of their room

    def __post_init__(self) -> None:
        self.judge = selection.Judge(
            on=self.on,
            extract_on=self.state_on,
            municipality=self.policy.municipality_code,
            numbers=numbers(self.policy),
            ledger=self.ledger,
            objections=self.objections,
        )

    def saw(self, keys: dict[str, list[str]]) -> identity.Hit:
        """Whether this loss stood in the same delivery before (two lists glued together); remembers it."""
        strong, weak = set(map(hash, keys.get("strong", ()))), set(map(hash, keys.get("weak", ())))
        alike = not weak.isdisjoint(self._seen)
        hit = identity.Hit.WEAK if alike else identity.Hit.NONE
        if not strong.isdisjoint(self._seen):
            hit = identity.Hit.STRONG
        self._seen |= strong | weak
        return hit


def numbers(policy: Policy) -> selection.Numbers:
    """The policy's numbers as selection takes them. Secret persons stay out unless the municipality mails itself."""
    return selection.Numbers(
        wait_months=policy.wait_months,
        horizon_months=policy.horizon_months,
        first_loss_on=policy.first_loss_on,
        secret_left_out=policy.supply != Supply.MUNICIPALITY,
    )


def reference_on(on: date) -> date:
    """The reference date for a delivery that comes in on `on`: the next quarter's start when that is near, else today.

    Never before that of a frozen round (L3).
    """
    near = calendar.next_quarter_start(on)
    planned_on = near if near - on <= selection.AHEAD else on
    frozen = Round.objects.filter(state__in=ROUND_COUNTS_FOR_REFERENCE).values_list("reference_on", flat=True)
    return selection.reference_on(planned_on, frozen, on)


def take_in(stream: BinaryIO, *, state_on: date, by: User | None, at: datetime, on: date) -> Extract:
    """Read, judge and store one delivery, in one transaction: all of it or nothing.

    `state_on` is the day the register was in this state, `on` today. Of due and held persons a sheet and keyed hashes
    are stored; of all others a line number and reasons. Raises Refused: not understood, too big, a second copy, or a
    state date that can't be.
    """
    _check_state(state_on, on)
    digest = _digest(stream)
    _check_new(digest)
    delivery = formats.read(stream)
    judge = Judge(reference_on(on), state_on, versions.current(on))
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
        outcomes, reasons = _store(extract, delivery, judge)
        _settle(extract, delivery, outcomes, reasons)
        events.record(
            "extract.taken_in", by=by, at=at, subject=extract, **{name: getattr(extract, name) for name in _COUNTS}
        )
    return extract


_COUNTS = ("lines", "persons", "continuation_lines", "rejected_lines", "due", "held", "left_out")


def _check_state(state_on: date, on: date) -> None:
    if state_on > on:
        raise Refused(
            Reason("L2", "De toestandsdatum ligt in de toekomst. Vul de dag in waarop het bestand gemaakt is.")
        )
    if state_on < on - timedelta(days=365):
        raise Refused(Reason("L2", "Het bestand is ouder dan een jaar. Vraag een nieuwe aanlevering."))


def _check_new(digest: str) -> None:
    known = Extract.objects.filter(file_hash=digest).first()
    if known:
        day = wording.day(timezone.localdate(known.received_at))
        raise Refused(Reason("L12", f"Dit bestand is al ingelezen op {day}. Er is niets veranderd."))


@contextmanager
def _once(digest: str) -> Iterator[None]:
    """Two people who hand in the same file at the same moment: the second hears what a second copy hears."""
    try:
        yield
    except IntegrityError:
        _check_new(digest)
        raise


def _digest(stream: BinaryIO) -> str:
    """Keyed, because the file holds BSNs; the stream is rewound."""
    digest = hmac.new(settings.PSEUDONYM_KEY.encode(), b"extract", hashlib.sha256)
    while chunk := stream.read(1 << 20):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


def _store(extract: Extract, delivery: formats.Delivery, judge: Judge) -> tuple[Counter[str], dict[str, Counter[str]]]:
    outcomes: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = {}
    rows = _rows(extract, delivery, judge)
    while batch := list(islice(rows, BATCH)):
        for row in batch:
            outcomes[row.outcome] += 1
            if row.reasons:
                # counted by the reason that decided, so that the counts add up to the persons (L12)
                reasons.setdefault(row.outcome, Counter())[row.reasons[0][1]] += 1
        Addressee.objects.bulk_create(row for row in batch if isinstance(row, Addressee))
        LineOutcome.objects.bulk_create(row for row in batch if isinstance(row, LineOutcome))
    return outcomes, reasons


def _rows(extract: Extract, delivery: formats.Delivery, judge: Judge) -> Iterator[Row]:
    for batch in delivery.batches():
        persons = [found for found in batch if isinstance(found, RegistryPerson)]
        composed = [composition.of(person, judge.policy.municipality_name) for person in persons]
        decisions = [judge.judge(*known) for known in zip(persons, composed, strict=True)]
        for found in batch:
            if isinstance(found, Rejected):
                reasons = [["L12", found.reason]]
                yield LineOutcome(extract=extract, row=found.line, outcome=Outcome.REJECTED, reasons=reasons)
        for person, paper, decision in zip(persons, composed, decisions, strict=True):
            yield _row(extract, person, paper, decision, judge)


def _row(extract: Extract, person: RegistryPerson, composed: Composition, decision: Decision, judge: Judge) -> Row:
    outcome, reasons = Outcome(decision.decision), [[reason.rule, reason.text] for reason in decision.reasons]
    keys = memory.digests(identity.loss_keys(person, decision.relation)) if decision.relation else {}
    before = judge.saw(keys) if outcome in _KEPT else identity.Hit.NONE
    if before is identity.Hit.STRONG:
        outcome, reasons = Outcome.LEFT_OUT, [[TWICE.rule, TWICE.text]]
    elif before is identity.Hit.WEAK:
        outcome, reasons = Outcome.HELD, [*reasons, [PERHAPS_TWICE.rule, PERHAPS_TWICE.text]]
    sheet = sheets.compose(composed, decision, person.address.number) if outcome in _KEPT else {}
    if outcome == Outcome.DUE and (doubts := sheets.doubts(sheet)):
        outcome, reasons = Outcome.HELD, [[reason.rule, reason.text] for reason in doubts]
    if outcome not in _KEPT:
        return LineOutcome(extract=extract, row=person.line, outcome=outcome, reasons=reasons)
    return Addressee(
        extract=extract,
        row=person.line,
        outcome=outcome,
        reasons=reasons,
        sheet=sheet,
        keys=keys,
        person_keys=memory.digests(identity.person_keys(person)),
    )


def _settle(
    extract: Extract, delivery: formats.Delivery, outcomes: Counter[str], reasons: dict[str, Counter[str]]
) -> None:
    extract.lines, extract.persons = delivery.lines, delivery.persons
    extract.continuation_lines, extract.rejected_lines = delivery.continuations, delivery.rejected
    extract.due, extract.held = outcomes[Outcome.DUE], outcomes[Outcome.HELD]
    extract.left_out = outcomes[Outcome.LEFT_OUT]
    extract.reasons = {outcome: dict(counter.most_common()) for outcome, counter in reasons.items()}
    extract.save(update_fields=[*_COUNTS, "reasons"])
