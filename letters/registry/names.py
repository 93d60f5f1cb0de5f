"""How a person is written to: initials, full name, addressee line, salutation, running text.

The rules are those of the national BRP API, in the words of `05-letters` section 2: the registered name use decides
which surnames, the sex decides the form of a title, and a woman who uses the name of a titled husband has his title
in its female form by courtesy. Name use stays as registered after a death. Everything here is pure.
"""

from typing import NamedTuple

from letters.registry import rows
from letters.registry.rows import NameParts, RegistryPerson, Relation


class _Rank(NamedTuple):
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


_HEARD = {"M": "heer", "V": "mevrouw"}  # in a salutation
_SPOKEN_OF = {"M": "de heer", "V": "mevrouw"}  # within a sentence
_new = tuple.__new__  # a named tuple from as many values as it has fields, at half the cost of calling it
_UNKNOWN = frozenset({"", "."})
_WITH_PARTNER = frozenset("PVN")


class Addressee(NamedTuple):
    """The addressee line, and the style that stands on a line above it; both None when there is none."""

    name: str | None = None
    style: str | None = None


class Written(NamedTuple):
    """How one person is written to and about: `addressee` and `salutation`, worked out once, and what they rest on."""

    name: str | None = None
    style: str | None = None
    salutation: str | None = None
    sex: str = ""
    letters: str = ""
    names: str = ""  # the surnames, with their titles
    titled: bool = False  # a title stands where "mevrouw" or "de heer" would

    @property
    def running_text(self) -> str | None:
        """The name inside a sentence."""
        if self.titled or not self.names:
            return self.names or None
        return _introduced(_SPOKEN_OF, self.sex, self.letters, self.names)


class _Usage(NamedTuple):
    """What of the registered names is used: `use` is never a partner's name that is not known.

    `honour` is the husband's title a woman is greeted with, `courtesy` that title where his name is used as well.
    """

    use: str
    partner: Relation | None = None
    own_rank: _Rank | None = None
    honour: _Rank | None = None

    @property
    def courtesy(self) -> _Rank | None:
        return self.honour if self.use != "E" else None


_PLAIN = _Usage("E")


def known(surname: str) -> bool:
    """A surname that is empty or "." is not known."""
    return surname not in _UNKNOWN and surname.strip() not in _UNKNOWN


def initials(given_names: str) -> str | None:
    """`Anne-Fleur Belle` -> `A.B.`; a name of one letter has no dot, and a blank follows when another comes."""
    if not known(given_names):
        return None
    letters = ""
    for part in given_names.split():
        letters += part[0] + "." if len(part) > 1 else part + " "
    return letters.rstrip()


def full_name(name: NameParts, sex: str) -> str | None:
    """Predicate, given names, title, prefix, surname; None when nothing of it is known."""
    rank = _RANKS.get(name.title.upper())
    title = ""
    if rank:
        female = sex == "V" or (sex != "M" and name.title.upper() in _FEMALE_CODES)
        title = (female and rank.female) or rank.male
    given = name.given_names if known(name.given_names) else ""
    own = _block("", name) if known(name.surname) else ""
    if not given and not own:
        return None
    return _joined(title, given, own) if rank is _SQUIRE else _joined(given, title, own)


def addressee(person: RegistryPerson) -> Addressee:
    """The line above the address, without "De heer" or "Mevrouw"; a predicate stands before the initials."""
    name, style, *_ = written(person)
    return Addressee(name, style)


def salutation(person: RegistryPerson) -> str | None:
    """`Geachte mevrouw Van Velzen-in het Veld`, without the comma; None when it cannot be composed."""
    return written(person).salutation


def running_text(person: RegistryPerson) -> str | None:
    """`mevrouw De Boer`, `barones van den Aedel`: the person's name inside a sentence; None when there is none."""
    return written(person).running_text


def written(person: RegistryPerson) -> Written:
    """All of it at once, for who needs more than one."""
    usage = _usage(person)
    use, partner, own_rank, honour = usage
    letters = initials(person.name.given_names) or ""
    if own_rank is not None or honour is not None:
        return _titled(person, usage, letters)
    if use != "P" and not known(person.name.surname):
        return Written()
    sex, mine = person.sex, _block("", person.name)
    names = mine if use == "E" or partner is None else _in_order(use, mine, _block("", partner.name))
    line = f"{letters} {names}" if letters else names
    greeting = f"Geachte {_introduced(_HEARD, sex, letters, names)}"
    return _new(Written, (_raised(line), None, greeting, sex, letters, names, False))


def _titled(person: RegistryPerson, usage: _Usage, letters: str) -> Written:
    """The same with a title or a predicate of one's own, or that of a husband."""
    own, partner = _form(usage.own_rank, person.sex), _form(usage.courtesy, "V")
    front = own if usage.own_rank is _SQUIRE and usage.use in "EN" else ""
    style = _style(usage.honour, "V") or _style(usage.own_rank, person.sex)
    if usage.use != "P" and not known(person.name.surname):
        return Written(salutation=_raised(style) if style else None)
    line = _joined(front, letters, _names(person, usage, own="" if front else own, partner=partner))
    rank, sex = (usage.courtesy, "V") if usage.courtesy else (usage.own_rank, person.sex)
    above = _style(rank, sex) if rank is not _KNIGHT or sex == "M" else None
    plain = _names(person, usage)
    greeting = _raised(style) if style else f"Geachte {_introduced(_HEARD, person.sex, letters, plain)}"
    names, titled = _names(person, usage, own=own, partner=partner), bool(own if usage.use in "EN" else partner)
    return Written(_raised(line), f"De {above}" if above else None, greeting, person.sex, letters, names, titled)


def _usage(person: RegistryPerson) -> _Usage:
    use, name = person.name_use, person.name
    if use not in _WITH_PARTNER and not name.title:  # then nothing depends on a partner
        return _PLAIN
    partner = rows.naming_relation(person.relations)
    honour = _courtesy(person, partner)
    if use not in _WITH_PARTNER or partner is None or not known(partner.name.surname):
        use = "E"
    rank = _RANKS.get(name.title.upper()) if name.title and use != "P" else None
    if rank is _SQUIRE and person.sex == "V" and (use != "E" or rows.current_relations(person.relations)):
        rank = None  # a woman gives up the predicate with a partner, or with a partner's name
    return _new(_Usage, (use, partner, rank, honour))


def _courtesy(person: RegistryPerson, partner: Relation | None) -> _Rank | None:
    if partner is None or not partner.name.title or person.sex != "V" or person.name_use not in _WITH_PARTNER:
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
    mine = _block(own, person.name)
    if usage.use == "E" or usage.partner is None:
        return mine
    return _in_order(usage.use, mine, _block(partner, usage.partner.name))


def _in_order(use: str, mine: str, theirs: str) -> str:
    return theirs if use == "P" else f"{theirs}-{mine}" if use == "V" else f"{mine}-{theirs}"


def _block(title: str, name: NameParts) -> str:
    _, _, prefix, surname = name
    text = f"{prefix} {surname}" if prefix else surname
    return f"{title} {text}" if title else text


def _introduced(forms: dict[str, str], sex: str, letters: str, names: str) -> str:
    """The names after "heer" or "mevrouw" with their first character raised, or after the initials as they are."""
    form = forms.get(sex)
    if form:
        return f"{form} {_raised(names)}"
    return f"{letters} {names}" if letters else _raised(names)


def _joined(*parts: str) -> str:
    return " ".join(" ".join(parts).split())


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]
