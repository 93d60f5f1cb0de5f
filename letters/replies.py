"""What comes back on a letter: card, phone and page are the same act (A1 to A4)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import calendar, wording
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.visiting import intakes, returns
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import INTAKE_OPEN, TRAJECTORY_OPEN, Source
from letters import acquaintances, codes, objections
from letters.acquaintances import Person
from letters.models import Addressee, Letter, Reply
from letters.states import OPENS_INTAKE, LetterState, ReplyKind, ReplyWay, RoundState

VALID_MONTHS = 18  # A1
_SENT = frozenset({RoundState.PRINTED, RoundState.POSTED, RoundState.CLOSED})


def find(code: str, *, on: date) -> Letter | None:
    """The letter of a typed code, or None: mistyped, never made, not sent, older than 18 months. Never says which."""
    normal = codes.normalise(code)
    # asked whatever was typed: an answer that comes sooner would say that a code can't be one of ours
    letter = Letter.objects.select_related("round", "addressee").filter(code=normal[: codes.LENGTH]).first()
    if letter is None or not codes.is_valid(normal):
        return None
    if letter.round.state not in _SENT or letter.state != LetterState.POSTED:
        return None
    posted_on = letter.round.posted_on or on
    return letter if on <= calendar.add_months(posted_on, VALID_MONTHS) else None


def sign_up(code: str, person: Person, *, kind: ReplyKind, on: date, at: datetime) -> Intake:
    """The public page: with a code that holds it answers a letter, with any other text or none it is a sign-up (A2).

    Who sends the same form twice, or signed up before and is not through yet, has one intake (A3).
    """
    with transaction.atomic():
        acquaintances.one_at_a_time()
        letter = find(code, on=on)
        if letter is not None and not _said_never(letter) and _is_hers(letter, person, on):
            reply = register(letter, kind=kind, way=ReplyWay.PAGE, person=person, by=None, at=at, on=on)
            if reply.intake is not None:
                return reply.intake
        # who said never and signs up herself after all is welcome, but not on that letter (A3)
        told = {name: getattr(person, name) for name in ("name", "phone", "email", "best_time")}
        return acquaintances.once(person, lambda: intakes.open(source=Source.SELF, by=None, at=at, **told))


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

    Raises Refused for a letter that was not sent, a day before it was posted or after today, and a yes after a never.
    """
    with transaction.atomic():
        if kind in OPENS_INTAKE:
            acquaintances.one_at_a_time()
        if kind == ReplyKind.NEVER:
            objections.hold_rounds()
        letter = Letter.objects.select_for_update().get(pk=letter.pk)
        refuse_if(_reasons(letter, kind, on, timezone.localdate(at)))
        opened = _opened(letter, person or Person(), by, at) if kind in OPENS_INTAKE else None
        if kind == ReplyKind.NEVER:
            objections.of_letter(letter, _intake_of(letter), person or Person(), by=by, at=at)
        reply = Reply.objects.create(letter=letter, kind=kind, way=way, received_on=on, received_by=by, intake=opened)
        events.record("reply.registered", by=by, at=at, subject=letter.round, answer=kind.label, way=way.label)
    return reply


def earlier(letter: Letter) -> list[str]:
    """What came back on this letter before, in words, the latest first; nothing about who."""
    return [
        f"{reply.get_kind_display()} ({reply.get_way_display()}, {wording.day(reply.received_on)})"
        for reply in letter.replies.order_by("-pk")
    ]


def _opened(letter: Letter, person: Person, by: User | None, at: datetime) -> Intake:
    """The intake of this letter: the one there is, with what was still missing filled in, or a new one.

    Who comes back after it was over is signed up again.
    """
    intake = _intake_of(letter)
    if intake is None:
        return _open(letter, person, by, at)
    running = Intake.objects.filter(resident=intake.resident_id, state__in=INTAKE_OPEN).first()
    if running is None and returns.may(intake, timezone.localdate(at)):
        returns.reopen(intake, by=by, at=at)
    acquaintances.complete(intake.resident, person)
    return running or intake


def _reasons(letter: Letter, kind: ReplyKind, on: date, today: date) -> list[Reason]:
    if letter.state != LetterState.POSTED:
        return [Reason("A1", "Bij deze code hoort geen brief die verstuurd is.")]
    posted_on, reasons = letter.round.posted_on, []
    if on > today:
        reasons.append(Reason("A1", "Deze dag moet nog komen. Vul in wanneer het antwoord kwam."))
    if posted_on and on < posted_on:
        text = f"Deze brief ging pas op {wording.day(posted_on)} op de post. Vul een latere dag in."
        reasons.append(Reason("A1", text))
    if kind in OPENS_INTAKE and _said_never(letter):
        text = "Op deze brief is eerder geantwoord: liever geen brieven meer. Bel eerst, en meld dan zonder code aan."
        reasons.append(Reason("A3", text))
    return reasons


def _said_never(letter: Letter) -> bool:
    return letter.replies.filter(kind=ReplyKind.NEVER).exists()


def _intake_of(letter: Letter) -> Intake | None:
    answered = letter.replies.exclude(intake=None).select_related("intake__resident").first()
    return answered.intake if answered else None


def _is_hers(letter: Letter, person: Person, on: date) -> bool:
    """Whether a used code is used by who used it before, and leads to something that runs or can be taken up again.

    A letter that was handed on, or was answered so long ago that all of it is over, loses nobody her sign-up.
    """
    intake = _intake_of(letter)
    if intake is None:
        return True
    resident = intake.resident
    runs = resident.intakes.filter(state__in=INTAKE_OPEN) or resident.trajectories.filter(state__in=TRAJECTORY_OPEN)
    return acquaintances.is_like(resident, person) and (bool(runs) or returns.may(intake, on))


def _open(letter: Letter, person: Person, by: User | None, at: datetime) -> Intake:
    """From here on the service knows a person: what the letter knew goes to the intake, the addressee is erased."""
    addressee = Addressee.objects.filter(letter=letter).first()
    sheet = addressee.sheet if addressee else {}
    name = person.name.strip() or sheet.get("name", "")
    if not name:
        raise Refused(Reason("A3", "Typ de naam: die bij deze brief is al gewist."))
    address = {field: sheet.get(field, "") for field in ("street", "postcode", "town")}
    intake = acquaintances.known(person._replace(name=name))
    if intake is not None:  # she signed up without her code before
        acquaintances.complete(intake.resident, person, **address)
    else:
        told = {"name": name, "phone": person.phone, "email": person.email, "best_time": person.best_time}
        intake = intakes.open(source=Source.LETTER, by=by, at=at, **told, **address)
    if addressee:
        addressee.delete()
    return intake
