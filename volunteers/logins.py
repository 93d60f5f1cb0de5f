"""A volunteer's login, made when her first phone is enrolled (07-trust)."""

from datetime import datetime

from django.db import transaction

from bezoekdienst.accounts import people
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from volunteers import roster
from volunteers.models import Volunteer
from volunteers.states import HERE


def let_in(volunteer: Volunteer, *, by: User, at: datetime) -> User:
    """The user that she logs in as, made when there is none. Raises Refused for who isn't here, or has no address."""
    if volunteer.state not in HERE:
        raise Refused(Reason("toegang", f"{volunteer.first_name} is nu geen vrijwilliger. Inloggen kan dan niet."))
    with transaction.atomic():
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
