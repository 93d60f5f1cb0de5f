"""Moving a person of a delivery from one heap to another (due, held, left out), with its sums kept true (L12)."""

from collections import Counter

from bezoekdienst.lib.errors import Reason
from letters.models import Addressee, Extract, LineOutcome
from letters.states import Outcome


def admit(addressee: Addressee) -> None:
    """A person decided: she is due. Why she was held stays, or the last check would take her out for it (L9)."""
    _count(addressee, Outcome.DUE)
    addressee.outcome = Outcome.DUE
    addressee.save(update_fields=["outcome"])


def hold(addressee: Addressee, reason: Reason) -> None:
    """Put somebody who was due aside for a person's decision (L6)."""
    _count(addressee, Outcome.HELD, reason)
    addressee.outcome, addressee.reasons = Outcome.HELD, [[reason.rule, reason.text]]
    addressee.save(update_fields=["outcome", "reasons"])


def leave_out(addressee: Addressee, reason: Reason) -> None:
    """No letter: of the person a line number and the reason are left, as for everybody who gets none.

    The addressee is deleted.
    """
    _count(addressee, Outcome.LEFT_OUT, reason)
    LineOutcome.objects.create(
        extract_id=addressee.extract_id,
        row=addressee.row,
        outcome=Outcome.LEFT_OUT,
        reasons=[[reason.rule, reason.text]],
    )
    addressee.delete()


def _count(addressee: Addressee, then: Outcome, reason: Reason | None = None) -> None:
    """One fewer on the heap where she was, one more on the next, each by the reason that decided.

    The sums move with the person: who answered or whose term is over is erased, and can't be counted again.
    """
    extract = Extract.objects.select_for_update().get(pk=addressee.extract_id)
    before = Outcome(addressee.outcome)
    reasons = {outcome: Counter(counted) for outcome, counted in extract.reasons.items()}
    if before != Outcome.DUE and addressee.reasons:
        reasons.setdefault(before, Counter())[addressee.reasons[0][1]] -= 1
    if reason is not None:
        reasons.setdefault(then, Counter())[reason.text] += 1
    setattr(extract, before, getattr(extract, before) - 1)
    setattr(extract, then, getattr(extract, then) + 1)
    extract.reasons = {outcome: dict((+counted).most_common()) for outcome, counted in reasons.items() if +counted}
    extract.save(update_fields=[before, then, "reasons"] if before != then else ["reasons"])
