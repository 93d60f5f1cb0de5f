"""Handing in and trying out, with and without a script, and which columns are remembered."""

import io
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from letters.deliveries import mappings
from letters.models import ColumnMapping, Extract
from tests.letters import chain, suppliers
from tests.web import clients
from tests.web.handing_in import hand_in, text

pytestmark = pytest.mark.django_db


# Trying out


def test_a_trial_shows_the_heaps_the_sums_and_every_reason(clerk):
    lines = (chain.widow(1), chain.widow(2, e08_83_10="081110"), chain.widow(3, e06_08_10="20260901"), "x;y")
    page = text(hand_in(clerk, "trial", chain.delivery(*lines)))
    heaps = re.findall(r"<dt>(.*?)</dt><dd>(?:<a[^>]*>)?(\d+)", page)
    assert heaps == [
        ("krijgt een brief", "1"),
        ("wacht op een besluit", "1"),
        ("krijgt geen brief", "1"),
        ("regel niet te lezen", "1"),
    ]
    assert "4 regels, 3 personen." in page and "Gelezen als tabel met rubrieknummers" in page
    assert "Het adres wordt onderzocht." in page and "Deze persoon is zelf overleden." in page
    assert "<b>regel 2</b> <span>G.R. Proefiep</span>" in page and "<b>regel 4</b>" in page
    assert "Neem de regels mee die wachten of niet te lezen zijn" in page
    assert not Extract.objects.exists()
    assert Event.objects.filter(kind="extract.tried").count() == 1


def test_with_a_script_only_what_came_of_it_is_sent(clerk):
    answer = hand_in(clerk, "trial", chain.delivery(chain.widow(1)), script=True)
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#uitkomst")
    assert "<html" not in text(answer) and "Zo zou het gaan" in text(answer)


def test_what_waits_is_downloaded_under_a_name_that_says_nothing(clerk):
    lines = (chain.widow(1), chain.widow(2, e08_83_10="081110"))
    answer = hand_in(clerk, "trial_take_along", chain.delivery(*lines))
    assert answer["Content-Disposition"] == 'attachment; filename="meegenomen-2026-10-01.csv"'
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    content = answer.content.decode("utf-8-sig").splitlines()
    assert len(content) == 2 and content[1].endswith("Het adres wordt onderzocht.")


def test_nothing_to_take_along_is_said_on_the_page(clerk):
    answer = hand_in(clerk, "trial_take_along", chain.delivery(chain.widow(1)))
    assert answer.status_code == 422 and "Er is niets om mee te nemen" in text(answer)


def test_a_file_that_was_taken_in_can_be_tried_but_not_taken_in_again(clerk):
    chain.take_in(chain.widow(1))
    page = text(hand_in(clerk, "trial", chain.delivery(chain.widow(1))))
    assert "Dit bestand is al ingelezen op 1 oktober 2026." in page and ">Bestand inlezen</button>" not in page


@pytest.mark.parametrize("address", ["extract_new", "trial"])
def test_a_refusal_keeps_what_was_typed_and_says_what_a_browser_can_not_keep(clerk, address):
    answer = hand_in(clerk, address, io.BytesIO(b"dit is\ngeen tabel\n"), state_on="2026-09-29")
    page = text(answer)
    assert answer.status_code == 422 and "Dit bestand herkennen we niet." in page
    assert 'value="2026-09-29"' in page
    assert "Er is niets bewaard. Kies het bestand opnieuw: dat kan uw browser niet onthouden." in page
    empty = hand_in(clerk, address)
    assert empty.status_code == 422 and "Kies het bestand." in text(empty)
    still = hand_in(clerk, address, io.BytesIO(b"dit is\ngeen tabel\n"), script=True)
    assert still.status_code == 200 and "Het bestand is nog gekozen." in text(still)


# What is remembered


def remember(number):
    heading = [*suppliers.HEADING, f"Extra {'x' * number}"]
    given = {"supplier": f"gemeente {'x' * number}", "by": chain.clerk(), "at": chain.at()}
    return mappings.remember(heading, suppliers.SAID, **given)


def test_a_supplier_is_forgotten_from_the_page(clerk):
    kept = remember(1)
    assert kept.supplier in text(clerk.get(reverse("extract_new")))
    answer = clerk.post(reverse("mapping_forget", args=[kept.pk]), follow=True)
    assert f"De kolommen van {kept.supplier} zijn vergeten." in text(answer)
    assert not ColumnMapping.objects.exists()
    assert clerk.post(reverse("mapping_forget", args=[kept.pk])).status_code == 404
    assert clerk.get(reverse("mapping_forget", args=[kept.pk])).status_code == 405


def test_the_page_takes_as_many_queries_for_three_suppliers_and_deliveries_as_for_one(clerk):
    def ask():
        with CaptureQueriesContext(connection) as found:
            assert clerk.get(reverse("extract_new")).status_code == 200
        return len(found)

    remember(1)
    chain.take_in(chain.widow(1))
    one = ask()
    for number in (2, 3):
        remember(number)
        chain.take_in(chain.widow(number))
    assert ask() == one


def test_a_trial_of_three_takes_as_many_queries_as_of_one(clerk):
    def ask(count):
        lines = (chain.widow(number, e08_83_10="081110") for number in range(count))
        with CaptureQueriesContext(connection) as found:
            assert hand_in(clerk, "trial", chain.delivery(*lines)).status_code == 200
        return len(found)

    assert ask(1) == ask(3)


def test_the_log_tells_of_a_trial_in_counts(clerk):
    hand_in(clerk, "trial", chain.delivery(chain.widow(1)))
    page = text(clients.logged_in(Role.PRIVACY_OFFICER).get(reverse("events")))
    assert "las een bestand op proef: 1 personen, 1 zouden een brief krijgen" in page and "Proefels" not in page


def test_files_are_read_in_memory_only():
    assert settings.FILE_UPLOAD_HANDLERS == ["bezoekdienst.web.uploads.MemoryOnlyUploadHandler"]
