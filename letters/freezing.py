"""Freezing reserves: for each due loss a ledger entry, a letter, a code, a place in the order (L4, L8)."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from letters import codes, envelope, letterheads, memory, sheets
from letters.models import Addressee, LedgerEntry, LedgerKey, Letter, Round, Suppression
from letters.states import Outcome

Decided = tuple[Outcome, str, str]


def reserve(drafted: Round, on: date) -> int:
    """Letters for everybody who is still due, in the caller's transaction; gives their number.

    What changed since the extract was read (another round, an objection, a smaller window) is held or left out here.
    """
    profile = envelope.PROFILES[letterheads.required().envelope]
    due = list(Addressee.objects.filter(extract=drafted.extract, outcome=Outcome.DUE))
    known = set(LedgerKey.objects.values_list("digest", flat=True))
    objected = set(Suppression.objects.values_list("digest", flat=True))
    chosen = [one for one in due if _stays(one, known, objected, profile)]
    chosen.sort(key=lambda one: sheets.sort_key(one.sheet))
    for position, addressee in enumerate(chosen, start=1):
        _write(drafted, addressee, position, on)
    _recount(drafted)
    return len(chosen)


def _stays(one: Addressee, known: set[str], objected: set[str], profile: envelope.Profile) -> bool:
    changed = _changed(one, known, objected, profile)
    if changed is None:
        return True
    outcome, rule, text = changed
    one.outcome, one.reasons = outcome, [[rule, text]]
    one.save(update_fields=["outcome", "reasons"])
    return False


def _changed(one: Addressee, known: set[str], objected: set[str], profile: envelope.Profile) -> Decided | None:
    if _hits(one.keys, "strong", known):
        return Outcome.LEFT_OUT, "L4", "Over dit overlijden is intussen al een brief gemaakt."
    if _hits(one.person_keys, "strong", objected):
        return Outcome.LEFT_OUT, "L5", "Deze persoon wil geen brief of is al bekend."
    if _hits(one.person_keys, "weak", objected) and not one.sheet.get("decided"):
        return Outcome.HELD, "L6", "Deze persoon lijkt op iemand die geen brief wil of al bekend is."
    doubts = sheets.doubts(one.sheet, profile)
    return (Outcome.HELD, doubts[0].rule, doubts[0].text) if doubts else None


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


def _recount(drafted: Round) -> None:
    """Keep the extract's sums true after somebody moved from due to held or left out (L12)."""
    extract = drafted.extract
    assert extract is not None
    for name in (Outcome.DUE, Outcome.HELD):
        setattr(extract, name, extract.addressees.filter(outcome=name).count())
    extract.left_out = extract.persons - extract.due - extract.held
    extract.save(update_fields=["due", "held", "left_out"])
