"""What comes back on a letter: card, phone and page are the same act (A1 to A4)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.visiting import intakes
from bezoekdienst.visiting.models import Intake, Resident
from bezoekdienst.visiting.states import INTAKE_OPEN, IntakeState, Source
from letters import codes, memory
from letters.models import Addressee, Letter, Reply
from letters.states import OPENS_INTAKE, LetterState, ReplyKind, ReplyWay, RoundState

VALID_MONTHS = 18  # A1
_SENT = frozenset({RoundState.PRINTED, RoundState.POSTED, RoundState.CLOSED})


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody tells of herself when she answers; all optional on a letter, as the letter knows her name."""

    name: str = ""
    phone: str = ""
    email: str = ""
    best_time: str = ""
    postcode: str = ""  # this and the house number only for a "never" on a letter whose name is gone already
    number: str = ""


def find(code: str, *, on: date) -> Letter | None:
    """The letter of a typed code, or None: mistyped, never made, not sent, older than 18 months. Never says which."""
    normal = codes.normalise(code)
    if not codes.is_valid(normal):
        return None
    letter = Letter.objects.select_related("round", "addressee").filter(code=normal).first()
    if letter is None or letter.round.state not in _SENT or letter.state != LetterState.POSTED:
        return None
    posted_on = letter.round.posted_on or on
    return letter if on <= calendar.add_months(posted_on, VALID_MONTHS) else None


def sign_up(code: str, person: Person, *, kind: ReplyKind, on: date, at: datetime) -> Intake:
    """The public page: with a code that holds it answers a letter, with any other text or none it is a sign-up (A2)."""
    letter = find(code, on=on) if code.strip() else None
    if letter is not None and not _said_never(letter):
        # who said never and signs up herself after all is welcome, but not on that letter (A3)
        reply = register(letter, kind=kind, way=ReplyWay.PAGE, person=person, by=None, at=at, on=on)
        if reply.intake is not None:
            return reply.intake
    return intakes.open(
        name=person.name,
        phone=person.phone,
        email=person.email,
        best_time=person.best_time,
        source=Source.SELF,
        by=None,
        at=at,
    )


def register(
    letter: Letter,
    *,
    kind: ReplyKind,
    way: ReplyWay,
    by: User | None,
    at: datetime,
    on: date,
    person: Person | None = None,
) -> Reply:
    """Note one answer. "Yes" and "more" open an intake once, however often they come (A3); "never" is remembered (A4).

    Raises Refused for a letter that was not sent, and for a yes after a never.
    """
    with transaction.atomic():
        letter = Letter.objects.select_for_update().get(pk=letter.pk)
        _check(letter, kind)
        opened = _opened(letter, person or Person(), by, at) if kind in OPENS_INTAKE else None
        if kind == ReplyKind.NEVER:
            _remember_never(letter, _intake_of(letter), person or Person(), by, at, on)
        reply = Reply.objects.create(letter=letter, kind=kind, way=way, received_on=on, received_by=by, intake=opened)
        events.record("reply.registered", by=by, at=at, subject=letter.round, answer=kind.label, way=way.label)
    return reply


def _opened(letter: Letter, person: Person, by: User | None, at: datetime) -> Intake:
    """The intake of this letter: the one there is, with what was still missing filled in, or a new one."""
    intake = _intake_of(letter)
    if intake is None:
        return _open(letter, person, by, at)
    _complete(intake.resident, person)
    return intake


def _check(letter: Letter, kind: ReplyKind) -> None:
    if letter.state != LetterState.POSTED:
        raise Refused(Reason("A1", "Bij deze code hoort geen brief die verstuurd is."))
    if kind in OPENS_INTAKE and _said_never(letter):
        text = "Op deze brief is eerder geantwoord: liever geen brieven meer. Bel eerst, en meld dan zonder code aan."
        raise Refused(Reason("A3", text))


def _said_never(letter: Letter) -> bool:
    return letter.replies.filter(kind=ReplyKind.NEVER).exists()


def _intake_of(letter: Letter) -> Intake | None:
    answered = letter.replies.exclude(intake=None).select_related("intake__resident").first()
    return answered.intake if answered else None


def _open(letter: Letter, person: Person, by: User | None, at: datetime) -> Intake:
    """From here on the service knows a person: what the letter knew goes to the intake, the addressee is erased."""
    addressee = Addressee.objects.filter(letter=letter).first()
    sheet = addressee.sheet if addressee else {}
    name = person.name.strip() or sheet.get("name", "")
    if not name:
        raise Refused(Reason("A3", "Typ de naam: die bij deze brief is al gewist."))
    intake = intakes.open(
        name=name,
        phone=person.phone,
        email=person.email,
        best_time=person.best_time,
        source=Source.LETTER,
        street=sheet.get("street", ""),
        postcode=sheet.get("postcode", ""),
        town=sheet.get("town", ""),
        by=by,
        at=at,
    )
    if addressee:
        addressee.delete()
    return intake


def _complete(resident: Resident, person: Person) -> None:
    """A second answer fills in what the first one left open, and writes over nothing."""
    filled = [name for name in ("phone", "email", "best_time") if getattr(person, name) and not getattr(resident, name)]
    for name in filled:
        setattr(resident, name, getattr(person, name).strip())
    resident.save(update_fields=filled)


def _remember_never(
    letter: Letter, intake: Intake | None, person: Person, by: User | None, at: datetime, on: date
) -> None:
    """A4. When the name is gone already (A5), it must be told again, or the promise could not be kept."""
    addressee = Addressee.objects.filter(letter=letter).first()
    if addressee:
        memory.suppress(memory.addressee_digests(addressee), on=on)
        addressee.delete()
    elif intake is None and not _said_never(letter):
        if not (person.name.strip() and person.postcode.strip() and person.number.strip()):
            text = "De naam bij deze brief is al gewist. Vul naam, postcode en huisnummer in. Wij bewaren ze niet."
            raise Refused(Reason("A4", text))
        memory.suppress(memory.person_digests(person.name, person.postcode, person.number), on=on)
    if intake is not None and intake.state in INTAKE_OPEN:
        memory.suppress(_known_by(intake), on=on)
        intakes.stop(intake, state=IntakeState.WITHDRAWN, by=by, at=at)


def _known_by(intake: Intake) -> dict[str, list[str]]:
    resident = intake.resident
    return memory.person_digests(resident.name, resident.postcode, memory.house_number(resident.street))
