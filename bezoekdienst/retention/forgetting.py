"""What becomes of somebody who goes: a resident with everything of hers, a volunteer or a login emptied of the person.

The same whether the term is over or she asks for it herself. All in the caller's transaction.
"""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from bezoekdienst.accounts.models import User
from bezoekdienst.notices.models import Digest
from bezoekdienst.retention import tallies, terms
from bezoekdienst.visiting.models import Resident
from matching.models import HeldBack
from volunteers.models import Volunteer

# What a volunteer who left is emptied of, when her row itself must stay a while.
PERSONAL = frozenset(
    {
        *("user", "phone", "email", "birth_year", "sex", "pc4", "max_km", "languages", "interests", "dayparts"),
        *("children_at_home", "life_view", "wishes", "capacity", "vog_on", "vog_asked_on"),
        *("conduct_agreed_on", "training_exemption"),
    }
)


_OF_A_VOLUNTEER = (
    *("losses", "talks", "pauses", "invitations", "trainings", "courses"),
    *("call_requests", "proposals", "fixed"),
)


def residents(rows: terms.Rows, on: date, at: datetime) -> int:
    """Residents with everything of theirs; what they counted for in the figures is added up first."""
    leaving = list(Resident.objects.filter(pk__in=list(rows.values_list("pk", flat=True))))
    tallies.add_up(leaving)
    Resident.objects.filter(pk__in=[resident.pk for resident in leaving]).delete()
    return len(leaving)


def volunteers(rows: terms.Rows, on: date, at: datetime) -> int:
    """The row stays while a trajectory of a resident who is still known points at it; the person in it goes."""
    leaving = list(rows)
    for volunteer in leaving:
        for related in _OF_A_VOLUNTEER:
            getattr(volunteer, related).all().delete()
        HeldBack.objects.filter(volunteer=volunteer).delete()
        if not volunteer.trajectories.exists():
            volunteer.delete()
            continue
        fields = [field for field in Volunteer._meta.concrete_fields if field.name in PERSONAL]
        empty = {field.attname: field.get_default() for field in fields}
        Volunteer.objects.filter(pk=volunteer.pk).update(**{**empty, "name": terms.FORMER, "first_name": terms.FORMER})
    return len(leaving)


def users(rows: terms.Rows, on: date, at: datetime) -> int:
    """The row stays, for the log points at it; nobody can log in with it or tell who it was."""
    leaving = list(rows)
    for user in leaving:
        user.feeds.all().delete()
        user.phones.all().delete()
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        Digest.objects.filter(user=user).delete()
        User.objects.filter(pk=user.pk).update(
            email=f"{user.pk}@vroeger.invalid", name=terms.FORMER, is_active=False, last_login=None
        )
    return len(leaving)
