"""Never again: remembered as keyed hashes, and the name goes; with a letter at hand or without one (A4)."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.visiting import intakes
from bezoekdienst.visiting.mergers import likeness
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import INTAKE_OPEN, IntakeState
from letters import last_check, memory, recognition
from letters.acquaintances import Person
from letters.deliveries import heaps
from letters.models import Addressee, Letter, Reply, Round
from letters.printing import boxes
from letters.recognition import Keys
from letters.selection import OBJECTED, PERHAPS_OBJECTED
from letters.states import LetterState, Outcome, ReplyKind, ReplyWay, RoundState

_OVER = frozenset({RoundState.CLOSED, RoundState.CANCELLED})
_POSTCODE = re.compile(r"\s*[1-9][0-9]{3}\s?[A-Za-z]{2}\s*")


def of_letter(letter: Letter, intake: Intake | None, person: Person, *, by: User | None, at: datetime) -> None:
    """Remember who answers this letter with "never", in the caller's transaction; her intake, when open, ends.

    What lies ready for her about another loss is taken out too, so `hold_rounds` first. Refused when nothing is left
    by which she can be known again, as when the letter's name is gone already (A5), and `person` doesn't tell it once
    more: else the promise could not be kept.
    """
    addressee = Addressee.objects.filter(letter=letter).first()
    known = [memory.addressee_digests(addressee)] if addressee else []
    if intake is not None:  # also when it ended: her resident goes on term, the promise stays
        known.append(_known_by(intake))
    if person.name.strip() and person.postcode.strip() and person.number.strip():
        known.append(memory.person_digests(person.name, person.postcode, person.number))
    never_before = letter.replies.filter(kind=ReplyKind.NEVER).exists()
    if not never_before and not any(keys["strong"] or keys["weak"] for keys in known):
        text = "De naam bij deze brief is al gewist. Vul naam, postcode en huisnummer in. Wij bewaren ze niet."
        raise Refused(Reason("A4", text))
    for keys in known:
        memory.suppress(keys, on=timezone.localdate(at))
    if addressee:
        addressee.delete()
        _take_out_others(addressee, at)
    if intake is not None and intake.state in INTAKE_OPEN:
        intakes.stop(intake, state=IntakeState.WITHDRAWN, by=by, at=at)


def of_addressee(addressee: Addressee, *, at: datetime) -> None:
    """The same of somebody whose letter lies ready, in the caller's transaction after `hold_rounds`: remembered, and
    what lies ready about another loss is taken out. Her letter itself is the caller's."""
    memory.suppress(memory.addressee_digests(addressee), on=timezone.localdate(at))
    _take_out_others(addressee, at)


def note(*, name: str, postcode: str, number: str, by: User, at: datetime, birth: str = "") -> None:
    """Somebody calls to say never, without a code: no letter any more, now or later. Nothing she said is kept.

    Her day of `birth`, as 19500131, tells her from a mother or a daughter at the same address.

    A letter that lies ready is pulled; one on the post is answered with "never", if there is one it must be. What was
    found is told to nobody: who may type this in never sees the silent names. Raises Refused for what can't be known
    again.
    """
    refuse_if(_reasons(name, postcode, number))
    with transaction.atomic():
        remember([memory.person_digests(name, postcode, number, birth)], at=at)
        events.record("objection.noted", by=by, at=at)


def remember(people: Sequence[Keys], *, at: datetime) -> None:
    """No letter any more to any of `people`, each known by her keys; in the caller's transaction. As `note`."""
    hold_rounds()
    memory.suppress(_together(people), on=timezone.localdate(at))
    for surely, perhaps in recognition.among(people):
        posted = [one for one in surely if _letter_state(one) == LetterState.POSTED]
        for addressee in surely:
            if addressee not in posted:
                _object(addressee, at)
            elif len(posted) == 1:
                _answer(addressee, at)
        for addressee in perhaps:
            _take_out(addressee, PERHAPS_OBJECTED, at)


def again(keys: Keys, *, at: datetime) -> None:
    """Of whom a backup brought back after she objected the name goes, as it did; in the caller's transaction.

    `keys` are those of all who did, taken together: where they don't surely tell her from another, no letter goes.
    """
    hold_rounds()
    for surely, perhaps in recognition.among([keys]):
        for addressee in surely:
            (_answer if _letter_state(addressee) == LetterState.POSTED else _object)(addressee, at)
        for addressee in perhaps:
            _take_out(addressee, PERHAPS_OBJECTED, at)


def _object(addressee: Addressee, at: datetime) -> None:
    _take_out(addressee, OBJECTED, at)


def _together(people: Sequence[Keys]) -> Keys:
    return {kind: list({digest for keys in people for digest in keys[kind]}) for kind in ("strong", "weak")}


def hold_rounds() -> None:
    """In the caller's transaction, before it locks a letter: no round is frozen, posted or closed meanwhile."""
    list(Round.objects.select_for_update().exclude(state__in=_OVER).order_by("pk"))


def _reasons(name: str, postcode: str, number: str) -> list[Reason]:
    return [
        Reason("A4", text)
        for wrong, text in (
            (not any(map(str.isalpha, name)), "Vul de achternaam in, anders kunnen wij deze persoon niet herkennen."),
            (not _POSTCODE.fullmatch(postcode), "Vul de hele postcode in, zoals 6811 AB."),
            (not number.strip()[:1].isdecimal(), "Vul het huisnummer in. Het begint met een cijfer."),
        )
        if wrong
    ]


def _take_out_others(addressee: Addressee, at: datetime) -> None:
    """Where else she stands, by her numbers or by her whole name with her birth date: about another loss."""
    mine = _own(addressee)
    others = Addressee.objects.exclude(pk=addressee.pk).defer("sheet").select_related("letter__round", "extract")
    for other in [one for one in others.iterator(chunk_size=500) if not mine.isdisjoint(_own(one))]:
        _take_out(other, OBJECTED, at)


def _own(addressee: Addressee) -> set[str]:
    keys = addressee.person_keys
    return {*keys.get("strong", []), *(key for key in keys.get("weak", []) if key.startswith("person-n:"))}


def _letter_state(addressee: Addressee) -> str:
    letter = getattr(addressee, "letter", None)
    return letter.state if letter else ""


def _take_out(addressee: Addressee, reason: Reason, at: datetime) -> None:
    """Out of the delivery, or out of the round.

    In a round her name stays for who must find the envelope, as after a last check (L9), and goes with the others.
    """
    letter = getattr(addressee, "letter", None)
    if reason == OBJECTED:
        memory.suppress(memory.addressee_digests(addressee), on=timezone.localdate(at))
    if letter is None:
        if reason == OBJECTED:
            heaps.leave_out(addressee, reason)
        elif addressee.outcome == Outcome.DUE:
            heaps.hold(addressee, reason)
    elif letter.state == LetterState.MADE:
        last_check.pull(letter, reason)
        boxes.take_back(letter.round.boxes.all(), at=at)
        events.record("letter.pulled", by=None, at=at, subject=letter.round)


def _answer(addressee: Addressee, at: datetime) -> None:
    letter, on = addressee.letter, timezone.localdate(at)
    memory.suppress(memory.addressee_digests(addressee), on=on)
    Reply.objects.create(letter=letter, kind=ReplyKind.NEVER, way=ReplyWay.PHONE, received_on=on)
    addressee.delete()


def _known_by(intake: Intake) -> dict[str, list[str]]:
    resident = intake.resident
    return memory.person_digests(resident.name, resident.postcode, likeness.house_number(resident.street))
