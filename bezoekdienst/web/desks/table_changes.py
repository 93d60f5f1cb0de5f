"""What was changed on the form of the kitchen table, and what somebody else changed meanwhile.

Two tabs, or two people: the form carries what it was filled with as fingerprints (`known`), so that only what was
changed is saved, and a later save never undoes silently what somebody else said in between.
"""

import hashlib
import json
from typing import Any

from django.forms import BooleanField, MultipleChoiceField
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from bezoekdienst.accounts.models import User
from bezoekdienst.visiting.models import Intake
from bezoekdienst.web.forms.kitchen_table import KitchenTable

KNOWN, SENT = "known", "sent"  # fields of the form beside its own: the fingerprints, and which fields come along


def read(intake: Intake, posted: QueryDict) -> KitchenTable:
    """The form as it was sent, over what is stored. Without fingerprints everything counts as seen just now."""
    stored, known = shown(intake), _fingerprints(posted.get(KNOWN, ""))
    data, conflicts = QueryDict(mutable=True), {}
    for name, values in stored.items():
        mine, there = _values(name, posted), fingerprint(values)
        data.setlist(name, values)
        if SENT in posted and name not in posted.getlist(SENT):
            continue
        seen = known.get(name, there)
        if fingerprint(mine) in (seen, there):
            continue
        data.setlist(name, posted.getlist(name))
        if seen != there:
            conflicts[name] = _words(name, values)
    return KitchenTable(data, intake=intake, conflicts=conflicts)


def known(intake: Intake) -> str:
    """The fingerprints of what is stored, for the form to carry."""
    return json.dumps({name: fingerprint(values) for name, values in shown(intake).items()})


def theirs(intake: Intake, posted: QueryDict) -> dict[str, list[str]]:
    """What somebody else changed of the fields that were not sent along: the form can show it."""
    seen, sent = _fingerprints(posted.get(KNOWN, "")), posted.getlist(SENT)
    stored = shown(intake)
    return {name: stored[name] for name in seen.keys() & stored.keys() - set(sent) if seen[name] != _of(stored, name)}


def shown(intake: Intake) -> dict[str, list[str]]:
    """Every field of the form as a browser would send it."""
    stored = KitchenTable.of(intake).stored
    return {name: _sent(stored[name]) for name in KitchenTable.base_fields}


def fingerprint(values: list[str]) -> str:
    """Short and the same whatever the order: it tells whether something changed, and nothing about what."""
    return hashlib.sha256("\x1f".join(sorted(values)).encode()).hexdigest()[:12]


def key(intake: Intake, user: User) -> str:
    """The key (256 bits, hexadecimal) under which her browser keeps what isn't saved yet: only the page has it."""
    return salted_hmac("kitchen table", f"{intake.pk}:{user.pk}", algorithm="sha256").hexdigest()


def _of(stored: dict[str, list[str]], name: str) -> str:
    return fingerprint(stored[name])


def _values(name: str, posted: QueryDict) -> list[str]:
    """What was sent, without what makes no difference: how a browser ends a line, and blanks around it."""
    values = [value.replace("\r\n", "\n").strip() for value in posted.getlist(name)]
    if isinstance(KitchenTable.base_fields[name], BooleanField):
        return ["on"] if any(values) else []
    return [value for value in values if value]


def _sent(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, list):
        return [str(one) for one in value]
    return [str(value)] if value not in (None, "") else []


def _words(name: str, values: list[str]) -> str:
    """As a person reads it."""
    field = KitchenTable.base_fields[name]
    choices = dict(getattr(field, "choices", ()))
    if isinstance(field, BooleanField):
        return "aangevinkt" if values else "niet aangevinkt"
    separator = ", " if isinstance(field, MultipleChoiceField) else " "
    return separator.join(str(choices.get(value, value)) for value in values)


def _fingerprints(text: str) -> dict[str, str]:
    """Nothing at all when somebody made it up."""
    try:
        said = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return {name: one for name, one in said.items() if isinstance(one, str)} if isinstance(said, dict) else {}
