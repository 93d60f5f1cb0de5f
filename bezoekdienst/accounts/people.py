"""Making users and handing out roles. Nobody makes herself a user; every change is in the log."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db import transaction

from bezoekdienst.accounts import phones
from bezoekdienst.accounts.models import RoleHolding, User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused

TAKEN = Reason("toegang", "Dit e-mailadres heeft al een gebruiker.")


def create(email: str, name: str, roles: "list[Role] | tuple[Role, ...]", *, by: User | None, at: datetime) -> User:
    """A user with these roles, who logs in with a mailed code. Raises Refused when the address is taken."""
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refused(TAKEN)
    if not name.strip() or "@" not in email:
        raise Refused(Reason("toegang", "Vul een naam en een e-mailadres in."))
    with transaction.atomic():
        user = User.objects.create_user(email.strip(), name.strip(), joined_at=at)
        events.record("user.created", by=by, at=at, subject=user, about=user.pseudonym)
        for role in roles:
            give(user, role, by=by, at=at)
    return user


def holders(role: Role) -> list[User]:
    """Everybody who holds `role` now and can log in."""
    return list(User.objects.filter(is_active=True, holdings__role=role, holdings__until_on=None).distinct())


def give(user: User, role: Role, *, by: User | None, at: datetime) -> RoleHolding:
    """Let `user` hold `role` from today on. Raises Refused when she holds it already."""
    if role in user.roles:
        raise Refused(Reason("toegang", f"{user.name} heeft de rol {Role(role).label} al."))
    with transaction.atomic():
        holding = RoleHolding.objects.create(user=user, role=role, since_on=at.date())
        events.record("role.given", by=by, at=at, subject=user, about=user.pseudonym, role=str(Role(role).label))
    user.forget_roles()
    return holding


def take(user: User, role: Role, *, by: User | None, at: datetime) -> None:
    """Take `role` back from today on; the holding stays as history. Raises Refused when she doesn't hold it.

    Who is no volunteer any more has no phone that is signed in.
    """
    with transaction.atomic():
        if role == Role.VOLUNTEER:
            phones.revoke_all(user, by=by, at=at)
        taken = RoleHolding.objects.filter(user=user, role=role, until_on=None).update(until_on=at.date())
        if not taken:
            raise Refused(Reason("toegang", f"{user.name} heeft de rol {Role(role).label} niet."))
        events.record("role.taken", by=by, at=at, subject=user, about=user.pseudonym, role=str(Role(role).label))
    user.forget_roles()


def readdress(user: User, email: str, *, by: User | None, at: datetime) -> None:
    """Codes go to `email` from now on. Raises Refused when somebody else has that address.

    Where she logged in by a code from the mail she is signed off: perhaps the old address was never hers. A phone that
    was enrolled face to face stays.
    """
    if User.objects.filter(email__iexact=email.strip()).exclude(pk=user.pk).exists():
        raise Refused(TAKEN)
    with transaction.atomic():
        user.email = email.strip().lower()
        user.save(update_fields=["email"])
        EmailAddress.objects.filter(user=user).delete()  # allauth would know her by the old one too
        for phone in user.phones.filter(revoked_at=None, enrolled_by=None):
            phones.revoke(phone, by=by, at=at)
        events.record("user.readdressed", by=by, at=at, subject=user, about=user.pseudonym)


def forget_proofs(user: User, *, by: User | None, at: datetime) -> None:
    """Her app, keys and reserve codes are worth nothing any more: she lost them, and makes new ones when she logs in.

    That ends every session of hers: who holds what she lost could otherwise make the new one in a page left open.
    Whoever does this has made sure that it is she. Raises Refused when there is nothing to forget.
    """
    with transaction.atomic():
        count, _ = Authenticator.objects.filter(user=user).delete()
        if not count:
            raise Refused(Reason("toegang", f"{user.name} heeft geen tweede bewijs. Er is niets veranderd."))
        phones.revoke_all(user, by=by, at=at)
        _end_sessions(user)
        events.record("user.proofs_forgotten", by=by, at=at, subject=user, about=user.pseudonym)


def close(user: User, *, by: User | None, at: datetime) -> None:
    """Nobody logs in with this user any more, and she is logged out everywhere at her next click."""
    with transaction.atomic():
        phones.revoke_all(user, by=by, at=at)
        user.is_active = False
        user.save(update_fields=["is_active"])
        RoleHolding.objects.filter(user=user, until_on=None).update(until_on=at.date())
        events.record("user.closed", by=by, at=at, subject=user, about=user.pseudonym)
    user.forget_roles()


def _end_sessions(user: User) -> None:
    """Whose a session is, stands inside it."""
    for one in Session.objects.iterator():
        if one.get_decoded().get(auth.SESSION_KEY) == str(user.pk):
            one.delete()
