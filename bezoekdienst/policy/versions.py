"""Which numbers hold on a day, and changing them from a day on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.policy import timeline, wording
from bezoekdienst.policy.models import BOUNDS, Policy

ABOUT = ("id", "valid_from_on", "made_at", "made_by")  # of the version itself; every other field is a number
FIELDS = tuple(field.name for field in Policy._meta.concrete_fields if field.name not in ABOUT)
_PAST = "Een nieuw beleid kan niet in het verleden ingaan. Kies vandaag of later."
SAME = "Er verandert niets. Pas eerst iets aan."
_BETWEEN = (
    "Iemand anders paste intussen het beleid aan. Er is niets bewaard. Kijk na wat er nu staat, en bewaar dan nog eens."
)
_BEGUN = "Dit geldt al. Alleen wat nog moet ingaan, kunt u intrekken. Maak een nieuwe wijziging."


def current(on: date) -> Policy:
    """The version in force on `on`; before the first one, the first one. Never none: migrations make one."""
    found = Policy.objects.filter(valid_from_on__lte=on).order_by("-valid_from_on", "-pk").first()
    return found or Policy.objects.order_by("valid_from_on", "pk")[0]


def values(policy: Policy) -> timeline.Values:
    """Every number of a version by its name."""
    return {name: getattr(policy, name) for name in FIELDS}


def edition() -> str:
    """A mark of everything that stands in the versions now: another one when somebody changed something since."""
    made = Policy.objects.order_by("pk").values_list("pk", "made_at")
    return "-".join([str(len(made)), *(f"{pk}.{at.timestamp()}" for pk, at in list(made)[-1:])])


def change(
    *,
    valid_from_on: date,
    by: AbstractBaseUser | None,
    at: datetime,
    based_on: str | None = None,
    told: Mapping[str, str] | None = None,
    **fields: Any,
) -> Policy:
    """A new version from `valid_from_on` on, like the one before it but for `fields`; they run on into later versions.

    `based_on` is the `edition` that was on screen meanwhile; `told` says in words what changed in a field that the log
    can't tell by itself. Raises Refused for a number outside its bounds, a date before today (what was done stays done
    under its own numbers), nothing changed, or somebody else who changed something in between.
    """
    refuse_if([Reason("beleid", _PAST)] if valid_from_on < timezone.localdate(at) else [])
    with transaction.atomic():
        rows = _locked(based_on)
        line = [timeline.Span(row.valid_from_on, values(row)) for row in rows]
        before = timeline.holding(line, valid_from_on)
        changes = timeline.differences(line[before].values, fields)
        refuse_if([] if changes else [Reason("beleid", SAME)])
        policy = Policy(valid_from_on=valid_from_on, made_at=at, **line[before].values | fields)
        policy.made_by_id = by.pk if by else None
        _check(policy)
        policy.save(force_insert=True)
        _write(rows[before + 1 :], timeline.changed(line, valid_from_on, fields)[before + 2 :])
        _record("policy.changed", policy, line[before].values, by=by, at=at, told=told or {})
    return policy


def withdraw(policy: Policy, *, by: AbstractBaseUser | None, at: datetime) -> None:
    """Take back a version that doesn't hold yet; what it changed goes out of later ones too.

    Raises Refused once it holds.
    """
    with transaction.atomic():
        rows = _locked(None)
        place = next((place for place, row in enumerate(rows) if row.pk == policy.pk), None)
        if place is None or rows[place].valid_from_on <= timezone.localdate(at):
            raise Refused(Reason("beleid", _BEGUN))
        line = [timeline.Span(row.valid_from_on, values(row)) for row in rows]
        _record("policy.withdrawn", rows[place], line[place - 1].values, by=by, at=at, told={})
        _write(rows[place + 1 :], timeline.without(line, place)[place:])
        rows[place].delete()


def _locked(based_on: str | None) -> list[Policy]:
    """Every version in order, locked: two changes at once go one after the other."""
    rows = list(Policy.objects.select_for_update().order_by("valid_from_on", "pk"))
    if based_on is not None and based_on != edition():
        raise Refused(Reason("beleid", _BETWEEN))
    return rows


def _check(policy: Policy) -> None:
    # Django takes an optional date that no form showed for a forgotten one.
    unset = {"first_loss_on"} if policy.first_loss_on is None else set()
    try:
        policy.clean_fields(exclude={"blocked_weeks", "matching", "made_by", *unset})
    except ValidationError as error:
        raise Refused(*(bound(name) for name in error.message_dict)) from None


def bound(name: str) -> Reason:
    """Why a value of this field is refused: between which bounds it must lie."""
    label = wording.LABELS[name]
    if name not in BOUNDS:
        return Reason("beleid", f"Dit kan niet bij “{label}”.")
    _, lowest, highest, rule = BOUNDS[name]
    return Reason(rule, f"Bij “{label}” kan {lowest} tot en met {highest}.")


def _write(rows: list[Policy], spans: list[timeline.Span]) -> None:
    """Later versions as the line says them now; none of them holds yet."""
    for row, span in zip(rows, spans, strict=True):
        running = timeline.differences(values(row), span.values)
        for name, value in running.items():
            setattr(row, name, value)
        if running:
            row.save(update_fields=[*running])


def _record(
    kind: str,
    policy: Policy,
    old: timeline.Values,
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    told: Mapping[str, str],
) -> None:
    """Who changed what from when; that the second clerk is no longer needed is an event of its own (L8)."""
    new = timeline.differences(old, values(policy))
    said = "; ".join(told.get(name) or wording.change(name, old[name], value) for name, value in new.items())
    begins = policy.valid_from_on.isoformat()
    events.record(kind, by=by, at=at, subject=policy, valid_from_on=begins, fields=said)
    if kind == "policy.changed" and "second_clerk" in new:
        on_or_off = "policy.second_clerk_on" if policy.second_clerk else "policy.second_clerk_off"
        events.record(on_or_off, by=by, at=at, subject=policy, valid_from_on=begins)
