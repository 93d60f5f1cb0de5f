"""What was promised and sent, in a file outside the database (L4, A4): no backup makes us write to somebody twice.

The rows are written first; the file follows when they are sure, and the night adds what failed. So the file never says
more than was so, and an old copy of it does no harm. It holds what the ledger holds: keyed hashes, days, reply codes.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from bezoekdienst.lib import calendar, pseudonyms
from bezoekdienst.lib.errors import Reason, Refused
from letters.models import LedgerEntry, Letter, Suppression
from letters.sheet import storage
from letters.states import LetterState

LEDGER_MONTHS, SUPPRESSION_MONTHS = 36, 120  # L4 and 07-trust: constants
_END = "."  # the last word of a whole line: one that was torn off while it was written doesn't count
_NOT_OURS = Reason(
    "L4",
    "Het bestand letters.txt is geschreven met een andere PSEUDONYM_KEY. Zet die sleutel terug, of het bestand dat bij "
    "deze sleutel hoort. Er is niets veranderd.",
)
_UNREADABLE = "Regel {} van het bestand letters.txt is niet te lezen. Bel de beheerder. Er is niets veranderd."


@dataclass(frozen=True, slots=True)
class Written:
    """One letter: about which loss, by its digests; in which round; and what became of it."""

    code: str
    made_on: date
    quarter_on: date
    reference_on: date
    position: int
    text_variant: str
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    posted_on: date | None = None
    freed: bool = False
    on_paper: bool = False  # perhaps: its box was handed over

    @property
    def digests(self) -> frozenset[str]:
        """All keys of the loss."""
        return frozenset((*self.strong, *self.weak))


@dataclass(slots=True)
class Promises:
    """`never`: digest -> whether it is a strong one, and since when. `letters` by reply code."""

    never: dict[str, tuple[bool, date]] = field(default_factory=dict)
    letters: dict[str, Written] = field(default_factory=dict)

    @property
    def taken(self) -> frozenset[str]:
        """All keys of the losses that were dealt with, and not freed."""
        return frozenset().union(*(one.digests for one in self.letters.values() if not one.freed))

    def is_free(self, letter: Letter) -> bool:
        """Whether the loss of this letter was given back to a next round."""
        return letter.code in self.letters and self.letters[letter.code].freed

    def has_said(self, digest: str, on: date) -> bool:
        """Whether this objection is known, from `on` or from later."""
        return digest in self.never and self.never[digest][1] >= on


def path() -> Path:
    """The file. Restoring a backup of the database must leave it alone."""
    return Path(settings.VAR_DIR) / "letters.txt"


def read(on: date | None = None) -> Promises:
    """What the file says; with `on` only what hasn't had its time by then.

    Raises Refused when another key wrote it, or a whole line says nothing.
    """
    found = Promises()
    if not path().exists():
        return found
    text = path().read_text(encoding="ascii", errors="replace").replace("\0", "")  # what a power cut may leave
    for number, line in enumerate(text.split("\n"), start=1):
        *words, end = line.split(" ")
        try:
            if end == _END and words:
                _understand(found, *words)
        except (ValueError, LookupError, TypeError):
            raise Refused(Reason("L4", _UNREADABLE.format(number))) from None
    if on is None:
        return found
    long_ago, longest_ago = (calendar.add_months(on, -months) for months in (LEDGER_MONTHS, SUPPRESSION_MONTHS))
    found.letters = {code: one for code, one in found.letters.items() if one.made_on > long_ago}
    found.never = {digest: said for digest, said in found.never.items() if said[1] > longest_ago}
    return found


def write_down_on_commit() -> None:
    """In the caller's transaction, after what it changed: once, however often it is asked."""
    waiting = [hook[1] for hook in transaction.get_connection().run_on_commit]
    if write_down not in waiting:
        transaction.on_commit(write_down, robust=True)  # what fails here the night does


def write_down() -> int:
    """Add what the database has and the file hasn't; how many lines. Twice writes nothing new.

    What is not in the database is never taken for freed: a backup may be back. Raises OSError, and Refused (`read`).
    """
    with _alone():
        lines = list(_new(read()))
        if lines:
            if not path().exists():
                storage.write(_key().encode(), path())
            with path().open("a", encoding="ascii") as file:
                file.write("".join(f"\n{line}" for line in lines))  # on a line of its own, whatever was torn off
                file.flush()
                os.fsync(file.fileno())
    return len(lines)


def forget(on: date) -> int:
    """Take out what has had its time on `on`; how many lines. Raises OSError, and Refused (`read`)."""
    with _alone():
        if not path().exists():
            return 0
        kept = "\n".join([_key(), *_lines(read(on))])
        gone = path().read_text(encoding="ascii", errors="replace").count("\n") - kept.count("\n")
        if gone > 0:
            storage.write(kept.encode(), path())
    return max(gone, 0)


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: a line that is added while the file is written anew would be lost."""
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _key() -> str:
    return f"key {pseudonyms.keyed('file', path().name, key=settings.PSEUDONYM_KEY.encode())} {_END}"


def _understand(found: Promises, kind: str, *words: str) -> None:
    if kind == "key" and f"{kind} {words[0]} {_END}" != _key():
        raise Refused(_NOT_OURS)
    if kind == "never":
        found.never[words[1]] = words[2] == "strong", date.fromisoformat(words[0])
    elif kind == "letter":
        code, *days, position, variant, strong, weak = words
        made_on, quarter_on, reference_on = map(date.fromisoformat, days)
        strong_ones, weak_ones = (tuple(filter(None, joined.split(","))) for joined in (strong, weak))
        found.letters[code] = Written(
            code, made_on, quarter_on, reference_on, int(position), variant, strong_ones, weak_ones
        )
    elif kind == "posted" and words[0] in found.letters:
        found.letters[words[0]] = replace(found.letters[words[0]], posted_on=date.fromisoformat(words[1]))
    elif kind == "paper" and words[0] in found.letters:
        found.letters[words[0]] = replace(found.letters[words[0]], on_paper=True)
    elif kind == "freed" and words[0] in found.letters:
        found.letters[words[0]] = replace(found.letters[words[0]], freed=True)


def _lines(known: Promises) -> Iterator[str]:
    for digest, (strong, on) in known.never.items():
        yield f"never {on} {digest} {'strong' if strong else 'weak'} {_END}"
    for one in known.letters.values():
        days = f"{one.made_on} {one.quarter_on} {one.reference_on}"
        keys = f"{','.join(one.strong)} {','.join(one.weak)}"
        yield f"letter {one.code} {days} {one.position} {one.text_variant} {keys} {_END}"
        if one.posted_on:
            yield f"posted {one.code} {one.posted_on} {_END}"
        if one.on_paper:
            yield f"paper {one.code} {_END}"
        if one.freed:
            yield f"freed {one.code} {_END}"


def _new(known: Promises) -> Iterator[str]:
    """Lines for what the rows say more than the file."""
    said = Suppression.objects.values_list("digest", "strong", "made_on")
    never = {digest: (strong, on) for digest, strong, on in said if not known.has_said(digest, on)}
    booked = dict(LedgerEntry.objects.exclude(letter=None).values_list("letter__code", "pk"))
    fresh = [pk for code, pk in booked.items() if code not in known.letters]
    yield from _lines(Promises(never, {one.code: one for one in map(_written, _entries(fresh))}))
    for code, posted_on in _letters(LetterState.POSTED).values_list("code", "round__posted_on"):
        if code in booked and not (code in known.letters and known.letters[code].posted_on):
            yield f"posted {code} {posted_on} {_END}"
    for code in _letters(*LetterState).exclude(box__handed_over_at=None).values_list("code", flat=True):
        if code in booked and not (code in known.letters and known.letters[code].on_paper):
            yield f"paper {code} {_END}"
    for code in _letters(LetterState.PULLED, LetterState.CANCELLED).values_list("code", flat=True):
        if code not in booked and code in known.letters and not known.letters[code].freed:
            yield f"freed {code} {_END}"


def _letters(*states: LetterState) -> "QuerySet[Letter]":
    return Letter.objects.filter(state__in=states).order_by("pk")


def _entries(pks: list[int]) -> Iterator[LedgerEntry]:
    rows = LedgerEntry.objects.select_related("letter", "round").prefetch_related("keys").order_by("pk")
    for start in range(0, len(pks), 500):
        yield from rows.filter(pk__in=pks[start : start + 500])


def _written(entry: LedgerEntry) -> Written:
    letter, keys = entry.letter, list(entry.keys.all())
    assert letter is not None
    return Written(
        letter.code,
        entry.made_on,
        entry.round.quarter_on,
        entry.round.reference_on,
        letter.position,
        letter.text_variant,
        strong=tuple(sorted(key.digest for key in keys if key.strong)),
        weak=tuple(sorted(key.digest for key in keys if not key.strong)),
    )
