"""A fresh extract laid over a round: who died, moved, objected, became secret, remarried or left is pulled (L9)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import calendar, wording
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.policy import versions
from letters import memory, promises, selection, sheets
from letters.deliveries import extracts, judging, mappings
from letters.models import Addressee, Extract, LedgerEntry, Letter, Round
from letters.printing import boxes
from letters.registry import composition
from letters.registry.formats import tables
from letters.registry.rows import RegistryPerson, Rejected
from letters.selection import identity, obstacles, widowhood
from letters.states import LETTER_TRANSITIONS, ROUND_CHECKABLE, LetterState

ABSENT = Reason("L9", "Deze persoon staat niet meer in het bestand.")
CHANGED = Reason("L9", "De naam of het adres is veranderd. De brief komt in een volgende ronde.")
REDATED = Reason(
    "L9", "De datum van overlijden is verbeterd, en dan past deze tekst niet. Wij kijken in een volgende ronde."
)
FINAL = frozenset({obstacles.DEAD, selection.OBJECTED, obstacles.IS_SECRET, widowhood.AGAIN})  # L4
FEW, USUAL_SHARE = 5, 10  # so many letters, or one in so many, may be pulled without a second look at the file
SAY_SO = "Klopt het toch? Kies het bestand dan nog eens en vink aan dat het klopt."
FRESH_WORKING_DAYS = 5  # a check may be this old when the letters go to the post (L8)


def lay(
    checked: Round, stream: BinaryIO, *, state_on: date, by: User, at: datetime, on: date, even_many: bool = False
) -> list[Letter]:
    """Pull every letter that may no longer go; the letters pulled, with their reason. Nothing is stored of the extract.

    Raises Refused: the round is not under way, the extract is older than the one it was made from, or it may be another
    file than the one that was meant, and nobody said (`even_many`) that it is right: it would pull far more letters
    than a few days can change, or it was handed in before as older than `state_on`.
    """
    refuse_if(_reasons(checked, state_on, on) or ([] if even_many else _known_as_older(stream, state_on)))
    found = _found(checked, stream, state_on, on)
    pulled: list[Letter] = []
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=checked.pk)
        checked.refresh_from_db()
        refuse_if(_reasons(checked, state_on, on))  # again: reading took a while
        letters = _letters(checked)
        reasons = {letter: reason for letter in letters if (reason := found.get(letter.pk, ABSENT)) is not None}
        refuse_if([] if even_many else _too_many(list(reasons.values()), len(letters)))
        for letter, reason in reasons.items():
            pull(letter, reason)
            pulled.append(letter)
        boxes.take_back(checked.boxes.all(), at=at)
        checked.last_checked_on = state_on
        checked.save(update_fields=["last_checked_on"])
        events.record("round.checked", by=by, at=at, subject=checked, pulled=len(pulled), state_on=state_on.isoformat())
    return pulled


def _known_as_older(stream: BinaryIO, state_on: date) -> list[Reason]:
    """Of two files with nearly the same name the old one is easily chosen: of who died since, it knows nothing."""
    known = Extract.objects.filter(file_hash=extracts.digested(stream), state_on__lt=state_on).first()
    if known is None:
        return []
    text = f"Precies dit bestand is al aangeleverd, als dat van {wording.day(known.state_on)}. Is dit het nieuwste?"
    return [Reason("L9", f"{text} Er is niets veranderd. {SAY_SO}")]


def _too_many(pulls: list[Reason], letters: int) -> list[Reason]:
    """Also a few are too many when nobody of the round is in the file at all."""
    pulled = len(pulls)
    is_other_file = 1 < letters == pulls.count(ABSENT)
    if not is_other_file and (pulled <= FEW or pulled * USUAL_SHARE <= letters):
        return []
    text = f"Dit bestand haalt {pulled} van de {letters} brieven eruit. Is het wel het hele bestand?"
    return [Reason("L9", f"{text} Er is niets veranderd. {SAY_SO}")]


def too_old(checked: Round, on: date) -> list[Reason]:
    """Why the letters can't be posted on `on`: there is no check yet, or one that is too old by then (L8)."""
    checked_on = checked.last_checked_on
    if checked_on and calendar.working_days_between(checked_on, on) <= FRESH_WORKING_DAYS:
        return []
    text = f"De laatste controle is ouder dan {FRESH_WORKING_DAYS} werkdagen."
    return [Reason("L8", f"{text} Leg er eerst een nieuw uittreksel overheen.")]


def pull(letter: Letter, reason: Reason, *, is_final: bool | None = None) -> None:
    """Take one letter out, in the caller's transaction; its loss comes back next round.

    Unless she is dead, objected, secret or remarried (`is_final`, from the reason): then its place in the ledger stays
    taken (L4).
    """
    if LetterState.PULLED not in LETTER_TRANSITIONS[letter.state]:
        raise Refused(Reason("L8", "Deze brief kan er niet meer uit."))
    letter.state, letter.pulled_reason = LetterState.PULLED, reason.text[:200]
    letter.save(update_fields=["state", "pulled_reason"])
    if not (reason in FINAL if is_final is None else is_final):
        LedgerEntry.objects.filter(letter=letter).delete()
        promises.write_down_on_commit()


def _reasons(checked: Round, state_on: date, on: date) -> list[Reason]:
    reasons = []
    if checked.state not in ROUND_CHECKABLE:
        reasons.append(Reason("L9", f"De ronde is {checked.get_state_display()}: een laatste controle kan nu niet."))
    if checked.extract and state_on < checked.extract.state_on:
        reasons.append(Reason("L9", "Dit bestand is ouder dan het bestand waarmee de ronde gemaakt is."))
    if state_on > on:
        reasons.append(Reason("L9", "De toestandsdatum ligt in de toekomst."))
    return reasons


def _letters(checked: Round) -> list[Letter]:
    """Also those of which the name is gone: nobody can be looked up for them, so they count as absent."""
    made = checked.letters.filter(state=LetterState.MADE)
    return list(made.select_related("addressee").order_by("position"))


def _found(checked: Round, stream: BinaryIO, state_on: date, on: date) -> dict[int, Reason | None]:
    """Letter id -> why it is pulled, or None when it may go; a letter whose person is absent has no entry."""
    letter_of = memory.finder(
        {
            digest: letter
            for letter in _letters(checked)
            if letter.addressee
            for digest in _recognised_by(letter.addressee)
        }
    )
    policy = checked.policy or versions.current(on)
    judge = judging.Judge(checked.reference_on, state_on, policy, ledger=selection.nobody)
    found: dict[int, Reason | None] = {}
    for row in _read(stream):
        if isinstance(row, Rejected):
            continue
        judging.refuse_numbers([row], policy)
        letter = letter_of(identity.person_keys(row))
        if letter is not None and found.get(letter.pk) is None:  # of two lines the one that objects counts
            found[letter.pk] = _verdict(letter, row, judge)
    return found


def _read(stream: BinaryIO) -> Iterable[RegistryPerson | Rejected]:
    """Raises Refused; of columns that nobody explained yet with where to do that."""
    try:
        return mappings.read(stream)[0]
    except tables.Unmapped as unknown:
        where = Reason("L12", "Wijs bij Aanleveren eerst aan welke kolom wat is: lees het bestand daar op proef.")
        raise Refused(*unknown.reasons, where) from None


def _recognised_by(addressee: Addressee) -> list[str]:
    """Her numbers; without numbers the most particular of her weak keys, or neighbours with her name would be her."""
    keys = addressee.person_keys
    return list(keys.get("strong") or keys.get("weak", [])[:1])


def _verdict(letter: Letter, person: RegistryPerson, judge: judging.Judge) -> Reason | None:
    composed = composition.of(person, judge.policy.municipality_name)
    decision = judge.judge(person, composed)
    stored = letter.addressee.sheet if letter.addressee else {}
    accepted = letter.addressee.reasons if letter.addressee and stored.get("decided") else []
    serious = [reason for reason in decision.reasons if [reason.rule, reason.text] not in accepted]
    if serious:
        return next(filter(FINAL.__contains__, serious), serious[0])
    fresh = sheets.compose(composed, decision, person.address.number)
    same = all(fresh[name] == stored.get(name) for name in ("address_lines", "salutation"))
    if not same:
        return CHANGED
    return None if fresh["text_variant"] == stored.get("text_variant") else REDATED
