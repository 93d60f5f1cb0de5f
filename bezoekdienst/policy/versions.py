"""Which numbers hold on a day, and changing them from a day on."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.policy.models import BOUNDS, Policy


def current(on: date) -> Policy:
    """The version in force on `on`; before the first one, the first one. Never none: migrations make one."""
    found = Policy.objects.filter(valid_from_on__lte=on).order_by("-valid_from_on").first()
    return found or Policy.objects.order_by("valid_from_on")[0]


def change(*, valid_from_on: date, by: AbstractBaseUser | None, at: datetime, **fields: Any) -> Policy:
    """A new version from `valid_from_on` on, like the one before it but for `fields`.

    Raises Refused for a number outside its bounds, or a date before today: what was done stays done
    under its own numbers.
    """
    if valid_from_on < timezone.localdate(at):
        raise Refused(Reason("beleid", "Een nieuw beleid kan niet in het verleden ingaan. Kies vandaag of later."))
    policy = _version(valid_from_on)
    policy.made_at, policy.made_by_id = at, by.pk if by else None
    for name, value in fields.items():
        setattr(policy, name, value)
    try:
        policy.clean_fields(exclude={"blocked_weeks", "matching", "made_by", *_unset(policy)})
    except ValidationError as error:
        raise Refused(*(_bound_reason(name) for name in error.message_dict)) from None
    told = ", ".join(sorted(fields))
    with transaction.atomic():
        policy.save()
        begins = valid_from_on.isoformat()
        events.record("policy.changed", by=by, at=at, subject=policy, valid_from_on=begins, fields=told)
    return policy


def _version(valid_from_on: date) -> Policy:
    """The version that begins on that day; a new one, like the one before it, when there is none yet."""
    policy = current(valid_from_on)
    if policy.valid_from_on != valid_from_on:
        policy.pk = None
        policy._state.adding = True
        policy.valid_from_on = valid_from_on
    return policy


def _unset(policy: Policy) -> set[str]:
    # Django takes an optional date that no form showed for a forgotten one.
    return {"first_loss_on"} if policy.first_loss_on is None else set()


def _bound_reason(name: str) -> Reason:
    if name not in BOUNDS:
        return Reason("beleid", f"De waarde van {name} kan niet.")
    _, lowest, highest, rule = BOUNDS[name]
    return Reason(rule, f"{name} moet tussen {lowest} en {highest} liggen.")
