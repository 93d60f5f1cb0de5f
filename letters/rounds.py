"""The quarterly round, from draft to closed (L8): the one door for each step."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from bezoekdienst import bell
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import calendar, transitions
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.policy import versions
from letters import freezing, last_check, letterheads, plausibility, posting, promises
from letters.deliveries import extracts
from letters.models import Addressee, Extract, LedgerEntry, Round
from letters.printing import boxes, following, hours
from letters.states import BOX_DONE, ROUND_COUNTS_FOR_REFERENCE, ROUND_TRANSITIONS, WORDS, LetterState, RoundState

DESTROYED = "vernietigd"  # typed to cancel a round of which there may be paper


def open_quarter(*, on: date, at: datetime, by: User | None = None) -> Round | None:
    """The draft of the quarter of `on`, if there is none yet: called on the quarter's first day and by every catch-up.

    A quarter that was missed is not made up for: its losses are due in this one (L1 has no lower bound). After a
    cancelled round only a person (`by`) begins the quarter again.
    """
    quarter_on = calendar.quarter_start(on)
    there = Round.objects.filter(quarter_on=quarter_on)
    if (there.exclude(state=RoundState.CANCELLED) if by else there).exists():
        return None
    try:
        with transaction.atomic():
            opened = Round.objects.create(quarter_on=quarter_on, reference_on=on, opened_at=at)
            events.record("round.opened", by=by, at=at, subject=opened, quarter_on=quarter_on.isoformat())
    except IntegrityError:
        return None  # somebody else did it in this very moment: one round a quarter, says the database
    return opened


def draft(opened: Round, *, extract: Extract, by: User | None, at: datetime) -> Round:
    """Lay an extract under a draft. Its reference date becomes the round's, never before that of an earlier round (L3).

    Raises Refused: not a draft, an extract older than 14 days or used already, or judged for an earlier day; and when
    the clock (by=None) comes where somebody chose already.
    """
    with transaction.atomic():
        _lock(opened)
        if by is None and opened.extract_id is not None:
            raise Refused(Reason("L8", "Onder deze ronde ligt al een aanlevering."))
        refuse_if(_draft_reasons(opened, extract, timezone.localdate(at)))
        opened.extract, opened.reference_on = extract, extract.reference_on
        opened.save(update_fields=["extract", "reference_on"])
        events.record("round.drafted", by=by, at=at, subject=opened, due=extract.due, held=extract.held)
    return opened


def _draft_reasons(opened: Round, extract: Extract, on: date) -> list[Reason]:
    frozen = Round.objects.filter(state__in=ROUND_COUNTS_FOR_REFERENCE).order_by("-reference_on").first()
    early = frozen is not None and extract.reference_on < frozen.reference_on
    used = extract.rounds.exclude(pk=opened.pk).exclude(state=RoundState.CANCELLED)
    return [
        Reason(rule, text)
        for wrong, rule, text in (
            (opened.state != RoundState.DRAFT, "L8", f"De ronde is al {opened.get_state_display()}."),
            (extracts.is_stale(extract, on), "L9", "De aanlevering is ouder dan 14 dagen. Vraag een nieuwe."),
            (used.exists(), "L4", "Deze aanlevering is al voor een andere ronde gebruikt."),
            (early, "L3", "De aanlevering is beoordeeld voor een eerdere dag dan een vorige ronde. Lever opnieuw aan."),
        )
        if wrong
    ]


def freeze(drafted: Round, *, by: User, at: datetime) -> Round:
    """Reserve every due loss in the ledger and give each its letter and code (L4, L8).

    Raises Refused when it is not a draft, has no extract or one that may no longer be used, or there is no letterhead.
    """
    letterhead = letterheads.required()
    with transaction.atomic():
        _lock(drafted, RoundState.FROZEN)
        if drafted.extract is None:
            raise Refused(Reason("L8", "Deze ronde heeft nog geen aanlevering."))
        refuse_if(_draft_reasons(drafted, drafted.extract, timezone.localdate(at)))  # it may have lain there for long
        letters = freezing.reserve(drafted, letterhead, timezone.localdate(at))
        drafted.state, drafted.frozen_at, drafted.frozen_by = RoundState.FROZEN, at, by
        drafted.letterhead, drafted.policy = letterhead, versions.current(timezone.localdate(at))
        drafted.save(update_fields=["state", "frozen_at", "frozen_by", "letterhead", "policy"])
        events.record("round.frozen", by=by, at=at, subject=drafted, letters=letters)
    return drafted


def proof_seen(frozen: Round, *, by: User, at: datetime) -> Round:
    """The proof pages are good. Raises Refused outside frozen, and for who didn't open them since the freeze."""
    with transaction.atomic():
        _lock(frozen)
        if frozen.state != RoundState.FROZEN:
            raise Refused(Reason("L8", "Proefpagina’s bekijkt u als de ronde is vastgezet en nog niet vrijgegeven."))
        if not events.happened("round.proof_opened", frozen, by=by, since=frozen.frozen_at):
            raise Refused(Reason("L8", "Open eerst de proefpagina’s, en kijk of elke brief klopt."))
        frozen.proof_seen_at = at
        frozen.save(update_fields=["proof_seen_at"])
        events.record("round.proof_seen", by=by, at=at, subject=frozen)
    return frozen


def release(
    frozen: Round, *, by: User, at: datetime, unusual_reason: str = "", print_at: datetime | None = None
) -> Round:
    """Let the letters be made. Needs proof pages seen, a last check, a plausible count, and a second clerk (L8).

    From `print_at` on the boxes go to the printer by themselves; None leaves that to the print room.
    """
    with transaction.atomic():
        _lock(frozen, RoundState.RELEASED)
        reasons = _release_reasons(frozen, by, unusual_reason, timezone.localdate(at))
        refuse_if(reasons + hours.reasons(print_at, at))
        frozen.state, frozen.released_at, frozen.released_by = RoundState.RELEASED, at, by
        frozen.unusual_count_reason = unusual_reason.strip()[:300]
        frozen.save(update_fields=["state", "released_at", "released_by", "unusual_count_reason"])
        count = boxes.fill(frozen)
        events.record("round.released", by=by, at=at, subject=frozen, boxes=count, alone=frozen.frozen_by_id == by.pk)
        if print_at is not None:
            hours.plan(frozen, print_at=print_at, by=by, at=at)
        bell.ring("make_boxes")
    return frozen


def _release_reasons(frozen: Round, by: User, unusual_reason: str, on: date) -> list[Reason]:
    policy, unusual = frozen.policy or versions.current(on), plausibility.remark(frozen)
    stale = last_check.too_old(frozen, on)  # paper that is made now would have to be looked through again later
    reasons = [
        Reason("L8", text)
        for wrong, text in (
            (frozen.proof_seen_at is None, "Bekijk eerst de proefpagina’s."),
            (frozen.last_checked_on is None, "Doe eerst de laatste controle met een nieuw uittreksel."),
            (
                policy.second_clerk and frozen.frozen_by_id == by.pk,
                "Vrijgeven doet iemand anders dan wie de ronde vastzette. Vraag een collega.",
            ),
            (bool(unusual) and not unusual_reason.strip(), f"{unusual} Typ waarom dat klopt."),
            (not frozen.letters.filter(state=LetterState.MADE).exists(), "Er is geen brief om te versturen."),
        )
        if wrong
    ]
    return [*reasons, *(stale if frozen.last_checked_on else []), *freezing.too_old(frozen, on)]


def printed(released: Round, *, by: User | None, at: datetime) -> Round:
    """Every box came out of the printer. Raises Refused while one has not."""
    with transaction.atomic():
        _lock(released, RoundState.PRINTED)
        if waiting := released.boxes.exclude(state__in=BOX_DONE).count():
            text = f"Nog niet alles is gedrukt: {waiting} van de {released.boxes.count()} dozen niet."
            raise Refused(Reason("L8", text))
        released.state, released.printed_at = RoundState.PRINTED, at
        released.save(update_fields=["state", "printed_at"])
        events.record("round.printed", by=by, at=at, subject=released)
    return released


def post(done: Round, *, on: date, by: User, at: datetime, taken_out: int = 0) -> Round:
    """Handed to the post on a day between printing and today, without the `taken_out` envelopes of the pull list.

    Raises Refused on another day, in a blocked week (L11), when the last check is too old (L8), and when not exactly
    as many envelopes were taken out as there are letters that were pulled after printing (L9).
    """
    with transaction.atomic():
        _lock(done, RoundState.POSTED)
        refuse_if(posting.reasons(done, on, today=timezone.localdate(at), taken_out=taken_out))
        count = done.letters.filter(state=LetterState.MADE).update(state=LetterState.POSTED)
        done.state, done.posted_on = RoundState.POSTED, on
        done.save(update_fields=["state", "posted_on"])
        events.record("round.posted", by=by, at=at, subject=done, letters=count)
        promises.write_down_on_commit()
    return done


def cancel(unsent: Round, *, by: User | None, at: datetime, typed: str = "") -> Round:
    """Give every loss back to the next round; what lies at the printer is taken off its queue, as far as that goes.

    Once a box was handed over there may be paper: then only when it is typed that the sheets were destroyed (L8).
    """
    with transaction.atomic():
        _lock(unsent, RoundState.CANCELLED)
        list(unsent.boxes.select_for_update())  # none goes to the printer while we look
        if boxes.perhaps_on_paper(unsent).exists() and typed.strip().lower() != DESTROYED:
            text = f"Er kunnen brieven op papier zijn. Vernietig ze eerst en typ dan “{DESTROYED}”."
            raise Refused(Reason("L8", text))
        LedgerEntry.objects.filter(round=unsent).delete()
        unsent.letters.filter(state=LetterState.MADE).update(state=LetterState.CANCELLED)
        freezing.let_go(unsent)
        boxes.erase(unsent, at=at)
        unsent.state, unsent.cancelled_at = RoundState.CANCELLED, at
        unsent.save(update_fields=["state", "cancelled_at"])
        events.record("round.cancelled", by=by, at=at, subject=unsent)
        promises.write_down_on_commit()
    following.stop(unsent)
    return unsent


def erase_silent(*, on: date, at: datetime) -> int:
    """A5: of every round whose weeks of waiting are over, the names go; counts stay and the round closes."""
    erased = 0
    for posted in Round.objects.filter(state=RoundState.POSTED).select_related("policy"):
        weeks = (posted.policy or versions.current(on)).silent_weeks
        if posted.posted_on and posted.posted_on + timedelta(weeks=weeks) <= on:
            erased += _close(posted, at)
    return erased


def _close(posted: Round, at: datetime) -> int:
    with transaction.atomic():
        _lock(posted)
        if posted.state != RoundState.POSTED:
            return 0  # another worker was first
        names = Addressee.objects.filter(letter__round=posted)
        count = names.count()
        names.delete()
        posted.state, posted.closed_at, posted.silent_erased_at = RoundState.CLOSED, at, at
        posted.save(update_fields=["state", "closed_at", "silent_erased_at"])
        events.record("round.closed", by=None, at=at, subject=posted, erased=count)
    return count


def _lock(subject: Round, then: RoundState | None = None) -> None:
    """In the caller's transaction: nobody else acts on this round now, `subject` is as it stands, and may go to `then`.

    A page that was open since yesterday, or a second click, is judged by what is true at this moment.
    """
    Round.objects.select_for_update().get(pk=subject.pk)
    subject.refresh_from_db()
    if then is not None:
        transitions.check(ROUND_TRANSITIONS, "L8", f"De {subject}", subject.state, then, WORDS)
