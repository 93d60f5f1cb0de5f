"""The date of a round: on the quarter's first day its draft stands ready, whoever is there. People do the rest (L8)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Refused
from letters import clerks, rounds
from letters.deliveries import extracts
from letters.models import Extract, Round
from letters.states import RoundState


def begin(*, on: date, at: datetime) -> int:
    """Open the round of the quarter of `on`, lay a delivery under it and tell the clerks; how much of that was new.

    Called on the first day, by every catch-up, and when a delivery came in. Where somebody chose, nothing changes; a
    round that was taken back stays so. Nothing is frozen, released or posted here.
    """
    opened = rounds.open_quarter(on=on, at=at)
    waiting = Round.objects.filter(quarter_on=calendar.quarter_start(on), state=RoundState.DRAFT, extract=None).first()
    if waiting is None:
        return int(opened is not None)
    laid = any(_lay(waiting, extract, at) for extract in _fitting(waiting, on))
    waiting.refresh_from_db()  # another worker may have been first
    if waiting.state == RoundState.DRAFT and waiting.extract_id is None:
        clerks.tell(f"round:{waiting.pk}:waits", "round_waits", at)
    return int(opened is not None) + int(laid)


def _fitting(waiting: Round, on: date) -> QuerySet[Extract]:
    """Usable deliveries that were judged for this quarter, newest first; none that was taken back with a round."""
    end_on = calendar.next_quarter_start(waiting.quarter_on)
    taken_back = Round.objects.filter(quarter_on=waiting.quarter_on).exclude(extract=None).values("extract")
    return extracts.usable(on).filter(reference_on__lt=end_on).exclude(pk__in=taken_back)


def _lay(waiting: Round, extract: Extract, at: datetime) -> bool:
    """Whether this delivery now lies under the round, with the mail that says so."""
    try:
        with transaction.atomic():
            rounds.draft(waiting, extract=extract, by=None, at=at)
            clerks.tell(f"round:{waiting.pk}:ready", "round_ready", at, due=extract.due, held=extract.held)
    except Refused:
        return False
    return True
