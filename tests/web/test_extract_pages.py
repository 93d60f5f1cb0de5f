"""Handing in, trying out and pointing out columns, with and without a script."""

import html
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
from tests.lib.spreadsheets import handmade
from tests.web import clients

pytestmark = pytest.mark.django_db
SUPPLIER = "gemeente Arnhem, burgerzaken"


@pytest.fixture
def clerk(time_machine):
    time_machine.move_to(chain.at())
    return clients.logged_in(Role.CLERK)


def text(answer):
    return html.unescape(answer.content.decode())


def named(stream, name="aanlevering.csv"):
    stream.name = name
    return stream


def hand_in(browser, address, stream=None, *, script=False, **filled):
    given = {"state_on": "2026-10-01", **filled, **({"file": named(stream)} if stream else {})}
    headers = {"HX-Request": "true"} if script else {}
    return browser.post(reverse(address), given, headers=headers)


def asked(answer):
    """What the page would post back: its hidden headings, and each choice as it stands."""
    page = text(answer)
    koppen = re.search(r'name="koppen" value="([^"]*)"', answer.content.decode())[1]
    chosen = {}
    for name, options in re.findall(r'<select name="(kolom_\d+)".*?>(.*?)</select>', page, re.DOTALL):
        picked = re.search(r'value="([^"]*)" selected', options)
        chosen[name] = picked[1] if picked else ""
    return {"koppen": html.unescape(koppen), **chosen}


def pointed_out(form, **said):
    """The form with choices by heading (`normal`)."""
    headings = re.findall(r'"([^"]*)"', form["koppen"])
    places = {heading.lower(): f"kolom_{number}" for number, heading in enumerate(headings)}
    return form | {places[name]: element for name, element in (suppliers.SAID | said).items()}


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


# Pointing out columns


def test_the_page_asks_what_it_does_not_know_and_shows_what_it_does(clerk):
    answer = hand_in(clerk, "extract_new", suppliers.widows(3))
    page = text(answer)
    assert answer.status_code == 422 and "Wij herkennen 14 kolommen." in page
    open_, folded = page.split("kolommen herkennen wij zelf")
    assert re.findall(r'<label for="id_kolom_\d+">(.*?)</label>', open_) == list(suppliers.ASKED)
    assert re.findall(r'<label for="id_kolom_\d+">(.*?)</label>', folded) == list(suppliers.KNOWN)
    missing = re.search(r"Wij missen nog:</p>\s*<ul>(.*?)</ul>", page, re.DOTALL)[1]
    assert re.findall(r"<li>(.*?)</li>", missing) == [
        "datum overlijden van de partner",
        "datum eigen overlijden",
        "reden opschorting",
        "indicatie geheim",
    ]
    assert re.findall(r'<optgroup label="(.*?)">', page)[:4] == [
        "Persoon",
        "Partner",
        "Overlijden en huwelijk",
        "Adres",
    ]
    assert "Proef" not in page.replace("Proef lezen", "").replace("proef lezen", "")
    assert chain.bsn(0) not in page and not Extract.objects.exists()
    assert Event.objects.get(kind="mapping.previewed").facts == {"persons": 0}


def test_each_choice_renews_the_first_persons_and_nothing_else(clerk):
    first = hand_in(clerk, "trial", suppliers.widows(2), script=True)
    filled = pointed_out(asked(first), gestaakt="")
    answer = hand_in(clerk, "trial", suppliers.widows(2), script=True, act="voorbeeld", **filled)
    page = text(answer)
    assert "HX-Retarget" not in answer and page.lstrip("\n").startswith("{#") is False
    assert 'id="voorbeeld"' in page and "<select" not in page and "reden opschorting" in page
    assert "Geachte mevrouw Proefbeuk," in page and "Krijgt een brief" not in page
    assert page.count('hx-swap-oob="true"') == len(suppliers.HEADING) and "<span>Proefbeuk</span>" in page
    whole = hand_in(clerk, "trial", suppliers.widows(2), script=True, act="voorbeeld", **pointed_out(asked(first)))
    assert "Alles wat nodig is, is aangewezen." in text(whole) and text(whole).count("Krijgt een brief") == 2
    assert Event.objects.filter(kind="mapping.previewed").count() == 1
    assert not ColumnMapping.objects.exists()


def test_without_a_script_a_button_does_the_same_and_the_choices_stay(clerk):
    filled = pointed_out(asked(hand_in(clerk, "trial", suppliers.widows(1))))
    answer = hand_in(clerk, "trial", suppliers.widows(1), act="voorbeeld", supplier=SUPPLIER, **filled)
    assert answer.status_code == 422 and "Geachte mevrouw Proefbeuk," in text(answer)
    assert asked(answer) == filled and f'value="{SUPPLIER}"' in text(answer)
    assert 'id="id_supplier_error"' not in text(answer)


def test_the_choices_stay_when_the_file_was_forgotten(clerk):
    filled = pointed_out(asked(hand_in(clerk, "trial", suppliers.widows(1))))
    answer = hand_in(clerk, "trial", supplier=SUPPLIER, **filled)
    page = text(answer)
    assert answer.status_code == 422 and "Kies het bestand." in page
    assert asked(answer) == filled and f'value="{SUPPLIER}"' in page
    assert "Kies het bestand opnieuw. Dan laten wij de eerste mensen zien." in page


def test_the_choices_stay_when_another_file_can_not_be_read(clerk):
    filled = pointed_out(asked(hand_in(clerk, "trial", suppliers.widows(1))))
    for act in ({}, {"act": "voorbeeld"}):
        answer = hand_in(clerk, "trial", io.BytesIO(b"geen\ntabel\n"), supplier=SUPPLIER, **act, **filled)
        assert answer.status_code == 422 and "Dit bestand herkennen we niet." in text(answer)
        assert asked(answer) == filled


def test_columns_that_were_saved_are_told_so_when_the_file_is_refused_after_all(clerk, monkeypatch):
    filled = pointed_out(asked(hand_in(clerk, "extract_new", suppliers.widows(4))))
    monkeypatch.setattr("letters.registry.formats.tables.MAX_ROWS", 2)
    answer = hand_in(clerk, "extract_new", suppliers.widows(4), supplier=SUPPLIER, **filled)
    assert answer.status_code == 422 and "Het bestand heeft te veel regels" in text(answer)
    assert "De kolommen zijn onthouden. Verder is er niets bewaard." in text(answer)
    assert ColumnMapping.objects.get().supplier == SUPPLIER and not Extract.objects.exists()


def test_a_workbook_is_pointed_out_like_any_table(clerk):
    rows = [suppliers.HEADING, *([suppliers.row(n)[name] for name in suppliers.HEADING] for n in range(3))]

    def book():
        return io.BytesIO(handmade.book(handmade.table(*rows)))

    filled = pointed_out(asked(hand_in(clerk, "trial", book())))
    looked = hand_in(clerk, "trial", book(), script=True, act="voorbeeld", **filled)
    assert text(looked).count("Krijgt een brief") == 3
    done = hand_in(clerk, "trial", book(), supplier=SUPPLIER, **filled)
    assert "3 regels, 3 personen." in text(done) and "Gelezen als tabel in Excel" in text(done)


def test_saving_the_columns_goes_on_with_the_trial(clerk):
    filled = pointed_out(asked(hand_in(clerk, "trial", suppliers.widows(2))))
    answer = hand_in(clerk, "trial", suppliers.widows(2), supplier=SUPPLIER, **filled)
    assert answer.status_code == 200 and f"met de kolommen van {SUPPLIER}" in text(answer)
    assert "Wij onthouden deze kolommen." in text(answer)
    again = hand_in(clerk, "trial", suppliers.widows(3))
    assert again.status_code == 200 and "3 regels, 3 personen." in text(again)


def test_saving_the_columns_goes_on_with_handing_in(clerk):
    filled = pointed_out(asked(hand_in(clerk, "extract_new", suppliers.widows(2), script=True)))
    answer = hand_in(clerk, "extract_new", suppliers.widows(2), script=True, supplier=SUPPLIER, **filled)
    extract = Extract.objects.get()
    assert answer["HX-Redirect"] == reverse("extract", args=[extract.pk])
    page = text(clerk.get(answer["HX-Redirect"]))
    assert f"De kolommen van {SUPPLIER} zijn onthouden." in page and "Proefbeuk" in page


def test_columns_that_can_not_be_are_refused_on_the_page(clerk):
    form = asked(hand_in(clerk, "extract_new", suppliers.widows(1)))
    nameless = hand_in(clerk, "extract_new", suppliers.widows(1), **pointed_out(form))
    assert nameless.status_code == 422 and "Geef een naam aan de leverancier" in text(nameless)
    filled = pointed_out(form, zaak="06.08.10")
    twice = hand_in(clerk, "extract_new", suppliers.widows(1), supplier=SUPPLIER, **filled)
    assert twice.status_code == 422
    assert "Meer dan een kolom noemt dit gegeven: datum eigen overlijden ('Zelf weg', 'Zaak')." in text(twice)
    assert asked(twice) == filled and f'value="{SUPPLIER}"' in text(twice)
    assert not ColumnMapping.objects.exists() and not Extract.objects.exists()


def test_another_file_is_asked_about_anew_and_what_was_said_of_the_same_headings_stays(clerk):
    filled = pointed_out(asked(hand_in(clerk, "trial", suppliers.widows(1))))
    other = suppliers.table(suppliers.row(1), heading=["Wijkteam", *suppliers.HEADING])
    answer = hand_in(clerk, "trial", other, supplier=SUPPLIER, **filled)
    assert answer.status_code == 422 and not ColumnMapping.objects.exists()
    found = asked(answer)
    assert found["kolom_0"] == "" and [found[f"kolom_{n + 1}"] for n in range(18)] == [
        filled[f"kolom_{n}"] for n in range(18)
    ]


def test_a_file_that_explains_itself_needs_no_choices(clerk):
    answer = hand_in(clerk, "trial", chain.delivery(chain.widow(1)), script=True, act="voorbeeld")
    assert "U hoeft niets aan te wijzen." in text(answer)


@pytest.mark.parametrize("koppen", ["geen json", '{"a": 1}', "[1, null]", '["' + "x" * 5000 + '"]', "[" * 5000])
def test_headings_that_somebody_tampered_with_are_nothing(clerk, koppen):
    answer = hand_in(clerk, "trial", suppliers.widows(1), koppen=koppen, kolom_0="99.99.99")
    assert answer.status_code == 422 and "Wij herkennen 14 kolommen." in text(answer)


def test_a_name_of_a_column_is_never_markup(clerk):
    heading = [*suppliers.HEADING, "<b>Kop</b>"]
    answer = hand_in(clerk, "trial", suppliers.table(suppliers.row(1), heading=heading))
    assert "&lt;b&gt;Kop&lt;/b&gt;" in answer.content.decode() and "<b>Kop</b>" not in answer.content.decode()


def test_who_is_secret_is_named_nowhere_on_the_page(clerk):
    table = [suppliers.row(1, e07_70_10="7", e01_02_40="Geheimpje", e08_11_10="Verborgenlaan"), suppliers.row(2)]
    for script in (False, True):
        first = hand_in(clerk, "trial", suppliers.table(*table), script=script)
        filled = pointed_out(asked(first))
        seen = [first, hand_in(clerk, "trial", suppliers.table(*table), script=script, act="voorbeeld", **filled)]
        assert not [page for page in map(text, seen) if "Geheimpje" in page or "Verborgenlaan" in page]
    done = hand_in(clerk, "trial", suppliers.table(*table), supplier=SUPPLIER, **filled)
    assert "Zo zou het gaan" in text(done) and "Geheimpje" not in text(done)


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
