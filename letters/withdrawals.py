"""Taking one letter out of a round by hand: somebody hears what no register knows yet (L9 by a person)."""

from datetime import datetime

from django.db import models, transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from letters import last_check, objections
from letters.models import Letter, Round
from letters.printing import boxes
from letters.selection import OBJECTED, obstacles, widowhood
from letters.states import ROUND_CHECKABLE, LetterState


class Cause(models.TextChoices):
    """What was heard. After the first four no letter about this loss will come any more (L4)."""

    DEAD = "dead", "Deze persoon is zelf overleden"
    OBJECTS = "objects", "Deze persoon wil geen brieven"
    REMARRIED = "remarried", "Deze persoon heeft een nieuwe partner"
    SECRET = "secret", "De gegevens zijn geheim geworden"
    MOVED = "moved", "Deze persoon is verhuisd"
    WRONG = "wrong", "Er klopt iets niet in de brief"


REASONS = {
    Cause.DEAD: obstacles.DEAD,
    Cause.OBJECTS: OBJECTED,
    Cause.REMARRIED: widowhood.AGAIN,
    Cause.SECRET: obstacles.IS_SECRET,
    Cause.MOVED: obstacles.MOVED,
    Cause.WRONG: Reason("L9", "Met de hand eruit gehaald: er klopte iets niet."),
}


def withdraw(letter: Letter, *, cause: str, by: User, at: datetime) -> Letter:
    """Pull one letter. A box that never left is made again without it; of any other the envelope is on the pull list.

    Who objects is remembered for good, as when she says so herself: what lies ready about another loss goes too (A4).
    Raises Refused: not a cause, the round is on the post, or the letter went already.
    """
    if cause not in REASONS:
        raise Refused(Reason("L9", "Kies waarom deze brief niet mag weggaan."))
    with transaction.atomic():
        objections.hold_rounds()
        subject = Round.objects.get(pk=letter.round_id)
        letter = Letter.objects.select_related("addressee").get(pk=letter.pk)
        if subject.state not in ROUND_CHECKABLE or letter.state != LetterState.MADE:
            raise Refused(Reason("L9", "Deze brief kan er niet meer uit: hij is al weg, of eruit gehaald."))
        if cause == Cause.OBJECTS and letter.addressee:
            objections.of_addressee(letter.addressee, at=at)
        last_check.pull(letter, REASONS[Cause(cause)])
        boxes.take_back(subject.boxes.all(), at=at)
        events.record("letter.withdrawn", by=by, at=at, subject=subject, cause=str(Cause(cause).label).lower())
    return letter
