"""Judging a delivery, person by person: what becomes of each and why. Reads what is remembered, stores nothing.

Taking in and trying out go through the same `judged`, so that a trial says what would happen.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy, Supply
from letters import memory, selection, sheets
from letters.models import Round
from letters.registry import composition, formats
from letters.registry.composition import Composition
from letters.registry.rows import RegistryPerson, Rejected
from letters.selection import Decision, identity
from letters.states import ROUND_COUNTS_FOR_REFERENCE, Outcome

TWICE = Reason("L4", "Deze persoon staat twee keer in dit bestand. Er gaat één brief.")
PERHAPS_TWICE = Reason("L4", "Deze persoon staat misschien twee keer in dit bestand: de namen komen overeen.")
NUMBERS = Reason(
    "L12",
    "In dit bestand staan burgerservicenummers. Volgens de verordening mag dat niet. Er is niets bewaard. "
    "Vraag een bestand zonder deze nummers.",
)
KEPT = frozenset({Outcome.DUE, Outcome.HELD})  # of these the name is needed
_NO_SECRET = "0"  # noqa: S105 (07.70.10, nothing to log in with)


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
            municipality_name=self.policy.municipality_name,
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


class Judged(NamedTuple):
    """What became of a person, or of `lines` lines from `line` on that no person could be made of.

    `reasons` are [[rule, sentence], ...], the one that decided first. Only who is due or held has a `sheet`.
    """

    outcome: Outcome
    line: int
    lines: int
    reasons: list[list[str]]
    person: RegistryPerson | None = None
    composed: Composition | None = None
    sheet: dict[str, Any] = {}
    keys: dict[str, list[str]] = {}

    @property
    def why(self) -> str:
        """Every reason in one line; "" when there is none."""
        return " ".join(text for _, text in self.reasons)

    @property
    def may_be_named(self) -> bool:
        """Whether the register says for certain that her data are not secret: only then a page may show a name."""
        return self.person is not None and self.person.secrecy == _NO_SECRET


@dataclass(slots=True)
class Tally:
    """How many went to each heap, and why: counted by the reason that decided, so that it adds up (L12)."""

    outcomes: Counter[str] = field(default_factory=Counter)
    _reasons: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, found: Judged) -> None:
        self.outcomes[found.outcome] += 1
        if found.reasons:
            self._reasons.setdefault(found.outcome, Counter())[found.reasons[0][1]] += 1

    @property
    def reasons(self) -> dict[str, dict[str, int]]:
        """By heap the sentences with their counts, the most frequent first."""
        return {outcome: dict(counter.most_common()) for outcome, counter in self._reasons.items()}


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


def check_state(state_on: date, on: date) -> None:
    """Raise Refused when a delivery can't show the register as it was on `state_on`, `on` being today."""
    if state_on > on:
        raise Refused(
            Reason("L2", "De toestandsdatum ligt in de toekomst. Vul de dag in waarop het bestand gemaakt is.")
        )
    if state_on < on - timedelta(days=365):
        raise Refused(Reason("L2", "Het bestand is ouder dan een jaar. Vraag een nieuwe aanlevering."))


def next_round(*, state_on: date, on: date) -> Judge:
    """The judge of a delivery that comes in on `on`: against the next round's date, ledger and objections (L1, L4)."""
    return Judge(reference_on(on), state_on, versions.current(on))


def judged(delivery: formats.Delivery, judge: Judge) -> Iterator[Judged]:
    """Every person and every unreadable piece of a delivery exactly once (L12), about in its order.

    Raises Refused while it is read: a limit that is passed only then, or numbers that may not be there.
    """
    for batch in delivery.batches():
        persons = [found for found in batch if isinstance(found, RegistryPerson)]
        refuse_numbers(persons, judge.policy)
        composed = [composition.of(person, judge.policy.municipality_name) for person in persons]
        decisions = [judge.judge(*known) for known in zip(persons, composed, strict=True)]
        for found in batch:
            if isinstance(found, Rejected):
                yield Judged(Outcome.REJECTED, found.line, found.lines, [["L12", found.reason]])
        for person, paper, decision in zip(persons, composed, decisions, strict=True):
            yield _judged(person, paper, decision, judge)


def refuse_numbers(persons: Iterable[RegistryPerson], policy: Policy) -> None:
    """Raise Refused for a BSN where a municipal regulation allows the supply, which goes without (07-trust, C)."""
    if policy.supply == Supply.REGULATION and any(map(_has_bsn, persons)):
        raise Refused(NUMBERS)


def _has_bsn(person: RegistryPerson) -> bool:
    """Also a number with a mistake in it is one: the reader took it away and says so."""
    told = any("burgerservicenummer" in fault or "BSN" in fault for fault in person.faults)
    return told or person.bsn != "" or any(relation.bsn for relation in person.relations)


def _judged(person: RegistryPerson, composed: Composition, decision: Decision, judge: Judge) -> Judged:
    outcome, reasons = Outcome(decision.decision), [[reason.rule, reason.text] for reason in decision.reasons]
    kept = outcome in KEPT and decision.relation
    keys = memory.digests(identity.loss_keys(person, kept)) if kept else {}
    before = judge.saw(keys) if outcome in KEPT else identity.Hit.NONE
    if before is identity.Hit.STRONG:
        outcome, reasons = Outcome.LEFT_OUT, [[TWICE.rule, TWICE.text]]
    elif before is identity.Hit.WEAK:
        outcome, reasons = Outcome.HELD, [*reasons, [PERHAPS_TWICE.rule, PERHAPS_TWICE.text]]
    sheet = sheets.compose(composed, decision, person.address.number, person.birth) if outcome in KEPT else {}
    if outcome == Outcome.DUE and (doubts := sheets.doubts(sheet)):
        outcome, reasons = Outcome.HELD, [[reason.rule, reason.text] for reason in doubts]
    return Judged(outcome, person.line, person.lines, reasons, person, composed, sheet, keys)
