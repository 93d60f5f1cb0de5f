"""From LO elements (`05.07.10` = category, group, element) to a RegistryPerson: the same for every form of CSV."""

import dataclasses
import re
from collections.abc import Callable, Iterator

from stdnum.nl import bsn as bsn_numbers

from letters.registry.rows import Address, NameParts, RegistryPerson, Relation

PERSON = ("01.01.10", "01.01.20", "01.02.10", "01.02.20", "01.02.30", "01.02.40", "01.03.10", "01.04.10", "01.61.10")
STATE = ("01.83.10", "01.83.30", "06.08.10", "07.67.10", "07.67.20", "07.70.10", "08.09.10")
RELATION = (
    *("05.01.10", "05.01.20", "05.02.10", "05.02.20", "05.02.30", "05.02.40", "05.03.10", "05.04.10", "05.06.10"),
    *("05.07.10", "05.07.40", "05.15.10", "05.83.10", "05.83.30", "05.84.10", "05.85.10", "05.86.10"),
)
ADDRESS = (
    *("08.10.10", "08.11.10", "08.11.20", "08.11.30", "08.11.40", "08.11.50", "08.11.60", "08.11.70", "08.12.10"),
    *("08.13.10", "08.13.30", "08.13.40", "08.13.50", "08.83.10", "08.83.30"),
)
USED = (*PERSON, *STATE, *RELATION, *ADDRESS, "05.H")
REQUIRED = {  # without these a rule could not be kept; each group needs one of its columns
    "geslachtsnaam (01.02.40)": ("01.02.40",),
    "geslachtsnaam van de partner (05.02.40)": ("05.02.40",),
    "datum ontbinding huwelijk (05.07.10)": ("05.07.10",),
    "reden ontbinding huwelijk (05.07.40)": ("05.07.40",),
    "datum overlijden (06.08.10)": ("06.08.10",),
    "opschorting (07.67.20)": ("07.67.20", "07.67.10"),
    "indicatie geheim (07.70.10)": ("07.70.10",),
    "gemeente van inschrijving (08.09.10)": ("08.09.10",),
    "straatnaam (08.11.10)": ("08.11.10",),
    "huisnummer (08.11.20)": ("08.11.20",),
    "postcode (08.11.60)": ("08.11.60",),
}

_DIGITS = re.compile(r"[0-9]+")

Get = Callable[[str], str]


def heading_faults(heading: list[str]) -> list[str]:
    """What is wrong with a heading, in Dutch; empty when it can be used."""
    faults = []
    missing = [label for label, names in REQUIRED.items() if not any(name in heading for name in names)]
    if missing:
        faults.append(f"In het bestand ontbreekt: {', '.join(missing)}.")
    doubled = [name for name in USED if heading.count(name) > 1]
    if doubled:
        faults.append(f"Deze kolom staat er meer dan een keer in: {', '.join(doubled)}.")
    return faults


def contradict(group: list[list[str]], columns: dict[str, int]) -> bool:
    """Whether rows that each tell all of one person differ in more than the relation."""
    places = [columns[name] for name in (*PERSON, *STATE, *ADDRESS) if name in columns]
    return any(cells[place] != group[0][place] for cells in group[1:] for place in places)


def person(line: int, group: list[list[str]], columns: dict[str, int], faults: list[str]) -> RegistryPerson:
    """One person from her rows; `faults` are what was wrong with the rows, those of the values are added."""
    get = _getter(group[0], columns)
    number = _bsn(get("01.01.20"), faults, "het burgerservicenummer")
    relations = tuple(dict.fromkeys(_relations(group, columns, faults)))
    return RegistryPerson(
        line=line, lines=len(group), name=_name(get, "01"), a_number=get("01.01.10"), bsn=number,
        birth=get("01.03.10"), sex=get("01.04.10").upper(), name_use=get("01.61.10").upper(),
        investigation="" if get("01.83.30") else get("01.83.10"), death=get("06.08.10"),
        suspended_on=get("07.67.10"), suspension=get("07.67.20"), secrecy=get("07.70.10"),
        municipality=_padded(get("08.09.10"), 4), address=_address(get), relations=relations, faults=tuple(faults),
    )  # fmt: skip


def _getter(cells: list[str], columns: dict[str, int]) -> Get:
    return lambda name: cells[columns[name]] if name in columns else ""


def _name(get: Get, category: str) -> NameParts:
    return NameParts(*(get(f"{category}.02.{element}") for element in ("10", "20", "30", "40")))


def _address(get: Get) -> Address:
    return Address(
        function=get("08.10.10").upper(), street=get("08.11.10"), number=get("08.11.20"), letter=get("08.11.30"),
        addition=get("08.11.40"), marker=get("08.11.50"), postcode=get("08.11.60"), place=get("08.11.70"),
        location=get("08.12.10"), country=get("08.13.10"), abroad_1=get("08.13.30"), abroad_2=get("08.13.40"),
        abroad_3=get("08.13.50"), investigation="" if get("08.83.30") else get("08.83.10"),
    )  # fmt: skip


def _relations(group: list[list[str]], columns: dict[str, int], faults: list[str]) -> Iterator[Relation]:
    """Each stack of category 05: its first row is how things stand, the rows after `55` are what was before."""
    past = False
    latest: Relation | None = None
    for cells in group:
        get = _getter(cells, columns)
        if not any(get(name) for name in RELATION):
            if get("05.H") == "55" and not past:  # nothing is left of a relation, and its history follows
                past = True
                if latest is not None:
                    yield latest
                latest = None
            continue
        record = _relation(get, faults if not past else [])
        if past and latest is not None:
            latest = _with_start(latest, record)
        elif not past:
            if latest is not None:
                yield latest
            latest = record
        past = get("05.H") == "55"
    if latest is not None:
        yield latest


def _with_start(latest: Relation, earlier: Relation) -> Relation:
    """An ended record no longer holds its start: the history does."""
    if latest.start or not latest.exists or earlier.incorrect or not earlier.start:
        return latest
    return dataclasses.replace(latest, start=earlier.start)


def _relation(get: Get, faults: list[str]) -> Relation:
    return Relation(
        name=_name(get, "05"), a_number=get("05.01.10"), bsn=_bsn(get("05.01.20"), faults, "het BSN van de partner"),
        birth=get("05.03.10"), sex=get("05.04.10").upper(), start=get("05.06.10"), end=get("05.07.10"),
        end_reason=get("05.07.40").upper(), kind=get("05.15.10").upper(), incorrect=get("05.84.10"),
        investigation="" if get("05.83.30") else get("05.83.10"), valid_from=get("05.85.10"),
        taken_up=get("05.86.10"),
    )  # fmt: skip


def _bsn(value: str, faults: list[str], what: str) -> str:
    """Nine digits that pass the eleven test, also when a leading zero was lost; "" and a fault otherwise."""
    padded = _padded(value, 9)
    if not value or bsn_numbers.is_valid(padded):
        return padded
    faults.append(f"Er klopt iets niet in {what}.")
    return ""


def _padded(value: str, width: int) -> str:
    """A spreadsheet takes the leading zeros away; the register always has them."""
    return value.zfill(width) if _DIGITS.fullmatch(value) else value
