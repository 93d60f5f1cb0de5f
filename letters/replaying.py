"""After a backup of the database was put back: what was promised and sent since is so again (L4, A4).

A round that went since comes back as one whose names are erased (A5), and with its names where the delivery under it is
still here: its losses are in the ledger, its letters can be answered by their codes, and its sums are true (L12).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason
from bezoekdienst.policy import versions
from letters import last_check, letterheads, memory, objections, promises, rounds
from letters.models import Addressee, Extract, LedgerEntry, LedgerKey, Letter, Round, Suppression
from letters.printing import boxes
from letters.promises import Promises, Written
from letters.states import BoxState, LetterState, RoundState

REPLAYED, ROUND_REPLAYED, PERHAPS_PRINTED = "letters.replayed", "round.replayed", "round.perhaps_printed"
_LOOK = "Was na de reservekopie misschien al geprint. Kijk eerst of deze brieven er liggen."
NOT_SENT = Reason("L9", "Deze brief was er al uit gehaald voordat de ronde op de post ging.")


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many came back: keys of people who objected, letters, letters on the post; and others perhaps on paper."""

    objections: int = 0
    letters: int = 0
    posted: int = 0
    on_paper: int = 0


def replay(*, at: datetime) -> Replayed:
    """Make the database know again what the file knows; nothing when it does. Raises Refused (`promises.read`)."""
    known = promises.read(timezone.localdate(at))
    if known == Promises():
        return Replayed()
    with transaction.atomic():
        objections.hold_rounds()
        letters, posted = _rounds(known, at)  # first: who objected to a letter that went answers it
        found = Replayed(_objections(known, at), letters, posted, _on_paper(known, at))
        if found != Replayed():
            events.record(REPLAYED, by=None, at=at, **asdict(found))
    return found


def _objections(known: Promises, at: datetime) -> int:
    here = dict(Suppression.objects.values_list("digest", "made_on"))
    lacking = {one: said for one, said in known.never.items() if one not in here or here[one] < said[1]}
    rows = (Suppression(digest=one, strong=strong, made_on=on) for one, (strong, on) in lacking.items())
    Suppression.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["digest"], update_fields=["made_on"], batch_size=500
    )
    fresh = {one: strong for one, (strong, _) in lacking.items() if one not in here}
    if fresh:
        strong, weak = ([one for one, strong in fresh.items() if strong is which] for which in (True, False))
        objections.again({"strong": strong, "weak": weak}, at=at)
    return len(fresh)


def _rounds(known: Promises, at: datetime) -> tuple[int, int]:
    """Letters that came back, and letters that are on the post again."""
    of_quarter: dict[date, list[Written]] = defaultdict(list)
    for one in known.letters.values():
        if not one.freed:
            of_quarter[one.quarter_on].append(one)
    here = set(Letter.objects.values_list("code", flat=True))
    made = posted = 0
    for letters in (of_quarter[on] for on in sorted(of_quarter)):
        lacking = [one for one in letters if one.code not in here]
        subject = _round(lacking[0], known, at) if lacking else None
        if subject is not None:
            _freeze(subject, lacking, at)
            made += len(lacking)
        posted += _post(known, letters, at)
    return made, posted


def _round(one: Written, known: Promises, at: datetime) -> Round:
    """The round in which a letter was; what stands in its place and was cancelled since is cancelled."""
    there = Round.objects.filter(quarter_on=one.quarter_on).exclude(state=RoundState.CANCELLED).first()
    if there and there.state != RoundState.DRAFT and all(map(known.is_free, there.letters.all())):
        rounds.cancel(there, by=None, at=at, typed=rounds.DESTROYED)
        there = None
    opened = {"quarter_on": one.quarter_on, "reference_on": one.reference_on, "opened_at": _noon(one.made_on)}
    return there or Round.objects.create(**opened)


def _noon(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(12)))


def _freeze(subject: Round, lacking: list[Written], at: datetime) -> None:
    """The letters as they were frozen, with the names of those who stand in a delivery that is here (L4)."""
    named = _named(lacking)
    for one in lacking:
        letter = Letter.objects.create(
            round=subject,
            addressee=named.get(one.code),
            position=one.position,
            code=one.code,
            text_variant=one.text_variant,
        )
        _book(LedgerEntry.objects.create(round=subject, letter=letter, made_on=one.made_on), one)
    if subject.state == RoundState.DRAFT:
        made_on = lacking[0].made_on
        subject.state, subject.frozen_at = RoundState.FROZEN, _noon(made_on)
        subject.letterhead, subject.policy = letterheads.current(), versions.current(made_on)
    subject.extract_id = subject.extract_id or _unused({one.extract_id for one in named.values()})
    subject.reference_on = max(one.reference_on for one in lacking)  # L3
    subject.save()
    events.record(ROUND_REPLAYED, by=None, at=at, subject=subject, letters=len(lacking))


def _named(lacking: list[Written]) -> dict[str, Addressee]:
    """Reply code -> of whom the letter was; everybody once at most."""
    code_of = {digest: one.code for one in lacking for digest in one.digests}
    found: dict[str, Addressee] = {}
    for addressee in Addressee.objects.filter(letter=None).order_by("pk"):
        keys = addressee.keys.get("strong", []) or addressee.keys.get("weak", [])[:1]
        if code := next((code_of[digest] for digest in keys if digest in code_of), ""):
            found[code] = addressee  # of two deliveries the newest
    return found


def _unused(extracts: set[int]) -> int | None:
    used = Round.objects.exclude(state=RoundState.CANCELLED).exclude(extract=None).values("extract")
    free = Extract.objects.filter(pk__in=extracts).exclude(pk__in=used).order_by("-pk").first()
    return free.pk if free else None


def _book(entry: LedgerEntry, one: Written) -> None:
    taken = LedgerKey.objects.filter(digest__in=one.strong, strong=True).values_list("digest", flat=True)
    memory.book(entry, {"strong": sorted(set(one.strong) - set(taken)), "weak": list(one.weak)})


def _post(known: Promises, letters: Iterable[Written], at: datetime) -> int:
    """What was posted since is posted; what stands beside it was taken out, and is free again if it was then (L4)."""
    days = {one.code: one.posted_on for one in letters if one.posted_on}
    waiting = Letter.objects.filter(state=LetterState.MADE, code__in=days)
    count = 0
    for subject in Round.objects.filter(pk__in=list(waiting.values_list("round", flat=True))):
        made = subject.letters.filter(state=LetterState.MADE)
        count += made.filter(code__in=days).update(state=LetterState.POSTED)
        for letter in made:
            last_check.pull(letter, NOT_SENT, is_final=not known.is_free(letter))
        boxes.erase(subject, at=at)
        subject.state, subject.posted_on = RoundState.POSTED, max(days.values())
        subject.save(update_fields=["state", "posted_on"])
    return count


def _on_paper(known: Promises, at: datetime) -> int:
    """What was handed over since goes to no printer by itself: a person looks where the paper is."""
    printed = {one.code for one in known.letters.values() if one.on_paper}
    waiting = Letter.objects.filter(state=LetterState.MADE, code__in=printed).exclude(box__handed_over_at__lt=at)
    count = 0
    for subject in Round.objects.filter(pk__in=list(waiting.values_list("round", flat=True))):
        letters = waiting.filter(round=subject)
        for box in subject.boxes.filter(pk__in=list(letters.values_list("box", flat=True)), handed_over_at=None):
            boxes.fail(box, _LOOK, was=BoxState(box.state), at=at)
            box.handed_over_at = at
            box.save(update_fields=["handed_over_at"])
        if not events.history(subject).filter(kind=PERHAPS_PRINTED).exists():
            count += letters.count()
            events.record(PERHAPS_PRINTED, by=None, at=at, subject=subject, letters=letters.count())
    return count
