"""From the headings of a table to LO elements: numbers, LO names, and the words that municipalities use themselves.

Besides the elements of the LO there is `05.08.10`, which the LO has not: the date on which the partner died. It says
two things at once, 05.07.10 (that date) and 05.07.40 (O, by death); the reader makes it so.
"""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from letters.registry.formats.words import lo_names
from letters.registry.formats.words.lo_names import LABELS, normal
from letters.registry.formats.words.values import value

__all__ = ["LABELS", "doubts", "element", "is_name", "is_number", "normal", "placed", "recognised", "value"]

_NUMBER = re.compile(  # also with its name behind it; and without its first zero, which a spreadsheet takes away
    r"(\d{1,2})\.(\d\d)\.?(\d\d)(?:[\s:–-].*)?|(0?[1-9]|1[0-6]|5[1-9]|6[0-6])(\d\d)(\d\d)|(\d\d)\.(H)", re.DOTALL
)
_WITHOUT = frozenset({"", "07", "13"})  # categories of which nothing can be under investigation or incorrect

_OWN = {  # for the person herself; with `partner` and the like behind or before it for the partner
    "01.10": "a nummer|anummer|a nr|anr|administratienummer",
    "01.20": "burgerservicenummer|bsn|bsn nummer|bsnnummer|bsn nr|burger service nummer|sofinummer",
    "02.10": "voornamen|voornaam|volledige voornamen",
    "02.20": "titel predikaat|titel predicaat|adellijke titel|adellijke titel predikaat|adellijke titel predicaat|"
    "predikaat|predicaat",
    "02.30": "voorvoegsel|voorvoegsels|voorvoegsel s|tussenvoegsel|tussenvoegsels|tussenvoegsel s|"
    "voorvoegsel geslachtsnaam|voorvoegsels geslachtsnaam|voorvoegsel achternaam|tussenvoegsel achternaam",
    "02.40": "geslachtsnaam|achternaam|familienaam",
    "03.10": "geboortedatum|geb datum|gebdatum|geb dat|gebdat|geboorte datum|datum geboorte|datum van geboorte",
    "04.10": "geslacht|geslachtsaanduiding|aanduiding geslacht|sekse|m v|man vrouw",
}
_PARTNER = (
    *("partner", "echtgenoot", "echtgenote", "echtgenoot partner", "echtgenoot echtgenote", "ex partner", "expartner"),
    *("overleden partner", "overleden echtgenoot", "ex overleden partner", "overledene", "huwelijkspartner"),
    *("echtgenoot geregistreerd partner", "van partner", "van de partner", "van overleden partner"),
)
_HERSELF = ("persoon", "betrokkene", "nabestaande", "van persoon", "van de persoon")
_TABLE = {
    "01.61.10": "naamgebruik|aanduiding naamgebruik|aand naamgebruik|wijze van naamgebruik|naam gebruik",
    "01.83.10": "persoon in onderzoek|persoonsgegevens in onderzoek|gegevens persoon in onderzoek",
    "05.06.10": "datum huwelijk|huwelijksdatum|datum sluiting|datum huwelijkssluiting|datum sluiting huwelijk|"
    "trouwdatum|datum aangaan|datum aangaan partnerschap|datum aangaan geregistreerd partnerschap|datum verbintenis|"
    "sluitingsdatum|datum huwelijk partnerschap|datum sluiting huwelijk partnerschap|begindatum huwelijk|"
    "ingangsdatum huwelijk|datum aanvang huwelijk",
    "05.07.10": "datum ontbinding|ontbindingsdatum|datum ontbinding huwelijk|datum ontbinding huwelijk partnerschap|"
    "datum huwelijksontbinding|datum einde huwelijk|einddatum huwelijk|datum einde huwelijk partnerschap|"
    "datum ontbinding partnerschap|datum ontbinding verbintenis",
    "05.07.40": "reden ontbinding|ontbindingsreden|reden ontbinding huwelijk|reden ontbinding huwelijk partnerschap|"
    "reden huwelijksontbinding|reden einde huwelijk|reden einde huwelijk partnerschap|reden ontbinding verbintenis|"
    "reden ontbinding partnerschap",
    "05.15.10": "soort verbintenis|verbintenis|type verbintenis|soort huwelijk|huwelijk partnerschap|"
    "huwelijk of partnerschap",
    "05.83.10": "partner in onderzoek|huwelijk in onderzoek|gegevens partner in onderzoek",
    "06.08.10": "datum overlijden|overlijdensdatum|datum van overlijden|overleden op|overlijdens datum|datum overleden",
    "07.67.10": "datum opschorting|opschortingsdatum|datum opschorting bijhouding",
    "07.67.20": "opschorting|reden opschorting|opschortingsreden|opschorting bijhouding|reden opschorting bijhouding|"
    "omschrijving reden opschorting",
    "07.70.10": "geheim|geheimhouding|indicatie geheim|ind geheim|indicatie geheimhouding|geheim indicatie|geheim ind|"
    "verstrekkingsbeperking",
    "08.09.10": "gemeentecode|gemeente van inschrijving|gemeente inschrijving|inschrijvingsgemeente|gemeentenummer",
    "08.10.10": "functie adres|functieadres|adresfunctie|soort adres|adressoort",
    "08.11.10": "straat|straatnaam|straat naam",
    "08.11.20": "huisnummer|huisnr|huis nr|huis nummer|hnr",
    "08.11.30": "huisletter|huis letter|huisnr letter|huisnummer letter|huisnummerletter",
    "08.11.40": "toevoeging|huisnummertoevoeging|huisnummer toevoeging|huisnr toevoeging|huisnrtoevoeging|toev|"
    "toevoeging huisnummer|toevoeging huisnr|huisnr toev",
    "08.11.50": "aanduiding bij huisnummer|aand bij huisnummer|aanduiding bij huisnr|aanduiding huisnummer",
    "08.11.60": "postcode|pc|post code",
    "08.11.70": "woonplaats|woonplaatsnaam|plaats|plaatsnaam|naam woonplaats",
    "08.12.10": "locatie|locatiebeschrijving|locatie beschrijving",
    "08.13.10": "land|landcode|land buitenland|land adres|land adres buitenland",
    **{
        f"08.13.{n + 2}0": f"regel {n} buitenland|regel {n} adres buitenland|buitenland regel {n}|buitenland {n}|"
        f"adresregel {n} buitenland|adresregel buitenland {n}|adres buitenland {n}|adres buitenland regel {n}|"
        f"buitenlands adres {n}|buitenlands adres regel {n}"
        for n in (1, 2, 3)
    },
    "08.83.10": "adres in onderzoek|verblijfplaats in onderzoek|onderzoek adres|indicatie adres in onderzoek",
    "": "voorletters|voorletter|initialen|roepnaam|titel|academische titel|volledige naam|aanhef|aanschrijfnaam|"
    "aanschrijving|briefaanhef|adres|adresregel|adresregel 1|adresregel 2|geboorteplaats|geboorteland|leeftijd|"
    "nationaliteit|burgerlijke staat|burgerlijke stand|telefoon|telefoonnummer|e mail|email|e mailadres|mobiel|"
    "opmerking|opmerkingen|volgnummer|volgnr|wijk|buurt|wijkcode|buurtcode|kinderen|aantal kinderen|"
    "plaats overlijden|land overlijden|voorletters partner|geboorteplaats partner|datum vestiging|datum inschrijving|"
    "leeftijd partner|aktenummer|naam kind|rekeningnummer|iban",
}
_DEATHS = (  # of the partner
    *("datum overlijden", "overlijdensdatum", "datum van overlijden", "overleden op", "datum overleden", "sterfdatum"),
)
_WEAK = {  # often something else as well: they count only where no other column says it
    "naam": "01.02.40", "naam persoon": "01.02.40", "gemeente": "08.09.10", "openbare ruimte": "08.11.10",
    "openbareruimte": "08.11.10", "openbareruimtenaam": "08.11.10",
    **{f"naam {who}": "05.02.40" for who in _PARTNER},
}  # fmt: skip

_FULL_NAMES = {"01.02.40": "01.02.10", "05.02.40": "05.02.10"}  # a "Naam" beside given names holds none itself


def _dictionary() -> dict[str, str]:
    known = {name: element for element, names in _TABLE.items() for name in names.split("|")}
    for element, names in _OWN.items():
        for name in names.split("|"):
            known[name] = f"01.{element}"
            known.update({f"{name} {who}": f"01.{element}" for who in _HERSELF})
            known.update(
                {spelling: f"05.{element}" for who in _PARTNER for spelling in (f"{name} {who}", f"{who} {name}")}
            )
    for name in _DEATHS:
        known.update({spelling: "05.08.10" for who in _PARTNER for spelling in (f"{name} {who}", f"{who} {name}")})
    return known


def _joined(known: dict[str, str]) -> dict[str, str]:
    """By words written as one: whether `huis nr` or `huisnr` means nothing."""
    return {name.replace(" ", ""): element for name, element in known.items()}


_NAMED = 5  # columns in one sentence
_NOTHING_CHOSEN: Mapping[str, str] = {}
_KNOWN, _WEAKLY = _joined(_dictionary()), _joined(_WEAK)


@functools.lru_cache(maxsize=4096)
def _meaning(heading: str) -> tuple[str | None, str, bool]:
    """Element ("" or another than ours when not used, None when unknown), where it came from, whether it is weak."""
    if match := _NUMBER.fullmatch(heading.strip()):
        parts = [part for part in match.groups() if part]
        return ".".join([parts[0].zfill(2), *parts[1:]]), "number", False
    name = normal(heading)
    if (found := lo_names.by_name(name)) is not None:
        return found, "name", False
    if lo_names.shared(name):
        return "", "name", False
    joined = name.replace(" ", "")
    if joined in _WEAKLY:
        return _WEAKLY[joined], "word", True
    if (found := _KNOWN.get(joined)) is not None:
        return found, "word", False
    words = name.split()
    joined = "".join(word for word in words if word not in ("code", "omschrijving", "oms"))
    return _KNOWN.get(joined), "word", "code" not in words


def is_number(heading: str) -> bool:
    """Whether it is an LO number, used or not, in one of its spellings: 01.02.40, 01.0240, 010240, 05.H."""
    return _meaning(heading)[1] == "number"


def is_name(heading: str) -> bool:
    """Whether it is the LO name of an element, used or not."""
    return _meaning(heading)[1] == "name"


def element(heading: str) -> str | None:
    """The element that a column holds by its own heading; "" for one we know and don't use, None for an unknown one.

    `placed` knows more, since it sees the other headings.
    """
    found = _meaning(heading)[0]
    return found if found is None or found in LABELS else ""


def placed(heading: Sequence[str], chosen: Mapping[str, str] = _NOTHING_CHOSEN) -> list[str | None]:
    """`element` for each column, with what only the whole heading tells.

    Each category of the LO has an "Aanduiding gegevens in onderzoek": the columns before it say whose. And a "Naam" is
    the surname only where no other column is. `chosen` is what a person said of some headings, as `normal` writes them.
    """
    strong = {meaning for meaning, _, weak in map(_meaning, heading) if meaning and not weak}
    found: list[str | None] = []
    for cell, category in zip(heading, _categories(heading), strict=True):
        meaning, _, weak = _meaning(cell)
        if part := lo_names.shared(normal(cell)):
            meaning = f"{category}.{part}"
        elif weak and meaning in strong:
            meaning = ""
        found.append(chosen.get(normal(cell), meaning if meaning is None or meaning in LABELS else ""))
    return found


def _categories(heading: Sequence[str]) -> Iterator[str]:
    """For each column the category of the last one, itself included, that surely has one; "" before the first."""
    category = ""
    for cell in heading:
        meaning, _, weak = _meaning(cell)
        if meaning and meaning[:2].isdigit() and not weak:
            category = meaning[:2]
        yield category


def recognised(heading: Sequence[str]) -> dict[str, int]:
    """Element -> place of the column that holds it, for the used ones; of two columns the first."""
    places: dict[str, int] = {}
    for place, found in enumerate(placed(heading)):
        if found:
            places.setdefault(found, place)
    return places


def doubts(heading: Sequence[str], chosen: Mapping[str, str] = _NOTHING_CHOSEN) -> list[str]:
    """What makes the meaning of a heading unsure, in Dutch; empty when nothing does. `chosen` as in `placed`."""
    columns: dict[str, list[str]] = {}
    for cell, found in zip(heading, placed(heading, chosen), strict=True):
        if found:
            columns.setdefault(found, []).append(f"'{cell.strip()}'")
    said = [
        f"Meer dan een kolom noemt dit gegeven: {LABELS[found]} ({', '.join(cells[:_NAMED])}). Laat er een staan."
        for found, cells in columns.items()
        if len(cells) > 1
    ]
    for cell, category in zip(heading, _categories(heading), strict=True):
        if normal(cell) in chosen:
            continue
        if lo_names.shared(normal(cell)) and category in _WITHOUT:
            said.append(f"Bij de kolom '{cell.strip()}' is niet te zien over welke gegevens het gaat.")
        meaning, _, weak = _meaning(cell)
        if weak and meaning in _FULL_NAMES and meaning in columns and _FULL_NAMES[meaning] not in columns:
            said.append(f"Bij de kolom '{cell.strip()}' is niet te zien of er alleen een achternaam staat.")
    return said
