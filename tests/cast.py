"""The named people of the tests, all of them made up. Asking for one twice gives the same row."""

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.models import Resident, Trajectory
from tests import factories
from volunteers.models import Volunteer


def coordinator() -> User:
    """Does every intake, decides every match."""
    return _user("Cato Coördinator", Role.COORDINATOR)


def deputy() -> User:
    """Stands in for the coordinator."""
    return _user("Daan Deputaat", Role.DEPUTY)


def clerk() -> User:
    """Of the municipality: hands in extracts, freezes rounds."""
    return _user("Klaartje Klerk", Role.CLERK)


def second_clerk() -> User:
    """Releases what the first clerk froze (L8)."""
    return _user("Koos Klerk-Twee", Role.CLERK)


def print_room() -> User:
    """Sees files, no lists."""
    return _user("Dorus Drukkerij", Role.PRINT_ROOM)


def privacy_officer() -> User:
    """Sees events, no content."""
    return _user("Fien Functionaris", Role.PRIVACY_OFFICER)


def operator() -> User:
    """Technical administration."""
    return _user("Bram Beheerder", Role.OPERATOR)


def nobody() -> User:
    """Logs in and may do nothing."""
    return _user("Niek Niemand")


def volunteer() -> Volunteer:
    """Deployable, with a login."""
    return _volunteer("Vera Vrijwilliger", "Vera")


def other_volunteer() -> Volunteer:
    """Deployable too, with a login; nothing of `volunteer` is hers."""
    return _volunteer("Olga Anders-Vrijwilliger", "Olga")


def resident() -> Resident:
    """Signed up; whose trajectory is `trajectory`."""
    found = Resident.objects.filter(name="Mevrouw Bezoeker-Verzonnen").first()
    return found or factories.ResidentFactory(name="Mevrouw Bezoeker-Verzonnen", first_name="Bea")


def trajectory() -> Trajectory:
    """`volunteer` visits `resident`, since 1 September 2026."""
    found = Trajectory.objects.filter(resident=resident(), volunteer=volunteer()).first()
    return found or factories.TrajectoryFactory(bereavement__resident=resident(), volunteer=volunteer())


def everybody() -> dict[str, User]:
    """Every kind of user by its name here, for walking who may do what."""
    users = (coordinator, deputy, clerk, second_clerk, print_room, privacy_officer, operator, nobody)
    logins = {"volunteer": volunteer().user, "other_volunteer": other_volunteer().user}
    return {**{make.__name__: make() for make in users}, **{name: user for name, user in logins.items() if user}}


def _user(name: str, *roles: Role) -> User:
    email = f"{name.split()[0].lower()}@voorbeeld.example"
    found = User.objects.filter(email=email).first()
    return found or factories.UserFactory(name=name, email=email, roles=roles)


def _volunteer(name: str, first_name: str) -> Volunteer:
    found = Volunteer.objects.filter(name=name).first()
    return found or factories.VolunteerFactory(name=name, first_name=first_name, user=_user(name, Role.VOLUNTEER))
