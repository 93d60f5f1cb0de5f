"""Moving a person of a delivery from one heap to another (due, held, left out), with its sums kept true (L12)."""

from collections import Counter
from collections.abc import Iterable

from bezoekdienst.lib.errors import Reason
from letters.models import Addressee, Extract, LineOutcome
from letters.states import Outcome


def hold(addressee: Addressee, reason: Reason) -> None:
    """Put somebody who was due aside for a person's decision (L6). `recount` afterwards."""
    addressee.outcome, addressee.reasons = Outcome.HELD, [[reason.rule, reason.text]]
    addressee.save(update_fields=["outcome", "reasons"])


def leave_out(addressee: Addressee, reason: Reason) -> None:
    """No letter: of the person a line number and the reason are left, as for everybody who gets none.

    The addressee is deleted. `recount` afterwards.
    """
    LineOutcome.objects.create(
        extract_id=addressee.extract_id,
        row=addressee.row,
        outcome=Outcome.LEFT_OUT,
        reasons=[[reason.rule, reason.text]],
    )
    addressee.delete()


def recount(extract: Extract) -> None:
    """Count the heaps again, in the caller's transaction, each person by the reason that decided about her."""
    outcomes: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = {}
    for outcome, given in _rows(extract):
        outcomes[outcome] += 1
        if given and outcome != Outcome.DUE:
            reasons.setdefault(outcome, Counter())[given[0][1]] += 1
    extract.due, extract.held = outcomes[Outcome.DUE], outcomes[Outcome.HELD]
    extract.left_out = outcomes[Outcome.LEFT_OUT]
    extract.reasons = {outcome: dict(counter.most_common()) for outcome, counter in reasons.items()}
    extract.save(update_fields=["due", "held", "left_out", "reasons"])


def _rows(extract: Extract) -> Iterable[tuple[str, list[list[str]]]]:
    yield from extract.addressees.values_list("outcome", "reasons").iterator()
    yield from extract.line_outcomes.values_list("outcome", "reasons").iterator()
