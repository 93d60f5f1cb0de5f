"""Somebody replies to a letter: what she writes on the card, ten days after it was made."""

from datetime import date, timedelta

from letters import replies
from letters.models import Letter, Reply
from letters.states import ReplyKind, ReplyWay
from tests import factories
from tests.letters import chain

THREE = tuple(chain.widow(number) for number in range(3))
ON = chain.ON + timedelta(days=10)
SHE = replies.Person(phone="026 000 00 01", best_time="in de ochtend")


def register(
    letter: Letter, kind: str, person: replies.Person = SHE, on: date = ON, way: ReplyWay = ReplyWay.CARD
) -> Reply:
    by = factories.coordinator()
    return replies.register(letter, kind=ReplyKind(kind), way=way, person=person, by=by, at=chain.at(on), on=on)
