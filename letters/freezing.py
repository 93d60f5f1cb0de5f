"""Freezing reserves: for each due loss a ledger entry, a letter, a code, a place in the order (L4, L8)."""

import functools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from bezoekdienst.lib.errors import Reason
from letters import codes, letterheads, memory, promises, sheets
from letters.deliveries import heaps
from letters.models import Addressee, Extract, LedgerEntry, LedgerKey, Letter, Letterhead, Round, Suppression
from letters.selection import OBJECTED, PERHAPS_OBJECTED
from letters.states import LetterState, Outcome

WEEKS = 6  # so long the words of a frozen letter hold: "ongeveer een half jaar", and the day that stands on it
Decided = tuple[Outcome, Reason]
Judge = Callable[[dict[str, Any]], list[Reason]]  # why what stands on a sheet can't be printed on this letterhead


def reserve(drafted: Round, letterhead: Letterhead, on: date) -> int:
    """Letters for everybody who is still due, in the caller's transaction; gives their number.

    What changed since the extract was read (another round, an objection, a smaller window) is held or left out here.
    """
    judge = functools.partial(letterheads.doubts, letterhead, on=on)
    list(Extract.objects.select_for_update().filter(rounds=drafted))  # who is decided about now is in it, or too late
    due = list(Addressee.objects.filter(extract=drafted.extract_id, outcome=Outcome.DUE))
    kept = promises.read(on)  # it knows more than the database after a backup was put back
    known = set(LedgerKey.objects.values_list("digest", flat=True)) | kept.taken
    objected = set(Suppression.objects.values_list("digest", flat=True)) | kept.never.keys()
    chosen = [one for one in due if _stays(one, known, objected, judge)]
    chosen.sort(key=lambda one: sheets.sort_key(one.sheet))
    for position, addressee in enumerate(chosen, start=1):
        _write(drafted, addressee, position, on)
    if drafted.extract and len(chosen) < len(due):
        drafted.extract.refresh_from_db()
    return len(chosen)


def too_old(frozen: Round, on: date) -> list[Reason]:
    """Why letters that were frozen once can't go on `on` any more (L1); empty when they can."""
    if frozen.frozen_at is None or on <= timezone.localdate(frozen.frozen_at) + timedelta(weeks=WEEKS):
        return []
    text = f"De ronde is meer dan {WEEKS} weken geleden vastgezet: de woorden in de brief kloppen niet meer."
    return [Reason("L1", f"{text} Trek hem in en begin een nieuwe. Niemand raakt kwijt.")]


def _stays(one: Addressee, known: set[str], objected: set[str], judge: Judge) -> bool:
    changed = _changed(one, known, objected, judge)
    if changed is None:
        return True
    outcome, reason = changed
    if outcome == Outcome.HELD:
        heaps.hold(one, reason)
    else:
        heaps.leave_out(one, reason)
    return False


def _changed(one: Addressee, known: set[str], objected: set[str], judge: Judge) -> Decided | None:
    if _hits(one.keys, "strong", known):
        return Outcome.LEFT_OUT, Reason("L4", "Over dit overlijden is intussen al een brief gemaakt.")
    if _hits(one.person_keys, "strong", objected):
        return Outcome.LEFT_OUT, OBJECTED
    doubts = judge(one.sheet)
    if not one.sheet.get("decided"):
        if _hits(one.keys, "weak", known):
            doubts.append(Reason("L4", "Over dit overlijden is intussen misschien al een brief gemaakt."))
        if _hits(one.person_keys, "weak", objected):
            doubts.append(PERHAPS_OBJECTED)
    return (Outcome.HELD, doubts[0]) if doubts else None


def _hits(keys: dict[str, Any], kind: str, known: set[str]) -> bool:
    return any(digest in known for digest in keys.get(kind, []))


def _write(drafted: Round, addressee: Addressee, position: int, on: date) -> None:
    letter = _coded(drafted, addressee, position)
    entry = LedgerEntry.objects.create(round=drafted, letter=letter, made_on=on)
    memory.book(entry, addressee.keys)


def _coded(drafted: Round, addressee: Addressee, position: int) -> Letter:
    """A letter with a code that nobody had before; 23^7 codes make a second try rare, and a third unthinkable."""
    for _ in range(5):
        try:
            with transaction.atomic():
                return Letter.objects.create(
                    round=drafted,
                    addressee=addressee,
                    position=position,
                    code=codes.make(),
                    text_variant=addressee.sheet["text_variant"],
                )
        except IntegrityError:
            continue
    raise RuntimeError("no free reply code was found")


def let_go(cancelled: Round) -> None:
    """The same delivery may be laid under a new round: but whoever was pulled from this one is left out of it."""
    for letter in (
        cancelled.letters.filter(state=LetterState.PULLED).exclude(addressee=None).select_related("addressee")
    ):
        if letter.addressee:
            heaps.leave_out(letter.addressee, Reason("L9", letter.pulled_reason))
    cancelled.letters.update(addressee=None)
