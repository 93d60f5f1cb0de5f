"""The verb for what is known of a resident herself: how to reach her, where she lives, how old she is (I2)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import words
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.visiting.mergers import doubles
from bezoekdienst.visiting.models import Resident

AMENDABLE = frozenset(
    ["name", "first_name", "phone", "email", "street", "postcode", "town", "birth_year", "sex", "best_time"]
)
OLDEST = 115


def amend(resident: Resident, *, by: User, at: datetime, **fields: Any) -> list[str]:
    """Change what is written down of her; the names of what really changed, nothing when nothing did.

    `fields`: any of AMENDABLE (another is a TypeError). Raises Refused without a name, without any way to reach her
    (A2), or for an impossible birth year or unknown sex.
    """
    if unknown := fields.keys() - AMENDABLE:
        raise TypeError(f"not to be amended: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        resident.refresh_from_db(from_queryset=Resident.objects.select_for_update())
        before = doubles.entry(resident)
        given = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
        changed = sorted(name for name, value in given.items() if getattr(resident, name) != value)
        for name in changed:
            setattr(resident, name, given[name])
        refuse_if(_obstacles(resident, set(changed), timezone.localdate(at).year))
        if changed:
            resident.save(update_fields=changed)
            events.record(
                "resident.amended", by=by, at=at, subject=resident, about=resident.pseudonym, count=len(changed)
            )
            doubles.look_again(before, resident)
    return changed


def _obstacles(resident: Resident, changed: set[str], year: int) -> list[Reason]:
    reasons = []
    if not resident.name:
        reasons.append(Reason("A2", "Vul een naam in."))
    if changed & {"phone", "email"} and not (resident.phone or resident.email):
        reasons.append(Reason("A2", "Laat een telefoonnummer of e-mailadres staan, anders is er niemand te bereiken."))
    if resident.birth_year and not year - OLDEST <= resident.birth_year <= year - 18:
        reasons.append(Reason("I2", f"Het geboortejaar ligt tussen {year - OLDEST} en {year - 18}."))
    if resident.sex and resident.sex not in words.SEXES:
        reasons.append(Reason("I2", "Kies vrouw, man of anders."))
    return reasons
