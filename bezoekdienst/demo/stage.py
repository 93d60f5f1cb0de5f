"""What the steps of the demo share: the day it plays on, its people, and how it speaks."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.demo import cast
from bezoekdienst.demo.telling import Telling
from bezoekdienst.visiting.models import Trajectory
from letters.models import Extract, Reply
from volunteers.models import Volunteer


@dataclass(slots=True)
class Stage:
    """`anchor` is the demo's today, kept from its first run."""

    anchor: date
    telling: Telling
    extract: Extract | None = None
    answered: list[tuple[Reply, cast.Answer]] = field(default_factory=list)
    begun: list[Trajectory] = field(default_factory=list)

    def at(self, on: date, hour: int = 10) -> datetime:
        """A moment on a day, in the service's own time zone."""
        return timezone.make_aware(datetime.combine(on, time(hour)))

    def user(self, login: str) -> User:
        """A colleague or volunteer by login name."""
        return _user(login)

    def volunteer(self, login: str) -> Volunteer:
        """A volunteer by login name."""
        return Volunteer.objects.get(user=_user(login))

    def shown(self, path: Path) -> str:
        """A path as it is printed: relative to the checkout where it lies inside."""
        return str(path.relative_to(settings.ROOT)) if path.is_relative_to(settings.ROOT) else str(path)


@cache
def _user(login: str) -> User:
    return User.objects.get(email=f"{login}@{cast.DOMAIN}")
