"""The elements of the Logisch Ontwerp by name: as RvIG writes them above a table, and as we call them to a person.

Source: Logisch Ontwerp BRP, part A; the titles of rvig-brp/BRP-Berichten-API (persoonslijst.schema.json, 2026Q4); the
headings of RvIG's table of test persons. The same few elements occur in many categories; `by_name` tells which.
"""

import re
import unicodedata

_OF_A_PERSON = {
    "a nummer": "01.10", "burgerservicenummer": "01.20", "voornamen": "02.10", "adellijke titel predikaat": "02.20",
    "adellijke titel predicaat": "02.20", "voorvoegsel geslachtsnaam": "02.30", "geslachtsnaam": "02.40",
    "geboortedatum": "03.10", "geboorteplaats": "03.20", "geboorteland": "03.30", "geslachtsaanduiding": "04.10",
}  # fmt: skip
_WHOSE = {
    "persoon": "01", "ouder1": "02", "ouder 1": "02", "ouder2": "03", "ouder 2": "03", "kind": "09",
    "echtgenoot geregistreerd partner": "05", "echtgenoot of geregistreerd partner": "05",
    "huwelijk geregistreerd partnerschap": "05",
}  # fmt: skip
_OTHER = {
    "geslachtsaanduiding": "01.04.10", "vorig a nummer": "01.20.10", "volgend a nummer": "01.20.20",
    "aanduiding naamgebruik": "01.61.10", "nationaliteit": "04.05.10", "reden opname nationaliteit": "04.63.10",
    "reden beeindigen nationaliteit": "04.64.10", "aanduiding bijzonder nederlanderschap": "04.65.10",
    "eu persoonsnummer": "04.73.10", "soort verbintenis": "05.15.10", "datum overlijden": "06.08.10",
    "plaats overlijden": "06.08.20", "land overlijden": "06.08.30", "datum ingang blokkering pl": "07.66.20",
    "datum opschorting bijhouding": "07.67.10", "omschrijving reden opschorting bijhouding": "07.67.20",
    "datum eerste inschrijving gba rni": "07.68.10", "gemeente waar de pk zich bevindt": "07.69.10",
    "indicatie geheim": "07.70.10", "datum verificatie": "07.71.10", "omschrijving verificatie": "07.71.20",
    "versienummer": "07.80.10", "datumtijdstempel": "07.80.20", "pk gegevens volledig meegeconverteerd": "07.87.10",
    "gemeente van inschrijving": "08.09.10", "datum inschrijving in de gemeente": "08.09.20",
    "datum inschrijving": "08.09.20", "functie adres": "08.10.10", "gemeentedeel": "08.10.20",
    "datum aanvang adreshouding": "08.10.30", "straatnaam": "08.11.10", "naam openbare ruimte": "08.11.15",
    "huisnummer": "08.11.20", "huisletter": "08.11.30", "huisnummertoevoeging": "08.11.40",
    "aanduiding bij huisnummer": "08.11.50", "postcode": "08.11.60", "woonplaatsnaam": "08.11.70",
    "identificatiecode verblijfplaats": "08.11.80", "identificatiecode nummeraanduiding": "08.11.90",
    "locatiebeschrijving": "08.12.10", "land adres buitenland": "08.13.10",
    "datum aanvang adres buitenland": "08.13.20", "regel 1 adres buitenland": "08.13.30",
    "regel 2 adres buitenland": "08.13.40", "regel 3 adres buitenland": "08.13.50",
    "land vanwaar ingeschreven": "08.14.10", "land van waar ingeschreven": "08.14.10",
    "datum vestiging in nederland": "08.14.20", "omschrijving van de aangifte adreshouding": "08.72.10",
    "indicatie document": "08.75.10", "registratie betrekking": "09.89.10", "aanduiding verblijfstitel": "10.39.10",
    "datum einde verblijfstitel": "10.39.20", "ingangsdatum verblijfstitel": "10.39.30",
    "indicatie gezag minderjarige": "11.32.10", "indicatie curateleregister": "11.33.10",
    "aanduiding europees kiesrecht": "13.31.10", "aanduiding uitgesloten kiesrecht": "13.38.10",
    "rni deelnemer": "RNI", "omschrijving verdrag": "RNI",  # of several categories, and of no use to us
}  # fmt: skip
_UNION, _END = "huwelijkssluiting aangaan geregistreerd partnerschap", "ontbinding huwelijk geregistreerd partnerschap"
_MARRIAGE = {
    f"datum {_UNION}": "05.06.10", f"plaats {_UNION}": "05.06.20", f"land {_UNION}": "05.06.30",
    f"datum {_END}": "05.07.10", f"plaats {_END}": "05.07.20", f"land {_END}": "05.07.30",
    f"reden {_END}": "05.07.40",
}  # fmt: skip
_NAMES = {
    **{f"{what} {who}": f"{category}.{e}" for what, e in _OF_A_PERSON.items() for who, category in _WHOSE.items()},
    **_OTHER,
    **_MARRIAGE,
}
_CATEGORIES = {
    "persoon": "01", "ouder1": "02", "ouder": "02", "ouder2": "03", "nationaliteit": "04", "huwelijk": "05",
    "overlijden": "06", "inschrijving": "07", "verblijfplaats": "08", "kind": "09", "verblijfstitel": "10",
    "gezagsverhouding": "11", "reisdocument": "12", "kiesrecht": "13",
}  # fmt: skip
_LONG = (  # a spreadsheet may have cut these off: what follows the word that tells the category doesn't matter
    (re.compile(r"(?:ingangsdatum|datum van ingang) geldigheid met betrekking tot .* categorie (\w+)"), "85.10"),
    (re.compile(r"datum van opneming met betrekking tot .* categorie (\w+)"), "86.10"),
    (re.compile(r"(?:registergemeente akte|aktenummer) .* gegevens over (\w+)"), "81.00"),
    (re.compile(r"(?:gemeente waar de|datum van de ontlening .*|beschrijving .*) gegevens over (\w+)"), "82.00"),
)
_TRAVEL = re.compile(r".* nederlands reisdocument|.* paspoortdossier.*|beschrijving dossier .* paspoortgegevens.*")
_SHARED = (  # named alike in every category: the columns before it tell which is meant
    ("aanduiding gegevens in onderzoek", "83.10"),
    ("datum ingang onderzoek", "83.20"),
    ("datum einde onderzoek", "83.30"),
    ("indicatie onjuist", "84.10"),
)

_BLANKS = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")


def normal(heading: str) -> str:
    """The same words in one spelling: small letters without accents, one blank between them."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", heading) if not unicodedata.combining(c))
    return _BLANKS.sub(" ", plain).casefold().strip()


def by_name(normal: str) -> str | None:
    """The element with this LO name, used or not; None when it is no LO name or `shared` knows it."""
    if found := _NAMES.get(normal):
        return found
    for pattern, element in _LONG:
        if (match := pattern.match(normal)) and match[1] in _CATEGORIES:
            return f"{_CATEGORIES[match[1]]}.{element}"
    return "12.35.10" if _TRAVEL.fullmatch(normal) else None


def shared(normal: str) -> str | None:
    """Group and element of a name that every category has (`83.10`), or None."""
    return next((element for name, element in _SHARED if normal.startswith(name)), None)


LABELS = {
    "01.01.10": "A-nummer",
    "01.01.20": "burgerservicenummer",
    "01.02.10": "voornamen",
    "01.02.20": "adellijke titel of predicaat",
    "01.02.30": "voorvoegsel van de geslachtsnaam",
    "01.02.40": "geslachtsnaam",
    "01.03.10": "geboortedatum",
    "01.04.10": "geslacht",
    "01.61.10": "naamgebruik",
    "01.83.10": "persoonsgegevens in onderzoek",
    "01.83.30": "datum einde onderzoek naar de persoonsgegevens",
    "05.01.10": "A-nummer van de partner",
    "05.01.20": "burgerservicenummer van de partner",
    "05.02.10": "voornamen van de partner",
    "05.02.20": "adellijke titel of predicaat van de partner",
    "05.02.30": "voorvoegsel van de geslachtsnaam van de partner",
    "05.02.40": "geslachtsnaam van de partner",
    "05.03.10": "geboortedatum van de partner",
    "05.04.10": "geslacht van de partner",
    "05.06.10": "datum van het huwelijk of partnerschap",
    "05.07.10": "datum einde huwelijk of partnerschap",
    "05.07.40": "reden einde huwelijk of partnerschap",
    "05.08.10": "datum overlijden van de partner",
    "05.15.10": "huwelijk of geregistreerd partnerschap",
    "05.83.10": "gegevens van het huwelijk in onderzoek",
    "05.83.30": "datum einde onderzoek naar het huwelijk",
    "05.84.10": "gegevens van het huwelijk onjuist",
    "05.85.10": "gegevens van het huwelijk geldig vanaf",
    "05.86.10": "gegevens van het huwelijk opgenomen op",
    "05.H": "soort van de volgende regel over het huwelijk",
    "06.08.10": "datum eigen overlijden",
    "06.08.20": "plaats van het eigen overlijden",
    "06.08.30": "land van het eigen overlijden",
    "07.67.10": "datum opschorting",
    "07.67.20": "reden opschorting",
    "07.70.10": "indicatie geheim",
    "08.09.10": "gemeente van inschrijving",
    "08.10.10": "functie van het adres",
    "08.11.10": "straatnaam",
    "08.11.20": "huisnummer",
    "08.11.30": "huisletter",
    "08.11.40": "huisnummertoevoeging",
    "08.11.50": "aanduiding bij het huisnummer",
    "08.11.60": "postcode",
    "08.11.70": "woonplaats",
    "08.12.10": "locatiebeschrijving",
    "08.13.10": "land van het adres in het buitenland",
    "08.13.30": "adres in het buitenland, regel 1",
    "08.13.40": "adres in het buitenland, regel 2",
    "08.13.50": "adres in het buitenland, regel 3",
    "08.83.10": "adres in onderzoek",
    "08.83.30": "datum einde onderzoek naar het adres",
}
