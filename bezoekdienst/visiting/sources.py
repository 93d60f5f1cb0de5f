"""How somebody came to the service: counted apart (I1), so a slip in noting it can be put right, with a trace."""

from datetime import datetime

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.visiting.models import Resident
from bezoekdienst.visiting.states import Source


def change(resident: Resident, *, source: str, by: User, at: datetime) -> None:
    """It was noted wrongly; what is right already is left alone.

    A letter is known by its code (A1): so nobody makes a letter of something else by hand, or takes one away, which
    would put the counts of a round wrong. Raises Refused for that, and for an unknown source.
    """
    with transaction.atomic():
        resident.refresh_from_db(from_queryset=Resident.objects.select_for_update())
        refuse_if(_obstacles(resident.source, source))
        if source == resident.source:
            return
        before, resident.source = Source(resident.source), source
        resident.save(update_fields=["source"])
        words = {"before": str(before.label), "after": str(Source(source).label)}
        events.record("resident.source_changed", by=by, at=at, subject=resident, about=resident.pseudonym, **words)


def _obstacles(now: str, then: str) -> list[Reason]:
    if then not in Source.values:
        return [Reason("I1", "Kies hoe iemand zich aanmeldde.")]
    if Source.LETTER in (now, then) and now != then:
        return [Reason("I1", "Een antwoord op een brief telt bij de ronde. Noteer dat bij de code van de brief.")]
    return []
