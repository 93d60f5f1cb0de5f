"""Riet visits Bep; Joop visits Cor. Neither may see anything of the other's. All fictional."""

from dataclasses import dataclass
from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from rest_framework.test import APIClient

from bezoekdienst.accounts import limits
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.models import Trajectory
from tests import factories
from volunteers.models import Volunteer

BASE = "/api/v1/"


@dataclass
class Phone:
    """One volunteer, her person, and her phone."""

    user: User
    volunteer: Volunteer
    trajectory: Trajectory
    client: APIClient


def phone(volunteer_name: str, resident_name: str, **trajectory: object) -> Phone:
    user = factories.UserFactory(name=volunteer_name, roles=[Role.VOLUNTEER])
    volunteer = factories.VolunteerFactory(user=user, name=volunteer_name, first_name=volunteer_name.split()[0])
    resident = factories.ResidentFactory(
        name=f"{resident_name} Verzonnen", first_name=resident_name, street="Dorpsweg 1"
    )
    running = factories.TrajectoryFactory(volunteer=volunteer, bereavement__resident=resident, **trajectory)
    return Phone(user, volunteer, running, logged_in(user))


def logged_in(user: User, **given: object) -> APIClient:
    """A client in whose session `user` logged in just now."""
    client = APIClient(**given)
    client.force_login(user)
    session = client.session
    limits.start(session, user, at=timezone.now())
    session.save()
    return client


@pytest.fixture(autouse=True)
def today():
    cache.clear()  # the throttle counts in it
    with time_machine.travel(factories.NOW, tick=True):
        yield date(2026, 11, 23)


@pytest.fixture
def riet(db):
    return phone("Riet Verzonnen", "Bep")


@pytest.fixture
def joop(db):
    return phone("Joop Verzonnen", "Cor")


@pytest.fixture
def content(riet):
    """An ordinary visit of Riet to Bep, as the phone sends it."""
    return {
        "trajectory": riet.trajectory.pk,
        "on": "2026-11-23",
        "kind": "at_home",
        "minutes": 60,
        "mood": "well",
        "note": "Koffie gedronken.",
        "kilometres": 4,
        "next_on": "2026-12-07",
    }
