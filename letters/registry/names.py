"""How a person is written to: initials, full name, addressee line, salutation, running text.

The rules are those of the national BRP API, in the words of `05-letters` section 2: the registered name use decides
which surnames, the sex decides the form of a title, and a woman who uses the name of a titled husband has his title
in its female form by courtesy. Name use stays as registered after a death. Everything here is pure.
"""

from dataclasses import dataclass

from letters.registry import rows
from letters.registry.rows import NameParts, RegistryPerson, Relation


@dataclass(frozen=True, slots=True)
class _Rank:
    """A title or predicate (table 38): its male and female form ("" = none) and the style that goes with it."""

    male: str
    female: str
    style: str = "hoogwelgeboren"


_BARON, _COUNT, _DUKE = _Rank("baron", "barones"), _Rank("graaf", "gravin", "hooggeboren"), _Rank("hertog", "hertogin")
_SQUIRE, _MARQUIS = _Rank("jonkheer", "jonkvrouw"), _Rank("markies", "markiezin")
_PRINCE, _KNIGHT = _Rank("prins", "prinses", "hoogheid"), _Rank("ridder", "")
_RANKS = {
    "B": _BARON,
    "BS": _BARON,
    "G": _COUNT,
    "GI": _COUNT,
    "H": _DUKE,
    "HI": _DUKE,
    "JH": _SQUIRE,
    "JV": _SQUIRE,
    "M": _MARQUIS,
    "MI": _MARQUIS,
    "P": _PRINCE,
    "PS": _PRINCE,
    "R": _KNIGHT,
}
_FEMALE_CODES = {"BS", "GI", "HI", "JV", "MI", "PS"}
_COURTESY_CODES = {"B", "G", "H", "M", "P"}  # a husband's titles that a wife may carry


@dataclass(frozen=True, slots=True)
class Addressee:
    """The addressee line, and the style that stands on a line above it; both None when there is none."""

    name: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _Usage:
    """What of the registered names is used: `use` is never a partner's name that is not known."""

    use: str
    partner: Relation | None
    own_rank: _Rank | None
    courtesy: _Rank | None


def known(surname: str) -> bool:
    """A surname that is empty or "." is not known."""
    return surname.strip() not in ("", ".")


def initials(given_names: str) -> str | None:
    """`Anne-Fleur Belle` -> `A.B.`; a name of one letter has no dot, and a blank follows when another comes."""
    letters = [part if len(part) == 1 else f"{part[0]}." for part in given_names.split()]
    joined = "".join(letter if letter.endswith(".") else f"{letter} " for letter in letters).rstrip()
    return joined if known(given_names) else None


def full_name(name: NameParts, sex: str) -> str | None:
    """Predicate, given names, title, prefix, surname; None when nothing of it is known."""
    rank = _RANKS.get(name.title.upper())
    title = ""
    if rank:
        female = sex == "V" or (sex != "M" and name.title.upper() in _FEMALE_CODES)
        title = (female and rank.female) or rank.male
    given = name.given_names if known(name.given_names) else ""
    own = _block(name) if known(name.surname) else ""
    if not given and not own:
        return None
    return _joined(title, given, own) if rank is _SQUIRE else _joined(given, title, own)


def addressee(person: RegistryPerson) -> Addressee:
    """The line above the address, without "De heer" or "Mevrouw"; a predicate stands before the initials."""
    usage = _usage(person)
    if usage.use != "P" and not known(person.name.surname):
        return Addressee()
    own, partner = _form(usage.own_rank, person.sex), _form(usage.courtesy, "V")
    front = own if usage.own_rank is _SQUIRE and usage.use in "EN" else ""
    names = _names(person, usage, own="" if front else own, partner=partner)
    line = _joined(front, initials(person.name.given_names) or "", names)
    rank, sex = (usage.courtesy, "V") if usage.courtesy else (usage.own_rank, person.sex)
    style = _style(rank, sex) if rank is not _KNIGHT or sex == "M" else None
    return Addressee(_raised(line), f"De {style}" if style else None)


def salutation(person: RegistryPerson) -> str | None:
    """`Geachte mevrouw Van Velzen-in het Veld`, without the comma; None when it cannot be composed."""
    usage = _usage(person)
    partner_style = _style(_courtesy(person, usage.partner, person.name_use), "V")
    style = partner_style or _style(usage.own_rank, person.sex)
    if style:
        return _raised(style)
    if usage.use != "P" and not known(person.name.surname):
        return None
    form = {"M": "heer", "V": "mevrouw"}.get(person.sex)
    return f"Geachte {_introduced(person, form, _names(person, usage))}"


def running_text(person: RegistryPerson) -> str | None:
    """`mevrouw De Boer`, `barones van den Aedel`: the person's name inside a sentence; None when there is none."""
    usage = _usage(person)
    if usage.use != "P" and not known(person.name.surname):
        return None
    own, partner = _form(usage.own_rank, person.sex), _form(usage.courtesy, "V")
    names = _names(person, usage, own=own, partner=partner)
    if own if usage.use in "EN" else partner:
        return names
    form = {"M": "de heer", "V": "mevrouw"}.get(person.sex)
    return _introduced(person, form, names)


def _usage(person: RegistryPerson) -> _Usage:
    partner = rows.naming_relation(person.relations)
    use = person.name_use if person.name_use in ("P", "V", "N") else "E"
    if partner is None or not known(partner.name.surname):
        use = "E"
    rank = _RANKS.get(person.name.title.upper()) if use != "P" else None
    if rank is _SQUIRE and person.sex == "V" and (use != "E" or rows.current_relations(person.relations)):
        rank = None  # a woman gives up the predicate with a partner, or with a partner's name
    return _Usage(use, partner, rank, _courtesy(person, partner, use))


def _courtesy(person: RegistryPerson, partner: Relation | None, use: str) -> _Rank | None:
    if partner is None or person.sex != "V" or use not in ("P", "V", "N"):
        return None
    code = partner.name.title.upper()
    return _RANKS[code] if code in _COURTESY_CODES else None


def _form(rank: _Rank | None, sex: str) -> str:
    """The rank in the form for this sex; "" when there is none."""
    return {"M": rank.male, "V": rank.female}.get(sex, "") if rank else ""


def _style(rank: _Rank | None, sex: str) -> str | None:
    if rank is None:
        return None
    if rank is _PRINCE:
        return rank.style
    form = {"M": "heer", "V": "vrouwe"}.get(sex)
    return f"{rank.style} {form}" if form else None


def _names(person: RegistryPerson, usage: _Usage, own: str = "", partner: str = "") -> str:
    """The surnames in the order of the name use, each with its title; one hyphen, no blanks around it."""
    mine = _joined(own, _block(person.name))
    theirs = _joined(partner, _block(usage.partner.name)) if usage.partner else ""
    return {"P": theirs, "V": f"{theirs}-{mine}", "N": f"{mine}-{theirs}"}.get(usage.use, mine)


def _block(name: NameParts) -> str:
    return _joined(name.prefix, name.surname)


def _introduced(person: RegistryPerson, form: str | None, names: str) -> str:
    """The names after "heer" or "mevrouw" with their first character raised, or after the initials as they are."""
    if form:
        return f"{form} {_raised(names)}"
    letters = initials(person.name.given_names)
    return f"{letters} {names}" if letters else _raised(names)


def _joined(*parts: str) -> str:
    return " ".join(" ".join(parts).split())


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]
