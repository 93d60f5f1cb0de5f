"""The code on an evaluation form: what makes an answer by link belong to the form that went out (E1, A1).

It is reckoned from the form's number and day under the key outside the database, and kept nowhere: whoever reads the
database can't answer in somebody's name, and the form can be printed once more as it was. As long as a reply code, with
the same check character. A form takes one answer, and only so many weeks.
"""

import hmac
from datetime import date

from django.conf import settings

from bezoekdienst.lib import pseudonyms
from bezoekdienst.visiting import evaluations
from bezoekdienst.visiting.models import Evaluation
from letters import codes


def of(evaluation: Evaluation) -> str:
    """The eight characters of one form."""
    assert evaluation.sent_on is not None
    parts = (str(evaluation.pk), str(evaluation.trajectory_id), evaluation.sent_on.isoformat())
    number = int(pseudonyms.keyed("evaluation", *parts, key=settings.PSEUDONYM_KEY.encode()).rpartition(":")[2], 16)
    payload = ""
    for _ in range(codes.LENGTH - 1):
        number, place = divmod(number, len(codes.ALPHABET))
        payload += codes.ALPHABET[place]
    return codes.with_check(payload)


def find(code: str, on: date) -> Evaluation | None:
    """The form that waits for an answer under this code; None for any other. Few wait at a time."""
    waiting = [(one, hmac.compare_digest(of(one), code)) for one in evaluations.awaited(on)]
    return next((one for one, is_it in waiting if is_it), None)
