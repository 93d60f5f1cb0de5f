"""Who writes and with which words: versions of the letterhead, and the stationery that rendering takes."""

import dataclasses
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from letters import envelope
from letters.models import Letterhead
from letters.sheet import fitting, wording
from letters.sheet.stationery import Stationery

# What a service fills in once; the rest of Stationery belongs to a round or has a default.
FIELDS: dict[str, str] = {
    "municipality": "gemeente",
    "service_name": "naam van de dienst",
    "service_about": "wie de dienst is, in één zin",
    "coordinator": "naam van de coördinator",
    "phone": "telefoon",
    "phone_hours": "bereikbaar",
    "email": "e-mail",
    "sign_up_url": "adres van de aanmeldpagina",
    "return_line": "retourregel",
    "reply_address": "antwoordadres",
    "reply_hint": "aanwijzing bij het antwoordadres",
    "signatory": "wie ondertekent",
    "signatory_role": "functie",
    "legal_basis": "grondslag",
    "complaint": "waar men een klacht indient",
}


def current() -> Letterhead | None:
    """The newest version; None when nobody filled it in yet."""
    return Letterhead.objects.order_by("-version").first()


def save(*, texts: dict[str, str | list[str]], profile: str, by: User | None, at: datetime) -> Letterhead:
    """A new version. Raises Refused: a field is missing, the envelope is unknown, the return line doesn't fit."""
    missing = [Reason("L10", f"Vul nog in: {label}.") for name, label in FIELDS.items() if not texts.get(name)]
    if profile not in envelope.PROFILES:
        missing.append(Reason("L10", "Deze envelop kennen we niet."))
    refuse_if(missing)
    letterhead = Letterhead(version=_next_version(), made_at=at, made_by=by, envelope=profile, texts=texts)
    refuse_if(fitting.return_line(stationery(letterhead, dated_on=timezone.localdate(at), silent_weeks=8)))
    with transaction.atomic():
        letterhead.save(force_insert=True)
        events.record("letterhead.saved", by=by, at=at, subject=letterhead, version=letterhead.version)
    return letterhead


def stationery(letterhead: Letterhead, *, dated_on: date, silent_weeks: int) -> Stationery:
    """What `rendering` needs of this version. Raises Refused when the text lacks a mandatory block."""
    words = wording.shipped()
    refuse_if(wording.reasons(words))
    known = {field.name for field in dataclasses.fields(Stationery)}
    texts = {name: value for name, value in letterhead.texts.items() if name in known and name in FIELDS}
    texts["reply_address"] = tuple(texts["reply_address"])
    return Stationery(
        **texts,
        dated_on=dated_on,
        silent_weeks=silent_weeks,
        profile=envelope.PROFILES[letterhead.envelope],
        words=words,
    )


def required() -> Letterhead:
    """The newest version, or Refused when there is none: a letter without a sender can't be made."""
    letterhead = current()
    if letterhead is None:
        raise Refused(Reason("L8", "Er is nog geen briefhoofd. Vul eerst de afzender en de adressen in."))
    return letterhead


def _next_version() -> int:
    newest = current()
    return newest.version + 1 if newest else 1
