"""Deciding about somebody the rules would not guess about: send the letter anyway, or leave it out (L6)."""

import re
from datetime import datetime

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from letters import letterheads, sheets
from letters.deliveries import heaps
from letters.models import Addressee, Extract
from letters.states import ROUND_COUNTS_FOR_REFERENCE, Outcome

LONGEST = 120
_NUMBER = re.compile(r"\d{6}")


def decide(addressee: Addressee, *, outcome: str, reason: str = "", by: User, at: datetime) -> None:
    """Let a held person be due, or leave her out with a reason. Of who is left out no name stays.

    `outcome` is Outcome.DUE or Outcome.LEFT_OUT. Raises Refused: not held (any more), already in a round, no reason, or
    a letter that can't be made or remembered (L4: it could be followed by a second one).
    """
    with transaction.atomic():
        extract = Extract.objects.select_for_update().get(pk=addressee.extract_id)
        addressee = _held(addressee)
        refuse_if(_reasons(addressee, extract, outcome, reason))
        if outcome == Outcome.DUE:
            addressee.sheet = {**addressee.sheet, "decided": True}
            addressee.save(update_fields=["sheet"])
            heaps.admit(addressee)
        else:
            heaps.leave_out(addressee, Reason("L6", f"Na bekijken geen brief: {reason.strip()}"))
        words = str(Outcome(outcome).label)
        events.record("addressee.decided", by=by, at=at, subject=extract, row=addressee.row, outcome=words)


def obstacles(addressee: Addressee) -> list[Reason]:
    """Why this letter can't be sent, whatever a person decides; empty when it can."""
    if not addressee.keys.get("strong") and not addressee.keys.get("weak"):
        text = "Er staan te weinig gegevens in het bestand om een tweede brief te voorkomen."
        return [Reason("L4", text)]
    letterhead = letterheads.current()
    if letterhead is None:
        return sheets.doubts(addressee.sheet)
    return letterheads.doubts(letterhead, addressee.sheet, on=addressee.extract.reference_on)


def _held(addressee: Addressee) -> Addressee:
    found = Addressee.objects.filter(pk=addressee.pk, outcome=Outcome.HELD).first()
    if found is None:
        raise Refused(Reason("L6", "Over deze persoon is al besloten."))
    return found


def _reasons(addressee: Addressee, extract: Extract, outcome: str, reason: str) -> list[Reason]:
    found = []
    if extract.rounds.filter(state__in=ROUND_COUNTS_FOR_REFERENCE).exists():
        found.append(Reason("L8", "De ronde is al vastgezet. Deze persoon komt in een volgende ronde terug."))
    if outcome == Outcome.DUE:
        return found + obstacles(addressee)
    if outcome != Outcome.LEFT_OUT:
        found.append(Reason("L6", "Kies: toch een brief, of geen brief."))
    if not reason.strip():
        found.append(Reason("L6", "Schrijf waarom deze persoon geen brief krijgt."))
    elif len(reason) > LONGEST or _NUMBER.search(reason):
        found.append(Reason("L6", "Schrijf de reden kort, zonder naam en zonder nummers."))
    return found
