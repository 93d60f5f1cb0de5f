"""Which relation counts, and when the partner died: the register's category 05, read as L2, L5, L6 and L7 say. Pure."""

from dataclasses import dataclass, field
from datetime import date

from bezoekdienst.lib.errors import Reason
from letters.registry import dates, rows
from letters.registry.dates import Interval
from letters.registry.rows import RegistryPerson, Relation

_OTHER_ENDS = {
    "A": "de partner werd vermist en er kwam een ander huwelijk",
    "N": "het huwelijk is nietig verklaard",
    "S": "het huwelijk of partnerschap eindigde door scheiding",
    "V": "het huwelijk of partnerschap eindigde naar buitenlands recht",
    "Z": "het partnerschap is omgezet in een huwelijk",
}


@dataclass(slots=True)
class Widowhood:
    """The relation that ended, when that can have been, and what stands in the way of a letter."""

    relation: Relation | None = None
    interval: Interval | None = None
    left_out: list[Reason] = field(default_factory=list)
    held: list[Reason] = field(default_factory=list)


def of(person: RegistryPerson, extract_on: date) -> Widowhood:
    """What the relations of this person say on the state date of the extract."""
    existing = [relation for relation in person.relations if relation.exists]
    if not existing:
        return Widowhood(left_out=[Reason("L5", "In het register staat geen partner.")])
    if rows.current_relations(person.relations):
        again = any(relation.ended for relation in existing)
        text = "Deze persoon heeft opnieuw een partner." if again else "De partner leeft volgens het register nog."
        return Widowhood(left_out=[Reason("L5", text)])
    relation = _last_ended(existing, extract_on)
    if relation is None:
        return Widowhood(
            held=[Reason("L6", "Het is niet duidelijk welk huwelijk of partnerschap het laatst eindigde.")]
        )
    return _judged(person, relation, extract_on)


def end_interval(relation: Relation, extract_on: date) -> Interval:
    """The days on which the relation can have ended, never after it was known (L2). Raises ValueError: impossible.

    A day of registration that is malformed itself limits nothing.
    """
    known_on = [text for text in (relation.valid_from, relation.taken_up) if dates.well_formed(text)]
    limits = [dates.interval(text).latest for text in known_on]
    capped = dates.interval(relation.end).capped(extract_on, *limits)
    if not dates.well_formed(relation.start):
        return capped
    begun_on = dates.interval(relation.start).earliest
    return Interval(max(capped.earliest, begun_on), max(capped.latest, begun_on))


def _last_ended(relations: list[Relation], extract_on: date) -> Relation | None:
    """The one that surely ended last; None when two can have been the last."""
    if len(relations) == 1:
        return relations[0]
    try:
        spans = [(end_interval(relation, extract_on), relation) for relation in relations]
    except ValueError:
        return None
    last, relation = max(spans, key=lambda span: (span[0].earliest, span[0].latest))
    others = [span for span, other in spans if other is not relation]
    return relation if all(other.latest < last.earliest for other in others) else None


def _judged(person: RegistryPerson, relation: Relation, extract_on: date) -> Widowhood:
    if relation.end_reason in _OTHER_ENDS:
        text = f"Geen overlijden: {_OTHER_ENDS[relation.end_reason]}."
        return Widowhood(left_out=[Reason("L5", text)])
    found = Widowhood(relation)
    try:
        found.interval = end_interval(relation, extract_on)
    except ValueError:
        found.held.append(Reason("L6", "De datum van overlijden van de partner klopt niet."))
    if relation.end_reason == "R":
        found.held.append(Reason("L6", "Het overlijden van de partner is een vermoeden van de rechter."))
    elif relation.end_reason != "O":
        found.held.append(Reason("L6", "Het register zegt niet waardoor het huwelijk of partnerschap eindigde."))
    if relation.investigation:
        found.held.append(Reason("L6", "De gegevens over de partner worden onderzocht."))
    if _same_person(person, relation):
        found.held.append(Reason("L7", "De overledene en deze persoon lijken dezelfde. Dat moet iemand nakijken."))
    return found


def _same_person(person: RegistryPerson, relation: Relation) -> bool:
    """L7: equal numbers, or equal names and birth dates, on both sides of one relation."""
    numbers = ((person.a_number, relation.a_number), (person.bsn, relation.bsn))
    if any(mine and mine == theirs for mine, theirs in numbers):
        return True
    return bool(person.birth and person.name.surname) and (person.birth, person.name) == (relation.birth, relation.name)
