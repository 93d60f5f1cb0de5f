"""A phone in Vera's hand: a real browser of 360 by 740, logged in. Time is the real one; browsers have no other."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from bezoekdienst.lib import calendar
from bezoekdienst.visiting.models import Trajectory
from letters.models import Letterhead
from tests import cast, factories
from tests.web import clients
from volunteers.models import Gathering, Invitation


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 360, "height": 740}, "has_touch": True}


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def vera(transactional_db: None, today: date) -> Trajectory:
    """Vera visits Bea since two months, and meets the others next week; the office has a telephone."""
    cache.clear()
    texts = {
        "coordinator": "Cato Coördinator",
        "phone": "026 000 00 00",
        "phone_hours": "op werkdagen van 9 tot 17 uur",
    }
    Letterhead.objects.create(version=1, made_at=timezone.now(), texts=texts)
    resident = factories.ResidentFactory(
        name="Mevrouw Bezoeker-Verzonnen", first_name="Bea", street="Dorpsweg 1", phone="026-0000001"
    )
    trajectory = factories.TrajectoryFactory(
        volunteer=cast.volunteer(), bereavement__resident=resident, started_on=calendar.add_months(today, -2)
    )
    gathering = Gathering.objects.create(
        kind="intervision", starts_at=timezone.now() + timedelta(days=8), place="De Linde, Dorpsweg 2"
    )
    Invitation.objects.create(gathering=gathering, volunteer=trajectory.volunteer)
    return trajectory


def log_in(context: BrowserContext, address: str, trajectory: Trajectory) -> None:
    """A session of the trajectory's volunteer in this browser."""
    user = trajectory.volunteer.user
    assert user is not None
    cookie = clients.of(user).cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": address}])


@pytest.fixture
def phone(page: Page, context: BrowserContext, live_server: Any, vera: Trajectory) -> Iterator[Page]:
    """The phone page, open on today's screen. Script errors and forbidden content fail the test."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    log_in(context, live_server.url, vera)
    page.set_default_timeout(10_000)
    page.goto(f"{live_server.url}/m/")
    expect(page.get_by_role("heading", name="Bea")).to_be_visible()
    yield page
    assert complaints == []
