"""An answer that was noted with the wrong code or the wrong words, taken back: as long as nothing was done with it.

"Never again" stays: whoever never said it can still sign up, and of two mistakes that is the safe one (A4).
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.notices import post
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import Source
from letters.models import Letter, Reply
from letters.states import ReplyKind, ReplyWay

_LONG = timedelta(days=14)
_NEVER = Reason(
    "A4", "“Liever geen brieven meer” blijft staan. Wil iemand toch een gesprek? Noteer dan een aanmelding."
)
_HERS = Reason("A3", "Dit antwoord kwam niet via u. Stop de aanmelding op de pagina van de intake.")
_LATE = Reason("A3", "Terugnemen kan tot twee weken na het antwoord.")
_USED = Reason("A3", "Met deze aanmelding is al iets gedaan. Stop de aanmelding op de pagina van de intake.")


def take_back(reply: Reply, *, by: User, at: datetime) -> None:
    """The letter stands as if this answer never came; who was signed up by it alone is forgotten.

    The name that the letter knew was erased with the answer and doesn't come back (A3). Raises Refused (`obstacles`).
    """
    with transaction.atomic():
        Letter.objects.select_for_update().get(pk=reply.letter_id)
        reply = Reply.objects.select_related("letter__round").get(pk=reply.pk)
        opened = Intake.objects.select_for_update().get(pk=reply.intake_id) if reply.intake_id else None
        refuse_if(obstacles(reply, timezone.localdate(at)))
        answer, way = str(ReplyKind(reply.kind).label), str(ReplyWay(reply.way).label)
        if opened is not None and _is_opened_by(reply, opened):
            post.forget(f"intake:{opened.pk}:")
            opened.resident.delete()
        reply.delete()
        events.record("reply.taken_back", by=by, at=at, subject=reply.letter.round, answer=answer, way=way)


def obstacles(reply: Reply, today: date) -> list[Reason]:
    """Why it stays: never again, not noted by hand, long ago, or something was done with the sign-up already."""
    if reply.kind == ReplyKind.NEVER:
        return [_NEVER]
    if reply.received_by_id is None:
        return [_HERS]
    if reply.received_on + _LONG < today:
        return [_LATE]
    opened = reply.intake
    return [_USED] if opened is not None and _is_opened_by(reply, opened) and _is_used(opened) else []


def _is_opened_by(reply: Reply, intake: Intake) -> bool:
    """Whether she is known by this answer alone: not by another one, and not because she signed up before."""
    others = Reply.objects.filter(intake=intake).exclude(pk=reply.pk)
    return intake.resident.source == Source.LETTER and not others.exists()


def _is_used(intake: Intake) -> bool:
    """Whether the log knows more of her than that she signed up and was looked at: a call, an appointment that was
    called off, an address that was filled in."""
    told = Event.objects.filter(about=intake.resident.pseudonym)
    return told.exclude(kind__in=("intake.opened", "person.read")).exists()
