"""Who may do what, in one table. Every page and every API route names one ability; nothing else decides access."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from bezoekdienst.accounts.models import User


class Role(models.TextChoices):
    """One person may hold several."""

    COORDINATOR = "coordinator", "coördinator"
    DEPUTY = "deputy", "plaatsvervanger"
    CLERK = "clerk", "medewerker gemeente"
    PRINT_ROOM = "print_room", "drukkerij"
    VOLUNTEER = "volunteer", "vrijwilliger"
    PRIVACY_OFFICER = "privacy_officer", "functionaris gegevensbescherming"
    OPERATOR = "operator", "beheerder"


class Ability(StrEnum):
    """What a page or route asks for."""

    RESIDENTS = "residents"  # read and write intakes, trajectories, visits, signals
    VOLUNTEERS = "volunteers"  # read and write volunteers
    TALKS = "talks"  # read back what was noted of a talk about a volunteer's own loss
    SUBJECTS = "subjects"  # hand over, or erase, everything that is held of somebody who asks for it
    MATCH = "match"  # see proposals and decide
    ROUND_COUNTS = "round_counts"  # a round's counts and answers, never its silent names
    REPLIES = "replies"  # type in cards and phone calls
    ROUNDS = "rounds"  # extracts, addressees, freezing, releasing, posting
    PRINT = "print"  # print files, no lists
    PHONE = "phone"  # the volunteer's own people
    EVENTS = "events"  # the log, without content
    NUMBERS = "numbers"  # read the service's numbers
    POLICY = "policy"  # change the service's numbers
    ADMIN = "admin"  # technical administration


_SERVICE = frozenset(
    {
        *(Ability.RESIDENTS, Ability.VOLUNTEERS, Ability.MATCH),
        *(Ability.ROUND_COUNTS, Ability.REPLIES, Ability.NUMBERS),
    }
)
ABILITIES: dict[Role, frozenset[Ability]] = {
    Role.COORDINATOR: _SERVICE | {Ability.POLICY, Ability.TALKS, Ability.SUBJECTS},
    Role.DEPUTY: _SERVICE,
    Role.CLERK: frozenset({Ability.ROUNDS, Ability.ROUND_COUNTS, Ability.PRINT, Ability.NUMBERS}),
    Role.PRINT_ROOM: frozenset({Ability.PRINT}),
    Role.VOLUNTEER: frozenset({Ability.PHONE}),
    Role.PRIVACY_OFFICER: frozenset({Ability.EVENTS, Ability.NUMBERS}),
    Role.OPERATOR: frozenset({Ability.ADMIN}),
}
# Who must prove herself twice (07-trust): everybody who sees more than her own people.
SECOND_FACTOR = frozenset(Role) - {Role.VOLUNTEER, Role.PRINT_ROOM}


def may(user: "User", ability: Ability) -> bool:
    """Whether one of the user's roles carries `ability`."""
    return user.is_active and any(ability in ABILITIES[role] for role in user.roles)
