"""Somebody asks what we hold of her: the coordinator reads it first and gives it on paper, the clerk answers who got a
letter. Every state can be used by everybody."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.visiting.models import Resident, Visit
from tests import factories
from tests.journeys.test_axe import WIDTHS, seen
from tests.letters import chain
from tests.letters.paper import text
from tests.web import clients

pytestmark = pytest.mark.django_db(transaction=True)


def opened(new_context: Any, url: str, user: User) -> Page:
    """A page of somebody who just logged in."""
    page = new_context(base_url=url, reduced_motion="reduce").new_page()
    page.add_init_script(Axe().axe_script)
    page.context.add_cookies([{"name": "sessionid", "value": clients.of(user).cookies["sessionid"].value, "url": url}])
    return page


def test_the_coordinator_leaves_out_a_line_takes_the_paper_along_and_erases(live_server, new_context, tmp_path) -> None:
    trajectory = factories.TrajectoryFactory(state="ended", ended_on=factories.TODAY, end_reason="goal_reached")
    factories.VisitFactory(trajectory=trajectory, note="Haar zoon kwam langs.")
    page = opened(new_context, live_server.url, factories.coordinator())
    page.goto(f"/bezoekers/{trajectory.resident_id}/")
    page.get_by_role("link", name="Inzage of wissen op verzoek").click()
    page.get_by_role("checkbox", name="Bezoekverslag: weglaten").check()
    assert list(seen(page, WIDTHS)) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="PDF maken").click()
    download.value.save_as(tmp_path / "inzage.pdf")
    read = text(tmp_path / "inzage.pdf", 1) + text(tmp_path / "inzage.pdf", 2)
    assert "(weggelaten)" in read
    assert "Haar zoon" not in read
    page.get_by_role("link", name="dat wij alles wissen").click()
    page.get_by_role("button", name="Voorgoed wissen").click()
    assert list(seen(page, WIDTHS)) == []
    page.get_by_label("Typ het woord").fill("wissen")
    page.get_by_role("button", name="Voorgoed wissen").click()
    page.get_by_text("is gewist. De cijfers zijn gelijk gebleven.").wait_for()
    assert (Resident.objects.count(), Visit.objects.count()) == (0, 0)
    assert [*Event.objects.filter(kind__startswith="subject.").values_list("kind", flat=True)] == [
        "subject.given",
        "subject.erased",
    ]


def test_the_clerk_answers_who_got_a_letter(live_server, new_context, time_machine) -> None:
    time_machine.move_to(chain.at(), tick=True)
    chain.drafted(chain.widow(0), chain.widow(1))
    page = opened(new_context, live_server.url, factories.UserFactory(roles=[Role.CLERK]))
    page.goto("/rondes/")
    page.get_by_role("link", name="Vraagt iemand wat er van haar of hem bewaard wordt?").click()
    for label, said in (("Naam", "mevr. Proefbeuk"), ("Postcode", "6811 ab"), ("Huisnummer", "1")):
        page.get_by_label(label).fill(said)
    page.get_by_role("button", name="Zoeken").click()
    page.get_by_text("Dit is er").wait_for()
    assert list(seen(page, WIDTHS)) == []
    assert "Proefbeuk" not in page.url
    with page.expect_download() as download:
        page.get_by_role("button", name="Antwoord als PDF").click()
    assert download.value.suggested_filename == "inzage-20261001.pdf"
