"""Pointing out what each column holds, with and without a script: nothing that was said gets lost."""

import io
import re

import pytest
from django.urls import reverse

from bezoekdienst.audit.models import Event
from letters.models import ColumnMapping, Extract
from tests.letters import chain, suppliers
from tests.lib.spreadsheets import handmade
from tests.web.handing_in import SUPPLIER, asked, hand_in, pointed_out, text

pytestmark = pytest.mark.django_db


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
