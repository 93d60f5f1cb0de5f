"""Where somebody stays signed in: enrolled face to face, or by a mailed code; signed off in one click (07-trust)."""

import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bezoekdienst.accounts import limits, roles
from bezoekdienst.accounts.models import Phone, PhoneCode, User
from bezoekdienst.audit import events
from bezoekdienst.lib import pseudonyms
from bezoekdienst.lib.errors import Reason, Refused, refuse_if

SESSION = "phone"  # in the session: the phone that it belongs to
VALID = timedelta(minutes=10)
NAMED = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android-telefoon"), ("", "Computer"))
NOT_VALID = Reason("toegang", "Deze code werkt niet meer. Er is niets veranderd. Vraag de coördinator om een nieuwe.")
PROVES_TWICE = Reason(
    "toegang",
    "Wie ook een andere rol heeft, logt op de telefoon in met een code uit de mail en een tweede bewijs.",
)
NO_PHONE = Reason("toegang", "Alleen wie nu als vrijwilliger mag inloggen, kan een telefoon koppelen.")


def invite(user: User, *, by: User, at: datetime) -> str:
    """A code of 128 bits that enrols one phone of `user` within ten minutes; the one before it works no more.

    It is told here and nowhere else. Raises Refused for who may not use the phone page, and for who must prove herself
    twice: a code that a colleague can show would otherwise open what she sees.
    """
    refuse_if(_obstacles(user))
    code = secrets.token_urlsafe(16)
    with transaction.atomic():
        PhoneCode.objects.update_or_create(user=user, defaults={"digest": _digest(code), "made_at": at, "made_by": by})
        events.record("phone.invited", by=by, at=at, subject=user, about=user.pseudonym)
    return code


def enrol(code: str, *, name: str, instead_of: int | None = None, at: datetime) -> Phone:
    """The phone that showed `code`; the code is used up. Of two at once one wins.

    `instead_of`: what this same phone was enrolled as before, which it then is no more.

    Raises Refused, with one sentence for a code that is unknown, too old or used.
    """
    with transaction.atomic():
        fresh = PhoneCode.objects.filter(digest=_digest(code), made_at__gt=at - VALID, made_at__lte=at)
        found = fresh.select_related("user").first()
        if found is None or fresh.delete()[0] == 0:  # deleting is what one of two can do
            raise Refused(NOT_VALID)
        user = found.user
        refuse_if(_obstacles(user))
        phone = Phone.objects.create(
            user=user, name=name, enrolled_at=at, enrolled_by_id=found.made_by_id, seen_on=timezone.localdate(at)
        )
        _replace(user, instead_of, at)
        events.record("phone.enrolled", by=user, at=at, subject=user, about=user.pseudonym)
    return phone


def sign_in(user: User, *, name: str, instead_of: int | None = None, at: datetime) -> Phone:
    """The device on which `user` logged in by a mailed code or passkey: who stays in for weeks can be signed off.

    That she logged in is in the log already.
    """
    with transaction.atomic():
        _replace(user, instead_of, at)
        return Phone.objects.create(user=user, name=name, enrolled_at=at, seen_on=timezone.localdate(at))


def signed_in(user: User | None, *, on: date) -> "QuerySet[Phone]":
    """Where `user` still is signed in: neither signed off, nor idle or open longer than a session lasts."""
    return Phone.objects.filter(
        user=user,
        revoked_at=None,
        seen_on__gte=on - limits.PHONE.idle,
        enrolled_at__date__gte=on - limits.PHONE.whole,
    )


def revoke(phone: Phone, *, by: User | None, at: datetime) -> None:
    """Sign a phone off: what it asks next is refused. Raises Refused when it was already."""
    with transaction.atomic():
        if not Phone.objects.filter(pk=phone.pk, revoked_at=None).update(revoked_at=at):
            raise Refused(Reason("toegang", "Deze telefoon is al afgemeld."))
        phone.revoked_at = at
        events.record("phone.revoked", by=by, at=at, subject=phone.user, about=phone.user.pseudonym)


def revoke_all(user: User, *, by: User | None, at: datetime) -> None:
    """Sign off every phone of `user`, and end a code that nobody used yet."""
    with transaction.atomic():
        PhoneCode.objects.filter(user=user).delete()
        for phone in user.phones.filter(revoked_at=None):
            revoke(phone, by=by, at=at)


def leave(id: int | None, *, by: User, at: datetime) -> None:
    """She logs out on one of her own: it is signed off, when it wasn't already."""
    phone = by.phones.filter(pk=id or 0, revoked_at=None).first()
    if phone:
        revoke(phone, by=by, at=at)


def see(id: int, *, on: date) -> bool:
    """Whether the phone may still come in; remembers the last day that it did."""
    seen_on = Phone.objects.filter(pk=id, revoked_at=None).values_list("seen_on", flat=True).first()
    if seen_on is not None and seen_on < on:
        Phone.objects.filter(pk=id, seen_on__lt=on).update(seen_on=on)
    return seen_on is not None


def named(user_agent: str) -> str:
    """What one calls a device that presents itself so."""
    return next(name for sign, name in NAMED if sign in user_agent)


def _replace(user: User, id: int | None, at: datetime) -> None:
    user.phones.filter(pk=id or 0, revoked_at=None).update(revoked_at=at)


def _obstacles(user: User) -> list[Reason]:
    if not roles.may(user, roles.Ability.PHONE):
        return [NO_PHONE]
    return [PROVES_TWICE] if user.roles & roles.SECOND_FACTOR else []


def _digest(code: str) -> str:
    return pseudonyms.keyed("phone", code or "-", key=settings.PSEUDONYM_KEY.encode())
