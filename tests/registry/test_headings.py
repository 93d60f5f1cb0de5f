import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.registry.formats import elements
from letters.registry.formats.words import headings
from letters.registry.formats.words.headings import value

PARTNERS = "echtgenoot/geregistreerd partner"
SHARED = ["Aanduiding gegevens in onderzoek", "Datum ingang onderzoek", "Datum einde onderzoek"]
UNION = "huwelijk/geregistreerd partnerschap"


@pytest.mark.parametrize("spelling", ["01.02.40", "010240", "01.0240", "10240", " 01.02.40 ", "01.02.40 Geslachtsnaam"])
def test_an_lo_number_in_each_spelling(spelling: str) -> None:
    assert (headings.element(spelling), headings.is_number(spelling)) == ("01.02.40", True)


@pytest.mark.parametrize("heading", ["6811", "2026", "99", "1.2", "Regel 1", "202406", "14.06.2026", "1.02.40.10"])
def test_another_number_is_no_lo_number(heading: str) -> None:
    assert (headings.element(heading), headings.is_number(heading)) == (None, False)


def test_every_used_element_is_known_by_its_number() -> None:
    assert {element: headings.element(element) for element in elements.USED} == {e: e for e in elements.USED}
    assert [headings.element(number) for number in ("02.01.20", "09.02.40", "99.00.01", "01.H")] == [""] * 4


@pytest.mark.parametrize(
    ("name", "element"),
    [
        ("A-nummer persoon", "01.01.10"),
        ("Burgerservicenummer persoon", "01.01.20"),
        ("Voornamen persoon", "01.02.10"),
        ("Adellijke titel/predikaat persoon", "01.02.20"),
        ("Adellijke titel/predicaat persoon", "01.02.20"),
        ("Voorvoegsel geslachtsnaam persoon", "01.02.30"),
        ("Geslachtsnaam persoon", "01.02.40"),
        ("Geboortedatum persoon", "01.03.10"),
        ("Geslachtsaanduiding", "01.04.10"),
        ("Aanduiding naamgebruik", "01.61.10"),
        (f"Burgerservicenummer {PARTNERS}", "05.01.20"),
        (f"Voorvoegsel geslachtsnaam {PARTNERS}", "05.02.30"),
        (f"Geslachtsnaam {PARTNERS}", "05.02.40"),
        ("Datum huwelijkssluiting/aangaan geregistreerd partnerschap", "05.06.10"),
        (f"Datum ontbinding {UNION}", "05.07.10"),
        (f"Reden ontbinding {UNION}", "05.07.40"),
        ("Soort verbintenis", "05.15.10"),
        (f"Ingangsdatum geldigheid met betrekking tot de elementen van de categorie {UNION.capitalize()}", "05.85.10"),
        (
            "Datum van opneming met betrekking tot de elementen van de categorie Huwelijk/geregistreerd partnersc",
            "05.86.10",
        ),
        ("Datum overlijden", "06.08.10"),
        ("Datum opschorting bijhouding", "07.67.10"),
        ("Omschrijving reden opschorting bijhouding", "07.67.20"),
        ("Indicatie geheim", "07.70.10"),
        ("Gemeente van inschrijving", "08.09.10"),
        ("Functie adres", "08.10.10"),
        ("Straatnaam", "08.11.10"),
        ("Huisnummer", "08.11.20"),
        ("Huisletter", "08.11.30"),
        ("Huisnummertoevoeging", "08.11.40"),
        ("Aanduiding bij huisnummer", "08.11.50"),
        ("Postcode", "08.11.60"),
        ("Woonplaatsnaam", "08.11.70"),
        ("Locatiebeschrijving", "08.12.10"),
        ("Land adres buitenland", "08.13.10"),
        ("Regel 1 adres buitenland", "08.13.30"),
        ("Regel 3 adres buitenland", "08.13.50"),
    ],
)
def test_an_lo_name(name: str, element: str) -> None:
    assert (headings.element(name), headings.is_name(name)) == (element, True)


@pytest.mark.parametrize(
    "name",
    [
        *["Geslachtsnaam ouder1", "Voornamen ouder 2", "Geboortedatum kind", "Geboorteplaats persoon", "Nationaliteit"],
        *["Naam openbare ruimte", "RNI-deelnemer", "Omschrijving verdrag", "Versienummer"],
        *["Registergemeente akte waaraan gegevens over persoon ontleend zijn", "Indicatie gezag minderjarige"],
        *["Gemeente waar de gegevens over nationaliteit aan het document ontleend dan wel afgeleid zijn"],
        *["Ingangsdatum geldigheid met betrekking tot de elementen van de categorie Ouder1"],
        *["Nummer Nederlands reisdocument", "Gemeente waar het paspoortdossier zich bevindt", *SHARED],
    ],
)
def test_an_lo_name_that_we_do_not_use_is_known(name: str) -> None:
    assert (headings.element(name), headings.is_name(name)) == ("", True)


@pytest.mark.parametrize(
    ("element", "spellings"),
    [
        ("01.01.20", "BSN|Burgerservicenummer|bsn-nummer|BSN nr."),
        ("01.01.10", "A-nummer|Anummer|Administratienummer"),
        ("01.02.10", "Voornamen|Voornaam|Voornamen betrokkene"),
        ("01.02.20", "Titel/predikaat|Adellijke titel"),
        ("01.02.30", "Voorvoegsel|Voorvoegsels|Voorvoegsel(s)|Tussenvoegsel|TUSSENVOEGSELS"),
        ("01.02.40", "Achternaam|Geslachtsnaam|Naam|Familienaam|Geslachtsnaam_persoon"),
        ("01.03.10", "Geboortedatum|Geb.datum|Geb. datum|Geboorte-datum"),
        ("01.04.10", "Geslacht|M/V|Geslacht (code)"),
        ("01.61.10", "Naamgebruik|Aanduiding naamgebruik|Code naamgebruik"),
        ("05.01.20", "BSN partner|Partner BSN|BSN echtgenoot"),
        ("05.02.10", "Voornamen partner|Voornamen overleden partner"),
        ("05.02.30", "Voorvoegsel partner|Tussenvoegsel partner|Partner_voorvoegsel"),
        ("05.02.40", "Geslachtsnaam partner|Achternaam partner|achternaamPartner|Achternaam ex-partner|Naam partner"),
        ("05.03.10", "Geboortedatum partner"),
        ("05.06.10", "Datum huwelijk|Huwelijksdatum|Datum sluiting"),
        ("05.07.10", "Datum ontbinding|Ontbindingsdatum|Datum ontbinding huwelijk"),
        ("05.07.40", "Reden ontbinding|Reden ontbinding huwelijk/partnerschap"),
        ("05.08.10", "Datum overlijden partner|Overlijdensdatum echtgenoot/partner|Datum overlijden (ex-)partner"),
        ("06.08.10", "Datum overlijden|Overlijdensdatum|overleden op"),
        ("07.67.10", "Datum opschorting|Opschortingsdatum"),
        ("07.67.20", "Opschorting|Reden opschorting"),
        ("07.70.10", "Geheim|Geheimhouding|Indicatie geheim|Ind. geheim"),
        ("08.09.10", "Gemeente|Gemeentecode|Gemeente (code)"),
        ("08.10.10", "Functie adres|Functieadres"),
        ("08.11.10", "Straat|Straatnaam|Openbare ruimte"),
        ("08.11.20", "Huisnummer|Huisnr|Huisnr.|huis nummer"),
        ("08.11.30", "Huisletter"),
        ("08.11.40", "Toevoeging|Huisnummertoevoeging|Huisnr. toevoeging"),
        ("08.11.60", "Postcode|PC|POSTCODE"),
        ("08.11.70", "Woonplaats|Plaats"),
        ("08.12.10", "Locatie"),
        ("08.13.10", "Land|Landcode"),
        ("08.13.40", "Regel 2 buitenland|Buitenland regel 2"),
        ("08.83.10", "Adres in onderzoek"),
        ("", "Voorletters|Roepnaam|Telefoonnummer|E-mail|Aanhef|Burgerlijke staat"),
    ],
)
def test_the_usual_headings_of_a_municipality(element: str, spellings: str) -> None:
    assert {spelling: headings.element(spelling) for spelling in spellings.split("|")} == dict.fromkeys(
        spellings.split("|"), element
    )


def test_other_headings_are_unknown() -> None:
    assert [headings.element(heading) for heading in ("", "Kolom 1", "Zaaknummer", "\ufffd")] == [None] * 4


def test_no_word_has_two_meanings() -> None:
    meanings: dict[str, set[str]] = {}
    for name, element in headings._dictionary().items():
        meanings.setdefault(name.replace(" ", ""), set()).add(element)
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_names_that_all_categories_share_belong_to_the_columns_before_them() -> None:
    heading = [
        *["", "Geslachtsnaam persoon", *SHARED, "Indicatie onjuist dan wel strijdigheid met de openbare orde"],
        *["", "Geslachtsnaam ouder1", *SHARED],
        *["", f"Geslachtsnaam {PARTNERS}", *SHARED, "Indicatie onjuist dan wel strijdigheid met de openbare orde"],
        *["", "Indicatie geheim", "RNI-deelnemer", "", "Postcode", *SHARED],
    ]
    assert headings.recognised(heading) == {
        "01.02.40": 1,
        "01.83.10": 2,
        "01.83.30": 4,
        "05.02.40": 12,
        "05.83.10": 13,
        "05.83.30": 15,
        "05.84.10": 16,
        "07.70.10": 18,
        "08.11.60": 21,
        "08.83.10": 22,
        "08.83.30": 24,
    }
    assert headings.doubts(heading) == []


def test_a_shared_name_without_anything_before_it_is_in_doubt() -> None:
    said = "Bij de kolom 'Aanduiding gegevens in onderzoek' is niet te zien over welke gegevens het gaat."
    assert headings.doubts(["Aanduiding gegevens in onderzoek", "Postcode"]) == [said]
    assert headings.doubts(["Indicatie geheim", "Aanduiding gegevens in onderzoek"]) == [said]


def test_two_columns_that_mean_the_same_are_in_doubt() -> None:
    assert headings.doubts(["Achternaam", "Geslachtsnaam", "Postcode", "Foo", "Foo", "09.02.40", "09.02.40"]) == [
        "Meer dan een kolom noemt dit gegeven: geslachtsnaam ('Achternaam', 'Geslachtsnaam'). Laat er een staan."
    ]
    assert headings.recognised(["Achternaam", "Geslachtsnaam"]) == {"01.02.40": 0}


def test_a_word_that_may_mean_more_gives_way_to_one_that_does_not() -> None:
    heading = ["Naam", "Achternaam", "Voornamen", "Gemeente", "Gemeentecode", "Reden ontbinding omschrijving"]
    assert headings.placed(heading) == ["", "01.02.40", "01.02.10", "", "08.09.10", "05.07.40"]
    assert headings.placed(["Reden ontbinding", "Omschrijving reden ontbinding"]) == ["05.07.40", ""]
    assert headings.doubts(heading) == []


def test_a_name_without_given_names_beside_it_may_be_a_whole_name() -> None:
    said = "Bij de kolom 'Naam' is niet te zien of er alleen een achternaam staat."
    assert headings.doubts(["Naam", "Postcode"]) == [said]
    assert headings.doubts(["Naam", "Voornamen", "Postcode"]) == []


def test_every_used_element_has_a_label_for_a_person() -> None:
    assert set(headings.LABELS) == {*elements.USED, "05.08.10"}
    assert len(set(headings.LABELS.values())) == len(headings.LABELS)


@pytest.mark.parametrize(
    "text",
    [
        *["14-06-2026", "14/6/2026", "2026-06-14", "14.06.2026", "14 juni 2026", "20260614", "14 jun. 2026"],
        *["14-JUN-2026", "2026-06-14T00:00:00", "14-06-2026 00:00", "2026/06/14", " 14-6-2026 ", "14 Juni 2026"],
    ],
)
def test_one_day_in_all_spellings(text: str) -> None:
    assert value("05.07.10", text) == "20260614"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        *[("00-06-2026", "20260600"), ("06-2026", "20260600"), ("6/2026", "20260600"), ("juni 2026", "20260600")],
        *[("2026-06", "20260600"), ("00-00-2015", "20150000"), ("00-00-0000", "00000000"), ("1 mrt 1950", "19500301")],
        *[("-", ""), ("n.v.t.", ""), ("00000000", "00000000")],
    ],
)
def test_a_date_of_which_a_part_is_unknown(text: str, date: str) -> None:
    assert value("06.08.10", text) == date


@pytest.mark.parametrize(
    "text", ["2015", "14-06-26", "06/14/2026", "14-00-2026", "32-01-2026", "14 foo 2026", "46187", "onbekend", "1-2-3"]
)
def test_a_date_that_may_mean_something_else_stays_as_it_is(text: str) -> None:
    assert value("01.03.10", text) == text


@pytest.mark.parametrize(
    ("element", "code", "spellings"),
    [
        ("01.04.10", "V", "v|V|vrouw|Vrouwelijk|Mevr.|V - vrouw"),
        ("01.04.10", "M", "M|man|mannelijk|Dhr."),
        ("05.04.10", "O", "O|Onbekend"),
        ("01.61.10", "E", "E|e|eigen|Eigen geslachtsnaam|eigen naam"),
        ("01.61.10", "P", "P|partner|Naam partner|geslachtsnaam echtgenoot/geregistreerd partner"),
        ("01.61.10", "V", "V|partner-eigen|Partner, eigen|partnernaam voor eigen naam|eigen naam na partnernaam|"
         "geslachtsnaam echtgenoot/geregistreerd partner voor eigen geslachtsnaam"),
        ("01.61.10", "N", "N|eigen-partner|eigen / partner|partnernaam na eigen naam|"
         "geslachtsnaam echtgenoot/geregistreerd partner na eigen geslachtsnaam"),
        ("05.07.40", "O", "O|o|overlijden|Overleden|O - overlijden|Overlijden partner"),
        ("05.07.40", "S", "S|echtscheiding|Scheiding|gescheiden"),
        ("05.07.40", "R", "R|rechtsvermoeden van overlijden"),
        ("05.15.10", "H", "H|huwelijk"),
        ("05.15.10", "P", "P|Geregistreerd partnerschap|partnerschap"),
        ("07.67.20", "O", "O|overlijden|overleden"),
        ("07.67.20", "E", "E|Emigratie|geëmigreerd"),
        ("07.67.20", "", "geen|nee|-"),
        ("07.70.10", "0", "0|nee|Nee|N|geen beperking|ONWAAR|0 - geen beperking"),
        ("07.70.10", "7", "7|ja|Ja|J|geheim|WAAR"),
        ("08.10.10", "W", "W|w|woonadres|Woonadres"),
        ("08.10.10", "B", "B|briefadres"),
        ("08.11.50", "to", "to|tegenover|t/o"),
        ("08.11.50", "by", "by|bij"),
        ("08.11.60", "6811AB", "6811AB|6811 AB|6811 ab"),
        ("08.11.20", "7", "7|7.0|007|7,0"),
        ("08.13.10", "", "Nederland|6030"),
        ("08.83.10", "", "nee|N|0|000000"),
        ("01.02.20", "JV", "JV|jv|jonkvrouw"),
        ("01.01.20", "123456782", "123456782|1234.56.782|1234 56 782"),
    ],
)  # fmt: skip
def test_words_become_codes(element: str, code: str, spellings: str) -> None:
    assert {text: value(element, text) for text in spellings.split("|")} == dict.fromkeys(spellings.split("|"), code)


@pytest.mark.parametrize(
    ("element", "text"),
    [
        *[("05.07.40", "O - gescheiden"), ("05.07.40", "weet niet"), ("01.61.10", "niet eigen"), ("01.61.10", "X")],
        *[("07.70.10", "8"), ("07.70.10", "misschien"), ("01.04.10", "X"), ("08.11.60", "6811"), ("08.11.20", "7a")],
        *[("08.10.10", "postadres"), ("01.02.40", "Nee"), ("05.02.40", "."), ("05.07.40", "."), ("08.83.10", "080000")],
        *[("08.11.50", "naast"), ("01.01.20", "12345678X"), ("08.09.10", "Arnhem"), ("01.02.10", "14-06-2026")],
    ],
)
def test_what_is_unsure_or_no_code_stays_as_it_is(element: str, text: str) -> None:
    assert value(element, text) == text


@given(st.sampled_from(sorted(headings.LABELS)), st.text(max_size=20))
def test_a_translation_is_never_translated_again(element: str, text: str) -> None:
    assert value(element, value(element, text)) == value(element, text)


@given(st.lists(st.text(max_size=30), max_size=10))
def test_any_heading_at_all_is_answered(heading: list[str]) -> None:
    assert len(headings.placed(heading)) == len(heading)
    assert set(headings.recognised(heading).values()) <= set(range(len(heading)))
    assert all(isinstance(said, str) for said in headings.doubts(heading))
