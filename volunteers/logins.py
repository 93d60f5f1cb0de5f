"""A volunteer's login, made when a code for her first phone is shown (07-trust)."""

from datetime import datetime

from django.db import transaction

from bezoekdienst.accounts import people, phones
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from volunteers import roster
from volunteers.models import Volunteer
from volunteers.states import HERE


def invite(volunteer: Volunteer, *, by: User, at: datetime) -> str:
    """The code that enrols a phone of hers (`phones.invite`); her login is made with it when there is none.

    Raises Refused for who isn't here, has no address, or may have no code; then nobody got a login or a role either.
    """
    with transaction.atomic():
        return phones.invite(_let_in(volunteer, by=by, at=at), by=by, at=at)


def _let_in(volunteer: Volunteer, *, by: User, at: datetime) -> User:
    if volunteer.state not in HERE:
        raise Refused(Reason("toegang", f"{volunteer.first_name} is nu geen vrijwilliger. Inloggen kan dan niet."))
    user = volunteer.user or _new(volunteer, by=by, at=at)
    if Role.VOLUNTEER not in user.roles:
        people.give(user, Role.VOLUNTEER, by=by, at=at)
    return user


def _new(volunteer: Volunteer, *, by: User, at: datetime) -> User:
    missing = [] if volunteer.email else [Reason("toegang", "Vul eerst een e-mailadres in. Daarmee logt zij zelf in.")]
    refuse_if(missing)
    user = people.create(volunteer.email, volunteer.name, [Role.VOLUNTEER], by=by, at=at)
    roster.change(volunteer, user=user, by=by, at=at)
    return user
