"""A volunteer with a new phone: she logs in with a mailed code, logs a visit in two taps, and sees it."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from bezoekdienst.lib import calendar
from bezoekdienst.visiting.models import Visit
from tests import cast, factories


@pytest.mark.journey
def test_log_in_by_code_log_a_visit_in_two_taps_and_see_it(page: Page, live_server, transactional_db):
    cache.clear()
    today = timezone.localdate()
    resident = factories.ResidentFactory(first_name="Bea", street="Dorpsweg 1")
    factories.TrajectoryFactory(
        volunteer=cast.volunteer(), bereavement__resident=resident, started_on=calendar.add_months(today, -2)
    )
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/m/")
    page.get_by_label(re.compile("mail", re.IGNORECASE)).fill(cast.volunteer().user.email)
    page.keyboard.press("Enter")
    page.wait_for_url("**/code/**")
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(_mailed_code(page))
    page.keyboard.press("Enter")
    page.wait_for_url("**/m/")

    page.get_by_role("link", name="Bezoek noteren bij Bea").click()
    page.get_by_role("button", name="Ja, zo noteren").click()

    expect(page.get_by_text("Genoteerd.")).to_be_visible()
    expect(page.locator('[data-slot="visits"] li')).to_have_count(1)
    expect(page.locator('[data-slot="visits"] li')).to_contain_text("Thuis, een uur, alles goed.")
    assert [(visit.on, visit.minutes) for visit in Visit.objects.all()] == [(today, 60)]


def _mailed_code(page: Page) -> str:
    for _ in range(50):  # it is mailed beside the request, so that known and unknown addresses take the same time
        if mail.outbox:
            break
        page.wait_for_timeout(100)
    code = re.search(r"^\s*([A-Z0-9]{3}-?[A-Z0-9]{3})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert code, mail.outbox[-1].body
    return code[1]
