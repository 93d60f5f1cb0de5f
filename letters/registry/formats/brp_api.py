"""Persons as the national BRP API (Haal Centraal) gives them: one, an answer with `personen`, an array, or one a line.

Both generations are read: version 2 (`verblijfadres`, `{"type": "JaarDatum", "jaar": 1963}`, codes with descriptions)
and version 1 (flat addresses, words instead of codes, `{"jaar": 1963}`), and the dates of the source behind it
(`19630000`). Some things are only there when there is something to tell: no `geheimhoudingPersoonsgegevens` means that
nothing is secret. The API never tells why a marriage ended; where an older answer does, `reden` is taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.lib.spreadsheets.source import MAX_ROWS, Source, too_many
from letters.registry.formats import brp_values, jsontext, records, selections
from letters.registry.formats.brp_values import Values
from letters.registry.formats.jsondecoding import Object
from letters.registry.formats.jsontext import Kind, Piece
from letters.registry.formats.records import Record
from letters.registry.rows import RegistryPerson, Rejected

NAME = "BRP API (JSON)"

_SHARED = ("burgerservicenummer", "naam", "geboorte", "geslacht", "geslachtsaanduiding", "inOnderzoek")
_OWN = (  # what partners, children and parents inside a person never have
    *("aNummer", "verblijfplaats", "gemeenteVanInschrijving", "partners", "opschortingBijhouding", "overlijden"),
    *(
        "geheimhoudingPersoonsgegevens",
        "adressering",
        "kinderen",
        "ouders",
        "nationaliteiten",
        "immigratie",
        "leeftijd",
    ),
    *("datumEersteInschrijvingGBA", "datumInschrijvingInGemeente", "kiesrecht", "verblijfstitel", "gezag", "rni"),
)
_FIRST = (*_SHARED, *_OWN, "_embedded", "_links", "type", "indicatieCurateleRegister", "indicatieGezagMinderjarige")
_LISTS = ("personen", "ingeschrevenpersonen")
_SIGN = re.compile(rf'"({"|".join((*_SHARED, *_OWN, *_LISTS))})"\s*:')
_SOME_DAY = "00000000"
_NOBODY = "Hierin staat geen persoon."


def recognises(head: bytes) -> bool:
    """A list of persons, or at least two of the keys of a person."""
    found = {match[1] for match in _SIGN.finditer(jsontext.head_text(head))}
    return len(found) >= 2 or not found.isdisjoint(_LISTS)


def prepared(source: Source) -> "Persons":
    """The persons of `source`, read while they are iterated."""
    return Persons(source)


@dataclass(frozen=True, slots=True)
class Persons:
    """The persons of one delivery; read once."""

    source: Source
    ignored: tuple[str, ...] = ()

    def pieces(self) -> Iterator[Piece]:
        """What stands in the delivery, one by one, as it is."""
        return jsontext.pieces(self.source, Kind(_FIRST, _has_own, _LISTS))

    def rows(self) -> Iterator[RegistryPerson | Rejected]:
        """Every object as a person or rejected, in order; its line is its number in the delivery, from 1.

        Raises Refused at the end when there was no person at all.
        """
        recognised = False
        for number, piece in enumerate(self.pieces(), start=1):
            if number > MAX_ROWS:
                raise too_many()
            recognised = recognised or (piece.value is not None and _is_person(piece.value))
            yield _row(number, piece)
        if not recognised:
            raise Refused(Reason("L12", "In dit bestand staat geen enkele persoon die we kunnen lezen."))


def _has_own(value: Object) -> bool:
    return not _keys(value).isdisjoint(_OWN)


def _is_person(value: Object) -> bool:
    return _has_own(value) or "naam" in _keys(value)


def _keys(value: Object) -> set[str]:
    """Those of the object, and in version 1 those of what is embedded in it."""
    embedded = value.get("_embedded")
    return {*value, *embedded} if isinstance(embedded, dict) else set(value)


def _row(number: int, piece: Piece) -> RegistryPerson | Rejected:
    if piece.value is None:
        return Rejected(number, 1, piece.reason)
    if not _is_person(piece.value):
        return Rejected(number, 1, _NOBODY)
    person = Values(piece.value)
    if person.misshapen("partners", list):  # what decides everything can't be read
        return Rejected(number, 1, jsontext.ODD_VALUE)
    stacks = {
        "01": [[_person(person)]],
        "05": [[_relation(partner)] for partner in person.several("partners")],
        "06": [[_death(person)]],
        "07": [[_registration(person)]],
        "08": [[_residence(person)]],
    }
    faults = [selections.DOUBLED] * piece.doubled + person.faults
    return records.person(number, stacks, tuple(dict.fromkeys(faults)))


def _name(person: Values) -> Record:
    name = person.inside("naam")
    return {
        "02.10": name.text("voornamen"),
        "02.20": name.code("adellijkeTitelPredicaat", "adellijkeTitelPredikaat"),
        "02.30": name.text("voorvoegsel"),
        "02.40": name.text("geslachtsnaam"),
    }


def _person(person: Values) -> Record:
    name, birth, death = (person.inside(key) for key in ("naam", "geboorte", "overlijden"))
    asked = person.asked("01", person, name, birth) or person.asked("06", death)
    return {
        **_name(person),
        "01.10": person.text("aNummer"),
        "01.20": person.text("burgerservicenummer"),
        "03.10": birth.date("datum"),
        "04.10": person.code("geslacht", "geslachtsaanduiding", words=brp_values.SEXES),
        "61.10": name.code("aanduidingNaamgebruik", words=brp_values.NAME_USES),
        "83.10": asked,
    }


def _relation(partner: Values) -> Record:
    begin, end = partner.inside("aangaanHuwelijkPartnerschap"), partner.inside("ontbindingHuwelijkPartnerschap")
    asked = partner.asked("05", partner, partner.inside("naam"), partner.inside("geboorte"), begin, end)
    told = end.may_be("indicatieHuwelijkPartnerschapBeeindigd") or partner.misshapen("ontbindingHuwelijkPartnerschap")
    return {
        **_name(partner),
        "01.20": partner.text("burgerservicenummer"),
        "03.10": partner.inside("geboorte").date("datum"),
        "04.10": partner.code("geslacht", "geslachtsaanduiding", words=brp_values.SEXES),
        "06.10": begin.date("datum"),
        "07.10": end.date("datum") or (_SOME_DAY if told else ""),
        "07.40": end.code("reden"),
        "15.10": partner.code("soortVerbintenis", words=brp_values.RELATIONS),
        "83.10": asked,
    }


def _death(person: Values) -> Record:
    """A death of which only an investigation is told is none yet; anything else told of it makes it one (L7)."""
    death = person.inside("overlijden")
    told = death.told("inOnderzoek", "indicatieOverleden") or death.may_be("indicatieOverleden")
    told = told or person.misshapen("overlijden")
    return {"08.10": death.date("datum") or (_SOME_DAY if told else "")}


def _registration(person: Values) -> Record:
    stopped = person.inside("opschortingBijhouding")
    reason = stopped.code("reden")
    return {
        "67.10": stopped.date("datum"),
        "67.20": reason or ("." if person.filled("opschortingBijhouding") else ""),
        "70.10": _secrecy(person),
    }


def _secrecy(person: Values) -> str:
    """Told only when there is any (L5): true means that something may not be passed on, so all of it is taken so."""
    key = "geheimhoudingPersoonsgegevens"
    if key not in person:
        return "0"
    if person.true(key):
        return "7"
    return "0" if person.false(key) else person.text(key)


def _residence(person: Values) -> Record:
    home = person.inside("verblijfplaats")
    address = home.inside("verblijfadres") if "verblijfadres" in home else home
    abroad = home.inside("verblijfBuitenland") if "verblijfBuitenland" in home else address
    town = person if "gemeenteVanInschrijving" in person else home
    gone = abroad.true("vertrokkenOnbekendWaarheen") or home.text("type") in brp_values.ABROAD
    nowhere = home.true("indicatieVastgesteldVerblijftNietOpAdres")
    return {
        "09.10": town.code("gemeenteVanInschrijving"),
        "10.10": home.code("functieAdres", words=brp_values.FUNCTIONS),
        "11.10": address.text("korteStraatnaam", "straat", "straatnaam", "officieleStraatnaam", "naamOpenbareRuimte"),
        "11.20": address.text("huisnummer"),
        "11.30": address.text("huisletter"),
        "11.40": address.text("huisnummertoevoeging"),
        "11.50": address.code("aanduidingBijHuisnummer", words=brp_values.MARKERS),
        "11.60": address.text("postcode"),
        "11.70": address.text("woonplaats", "woonplaatsnaam"),
        "12.10": address.text("locatiebeschrijving"),
        "13.10": abroad.code("land") or ("0000" if gone else ""),
        "13.30": abroad.text("regel1", "adresregel1", "adresRegel1"),
        "13.40": abroad.text("regel2", "adresregel2", "adresRegel2"),
        "13.50": abroad.text("regel3", "adresregel3", "adresRegel3"),
        "83.10": "089999" if nowhere else home.asked("08", home, address, abroad),
    }
