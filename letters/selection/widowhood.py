"""Which relation counts, and when the partner died: the register's category 05, read as L2, L5, L6 and L7 say. Pure."""

from datetime import date
from typing import NamedTuple

from bezoekdienst.lib.errors import Reason
from letters.registry import dates
from letters.registry.dates import Interval
from letters.registry.rows import RegistryPerson, Relation

_new = tuple.__new__  # a named tuple from as many values as it has fields, at half the cost of calling it
_OTHER_ENDS = {
    code: Reason("L5", f"Geen overlijden: {words}.")
    for code, words in {
        "A": "de partner werd vermist en er kwam een ander huwelijk",
        "N": "het huwelijk is nietig verklaard",
        "S": "het huwelijk of partnerschap eindigde door scheiding",
        "V": "het huwelijk of partnerschap eindigde naar buitenlands recht",
        "Z": "het partnerschap is omgezet in een huwelijk",
    }.items()
}
_NO_PARTNER = Reason("L5", "In het register staat geen partner.")
AGAIN = Reason("L5", "Deze persoon heeft opnieuw een partner.")
_LIVES = Reason("L5", "De partner leeft volgens het register nog.")
_WHICH = Reason("L6", "Het is niet duidelijk welk huwelijk of partnerschap het laatst eindigde.")
_IMPOSSIBLE = Reason("L6", "De datum van overlijden van de partner klopt niet.")
_PRESUMED = Reason("L6", "Het overlijden van de partner is een vermoeden van de rechter.")
_UNSAID = Reason("L6", "Het register zegt niet waardoor het huwelijk of partnerschap eindigde.")
_ASKED = Reason("L6", "De gegevens over de partner worden onderzocht.")
_SWAPPED = Reason("L7", "De overledene en deze persoon lijken dezelfde. Dat moet iemand nakijken.")


class Widowhood(NamedTuple):
    """The relation that ended, when that can have been, and what stands in the way of a letter."""

    relation: Relation | None = None
    interval: Interval | None = None
    left_out: tuple[Reason, ...] = ()
    held: tuple[Reason, ...] = ()


def of(person: RegistryPerson, extract_on: date) -> Widowhood:
    """What the relations of this person say on the state date of the extract."""
    if len(person.relations) != 1:
        return _of_several(person, extract_on)
    (relation,) = person.relations
    if not relation.exists:
        return Widowhood(left_out=(_NO_PARTNER,))
    return _judged(person, relation, extract_on) if relation.ended else Widowhood(left_out=(_LIVES,))


def _of_several(person: RegistryPerson, extract_on: date) -> Widowhood:
    existing = [relation for relation in person.relations if relation.exists]
    if not existing:
        return Widowhood(left_out=(_NO_PARTNER,))
    ended = [relation.ended for relation in existing]
    if not all(ended):
        return Widowhood(left_out=(AGAIN if any(ended) else _LIVES,))
    last = existing[0] if len(existing) == 1 else _last_ended(existing, extract_on)
    return Widowhood(held=(_WHICH,)) if last is None else _judged(person, last, extract_on)


def end_interval(relation: Relation, extract_on: date) -> Interval:
    """The days on which the relation can have ended, never after it was known (L2). Raises ValueError: impossible.

    A day of registration that is malformed itself limits nothing.
    """
    found = dates.interval(relation.end)
    earliest, latest = found
    if earliest == latest <= extract_on and _in_order(relation):  # nearly always: nothing left to limit
        return found
    known_on = [text for text in (relation.valid_from, relation.taken_up) if dates.well_formed(text)]
    limits = [dates.interval(text).latest for text in known_on]
    capped = found.capped(extract_on, *limits)
    if not dates.well_formed(relation.start):
        return capped
    begun_on = dates.interval(relation.start).earliest
    if capped.latest < begun_on:
        raise ValueError("it ended before it began")
    return Interval(max(capped.earliest, begun_on), capped.latest)


def _in_order(relation: Relation) -> bool:
    """Whether start, end and registration follow each other as written, so that none of them limits another."""
    _, _, _, _, _, start, end, _, _, _, _, valid_from, taken_up = relation
    return start <= end and (not valid_from or end <= valid_from) and (not taken_up or end <= taken_up)


def _last_ended(relations: list[Relation], extract_on: date) -> Relation | None:
    """The one that surely ended last; None when two can have been the last."""
    try:
        spans = [(end_interval(relation, extract_on), relation) for relation in relations]
    except ValueError:
        return None
    last, relation = max(spans, key=lambda span: (span[0].earliest, span[0].latest))
    others = [span for span, other in spans if other is not relation]
    return relation if all(other.latest < last.earliest for other in others) else None


def _judged(person: RegistryPerson, relation: Relation, extract_on: date) -> Widowhood:
    if relation.end_reason in _OTHER_ENDS:
        return Widowhood(left_out=(_OTHER_ENDS[relation.end_reason],))
    held: tuple[Reason, ...] = ()
    interval = None
    try:
        interval = end_interval(relation, extract_on)
    except ValueError:
        held = (_IMPOSSIBLE,)
    if relation.end_reason != "O":
        held += (_PRESUMED if relation.end_reason == "R" else _UNSAID,)
    if relation.investigation:
        held += (_ASKED,)
    if _same_person(person, relation):
        held += (_SWAPPED,)
    return _new(Widowhood, (relation, interval, (), held))


def _same_person(person: RegistryPerson, relation: Relation) -> bool:
    """L7: equal numbers, or equal names and birth dates, on both sides of one relation."""
    a_number, bsn, birth = person.a_number, person.bsn, person.birth
    if (a_number and a_number == relation.a_number) or (bsn and bsn == relation.bsn):
        return True
    return birth == relation.birth and birth != "" and person.name == relation.name and person.name.surname != ""
