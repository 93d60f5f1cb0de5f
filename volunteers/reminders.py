"""What is due to be said about volunteers by itself, and to whom: a VOG that runs out (V6)."""

from collections.abc import Iterator
from datetime import date

from bezoekdienst.accounts import people
from bezoekdienst.accounts.roles import Role
from bezoekdienst.notices.reminders import Reminder, tells
from bezoekdienst.policy import versions
from volunteers import certificates, eligibility
from volunteers.models import Volunteer
from volunteers.states import HERE

KINDS = {
    "vog": ("VOG die bijna verloopt", "VOG’s die bijna verlopen"),
    "vog_yours": ("VOG die bijna verloopt", "VOG’s die bijna verlopen"),
}


@tells(KINDS)
def due(on: date) -> Iterator[Reminder]:
    """60, 30 and 7 days before a VOG runs out, to the coordinators and to whose it is (V6)."""
    policy, coordinators = versions.current(on), tuple(people.holders(Role.COORDINATOR))
    for volunteer in Volunteer.objects.filter(state__in=HERE).exclude(vog_on=None).select_related("user"):
        if (days := eligibility.vog_warning(volunteer, policy, on)) is None:
            continue
        cause = f"vog:{volunteer.pk}:{volunteer.vog_on}:"
        nearer = tuple(f"{cause}{fewer}" for fewer in certificates.WARNING_DAYS if fewer < days)
        yield Reminder(f"{cause}{days}", "vog", coordinators, {"days": days}, nearer)
        if volunteer.user:
            yield Reminder(f"{cause}{days}", "vog_yours", (volunteer.user,), {"days": days}, nearer)
