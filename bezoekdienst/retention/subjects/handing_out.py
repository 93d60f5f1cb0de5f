"""Giving somebody what is held of her (AVG art. 15): looked through first, made on the spot, kept nowhere."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.retention.subjects import dossier, held, paper
from bezoekdienst.retention.subjects.held import Person

RULE = "AVG 15"
CHANGED = Reason(RULE, "Er is intussen iets bijgekomen of veranderd. Kijk het nog eens door. Er is niets gemaakt.")
KINDS = {"pdf": (paper.pdf, "application/pdf"), "json": (dossier.as_json, "application/json")}


def hand_out(person: Person, *, kind: str, struck: Collection[str], seen: str, by: User | None, at: datetime) -> bytes:
    """All of it as a `kind` of KINDS, without the passages in `struck`; that it was given is in the log, in counts.

    `seen` is the digest of what was looked through. Raises Refused when there is something else to look at by now.
    """
    found = dossier.of(person, on=timezone.localdate(at))
    if found.seen != seen:
        raise Refused(CHANGED)
    left_out = {said.passage for _, _, said in found.passages} & set(struck)
    content = KINDS[kind][0](found, left_out)  # takes seconds, and holds up nobody who writes
    with transaction.atomic():
        what = held.WHAT[found.about]
        about, counts = person.pseudonym, {"rows": found.count, "struck": len(left_out)}
        events.record("subject.given", by=by, at=at, subject=person, about=about, what=what, way=kind, **counts)
    return content
