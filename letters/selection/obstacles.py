"""What stands in the way of a letter besides the loss itself: reasons to leave out (L5) and to hold (L6). Pure."""

import re
from datetime import date

from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Reason
from letters.registry import addresses, dates, names, rows
from letters.registry.rows import NameParts, RegistryPerson

ADULT = 18
MOVED = "Deze persoon woont niet (meer) in de gemeente."
_NOT_THERE = "089999"  # established: does not live at this address
_ABROAD_CODE = "1999"  # the "municipality" of those who live outside the country
# What no name or street holds: lost characters, control characters, markup, UTF-8 read as windows-1252, a question
# mark between letters, and teletex accents that were taken for letters of their own ("LeF" + capital A acute + "evre").
_BROKEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd<>{}\[\]|\\^~]|\w\?|\?\w|[ÃÂ][^A-Za-zÀ-ÿ\s'-]|â€|[A-Za-z][À-ÅÇ-Ï][a-z]")
_NO_NAME = re.compile(r"[0-9@#%*=_+$\"&;:]")


def left_out(person: RegistryPerson, on: date, municipality: str | None, secret_left_out: bool) -> list[Reason]:
    """Every reason of L5 that lies in the person: dead, suspended, secret, moved, minor."""
    texts = []
    if person.death:
        texts.append("Deze persoon is zelf overleden.")
    if person.suspension or person.suspended_on:
        texts.append("De inschrijving van deze persoon is gestopt.")
    if secret_left_out and person.secrecy in set("1234567"):
        texts.append("De gegevens van deze persoon zijn geheim.")
    if municipality and person.municipality and person.municipality != municipality:
        texts.append(MOVED)
    if _surely_minor(person.birth, on):
        texts.append("Deze persoon is minderjarig.")
    return [Reason("L5", text) for text in texts]


def held(person: RegistryPerson, municipality: str | None) -> list[Reason]:
    """Every reason of L6 that lies in the person: doubt about who, where, or how to write it."""
    texts = [*person.faults, *_name_doubts(person), *_address_doubts(person)]
    if person.secrecy not in set("01234567"):
        texts.append("Het register zegt niet duidelijk of de gegevens geheim zijn.")
    if municipality and not person.municipality:
        texts.append("De gemeente van deze persoon is niet ingevuld.")
    return [Reason("L6", text) for text in texts]


def _name_doubts(person: RegistryPerson) -> list[str]:
    texts = []
    if names.addressee(person).name is None or names.salutation(person) is None:
        texts.append("Uit deze gegevens is geen naam te maken.")
    relation = rows.naming_relation(person.relations) if person.name_use in ("P", "V", "N") else None
    if _damaged_name(person.name) or (relation and _damaged_name(relation.name)):
        texts.append("De naam lijkt beschadigd.")
    if person.name_use not in ("E", "P", "V", "N"):
        texts.append("Er staat niet bij welke naam deze persoon gebruikt.")
    if person.investigation:
        texts.append("De gegevens van deze persoon worden onderzocht.")
    return texts


def _damaged_name(name: NameParts) -> bool:
    text = f"{name.given_names} {name.prefix} {name.surname}"
    return bool(_BROKEN.search(text) or _NO_NAME.search(text))


def _address_doubts(person: RegistryPerson) -> list[str]:
    address, texts = person.address, []
    if address.investigation == _NOT_THERE:
        texts.append("De gemeente heeft vastgesteld dat deze persoon niet op dit adres woont.")
    elif address.investigation:
        texts.append("Het adres wordt onderzocht.")
    if address.function == "B":
        texts.append("Dit is een briefadres, geen woonadres.")
    if addresses.is_abroad(address) or person.municipality == _ABROAD_CODE:
        return [*texts, "Het adres ligt in het buitenland."]
    if addresses.lines(address).line_1 is None:
        texts.append("Uit deze gegevens is geen adres te maken.")
    elif addresses.postcode(address) is None:
        texts.append("De postcode ontbreekt of kan niet bestaan.")
    if _BROKEN.search(f"{address.street} {address.place} {address.location} {address.addition} {address.letter}"):
        texts.append("Het adres lijkt beschadigd.")
    return texts


def _surely_minor(birth: str, on: date) -> bool:
    if not dates.well_formed(birth) or (born := dates.interval(birth)) == dates.UNKNOWN:
        return False
    return calendar.age_on(born.earliest, on) < ADULT
