"""What stands in the way of a letter besides the loss itself: reasons to leave out (L5) and to hold (L6). Pure."""

import functools
import re
from datetime import date

from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Reason
from letters.registry import dates
from letters.registry.addresses import AddressLines
from letters.registry.composition import Composition
from letters.registry.names import Written
from letters.registry.rows import Address, NameParts, RegistryPerson

ADULT = 18
_ESTABLISHED = "089999"
_NOT_THERE = "De gemeente heeft vastgesteld dat deze persoon niet op dit adres woont."
_ABROAD_CODE = "1999"  # the "municipality" of those who live outside the country
# What no name or street holds: lost characters, control characters, markup, signs of money and of law, UTF-8 read as
# windows-1252, a question mark between letters, and teletex accents that were taken for letters of their own ("LeF" +
# capital A acute + "evre").
_BROKEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ufffd<>{}\[\]|\\^~€£¥¤§©®¬]|\w\?|\?\w|[ÃÂ][^A-Za-zÀ-ÿ\s'-]|â€|[A-Za-z][À-ÅÇ-Ï][a-z]"
)
DEAD = Reason("L5", "Deze persoon is zelf overleden.")
_STOPPED = Reason("L5", "De inschrijving van deze persoon is gestopt.")
IS_SECRET = Reason("L5", "De gegevens van deze persoon zijn geheim.")
MOVED = Reason("L5", "Deze persoon woont niet (meer) in de gemeente.")
_MINOR = Reason("L5", "Deze persoon is minderjarig.")
_PERHAPS_MINOR = Reason("L6", "Deze persoon is misschien minderjarig.")
_NO_BIRTH_DATE = Reason("L6", "De geboortedatum klopt niet.")
_SECRET, _OPEN = frozenset("1234567"), "0"
_WITH_PARTNER = frozenset("PVN")
_SEXES = frozenset(("M", "V", "O", ""))
_NO_NAME = re.compile(r"[0-9@#%*=_+$\"&;:]")


class Checks:
    """What every person of a delivery is held against: reference date, our own municipality, the care for secrecy."""

    def __init__(self, on: date, municipality: str | None, name: str, secret_left_out: bool) -> None:
        self._on, self._municipality, self._name = on, municipality, name.casefold()
        self._secret = _SECRET if secret_left_out else frozenset()
        self._surely_adult = f"{on.year - ADULT}"  # whoever was born before this year; the others are looked at closer

    def left_out(self, person: RegistryPerson) -> list[Reason]:
        """Every reason of L5 that lies in the person: dead, suspended, secret, moved, minor."""
        found = []
        if person.death:
            found.append(DEAD)
        if person.suspension or person.suspended_on:
            found.append(_STOPPED)
        if person.secrecy in self._secret:
            found.append(IS_SECRET)
        if person.municipality != self._municipality and self._lives_elsewhere(person.municipality):
            found.append(MOVED)
        if self._age_asks(person.birth) and self._age(person.birth) is _MINOR:
            found.append(_MINOR)
        return found

    def held(self, person: RegistryPerson, composed: Composition) -> list[Reason]:
        """Every reason of L6 that lies in the person: doubt about who, where, or how to write it."""
        texts = [*person.faults]
        _doubt_name(person, composed.who, texts)
        _doubt_address(person, composed.where, texts)
        if person.secrecy != _OPEN and person.secrecy not in _SECRET:
            texts.append("Het register zegt niet duidelijk of de gegevens geheim zijn.")
        if person.municipality != self._municipality and self._may_live_elsewhere(person.municipality):
            texts.append("Het register zegt niet duidelijk in welke gemeente deze persoon woont.")
        if self._age_asks(person.birth) and (doubt := self._age(person.birth)) is not None and doubt is not _MINOR:
            texts.append(doubt.text)
        return [Reason("L6", text) for text in texts] if texts else []

    def _lives_elsewhere(self, code: str) -> bool:
        """Whether a code is there and it is not ours; what is no code says nothing for certain."""
        return self._municipality is not None and code.isascii() and code.isdigit()

    def _may_live_elsewhere(self, text: str) -> bool:
        """Whether there is neither a code nor the name of our own municipality, as tables of suppliers have it."""
        if self._municipality is None or text.isdigit():
            return False
        return not self._name or text.strip().casefold() != self._name

    def _age_asks(self, birth: str) -> bool:
        """Whether a birth date must be looked at: all but a full one before the year in which minors begin."""
        return birth >= self._surely_adult or (len(birth) != 8 and birth != "")

    def _age(self, birth: str) -> Reason | None:
        """Surely minor (L5), perhaps minor or no date at all (L6), or None: adult, or nothing is known."""
        try:
            born = dates.interval(birth)
        except ValueError:
            return _NO_BIRTH_DATE
        if born is dates.UNKNOWN or calendar.age_on(born.latest, self._on) >= ADULT:
            return None
        return _MINOR if calendar.age_on(born.earliest, self._on) < ADULT else _PERHAPS_MINOR


def _doubt_name(person: RegistryPerson, who: Written, texts: list[str]) -> None:
    use = person.name_use
    if who.name is None or who.salutation is None:
        texts.append("Uit deze gegevens is geen naam te maken.")
    if _damaged_name(person.name) or (use != "E" and _is_no_name(who.names)):  # with the partner's name in it
        texts.append("De naam lijkt beschadigd.")
    if use != "E" and use not in _WITH_PARTNER:
        texts.append("Er staat niet bij welke naam deze persoon gebruikt.")
    if person.sex not in _SEXES:
        texts.append("Het register zegt niet duidelijk of dit een man of een vrouw is.")
    if person.investigation:
        texts.append("De gegevens van deze persoon worden onderzocht.")


def _damaged_name(name: NameParts) -> bool:
    given_names, _, prefix, surname = name
    if given_names.isascii() and given_names.replace(" ", "").isalpha():  # nearly everybody's, and quickly seen
        return _is_no_name(f"{prefix} {surname}" if prefix else surname)
    return _is_no_name(f"{given_names} {prefix} {surname}")


def _is_no_name(text: str) -> bool:
    if text.isascii() and text.replace(" ", "").replace("-", "").isalpha():
        return False
    return bool(_BROKEN.search(text) or _NO_NAME.search(text))


def _doubt_address(person: RegistryPerson, where: AddressLines, texts: list[str]) -> None:
    address, line = person.address, where.line_1
    if address.investigation:
        texts.append(_NOT_THERE if address.investigation == _ESTABLISHED else "Het adres wordt onderzocht.")
    if address.function == "B":
        texts.append("Dit is een briefadres, geen woonadres.")
    if where.abroad or person.municipality == _ABROAD_CODE:
        texts.append("Het adres ligt in het buitenland.")
        return
    if line is None:
        texts.append("Uit deze gegevens is geen adres te maken.")
    elif where.postcode is None:
        texts.append("De postcode ontbreekt of kan niet bestaan.")
    if not (line and line.isascii() and line.replace(" ", "").replace("-", "").isalnum()) or _damaged(address.place):
        texts += _damaged_address(address)


def _damaged_address(address: Address) -> list[str]:
    text = f"{address.street} {address.place} {address.location} {address.addition} {address.letter}"
    return ["Het adres lijkt beschadigd."] if _damaged(text) else []


@functools.lru_cache(maxsize=4096)
def _damaged(text: str) -> bool:
    return bool(_BROKEN.search(text))
