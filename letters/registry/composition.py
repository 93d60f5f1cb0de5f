"""What would stand on paper for one person: how she is written to, and where she lives. Composed once, used by all."""

from typing import NamedTuple

from letters.registry import addresses, names
from letters.registry.addresses import AddressLines
from letters.registry.names import Written
from letters.registry.rows import RegistryPerson


class Composition(NamedTuple):
    """Name and address as they are composed, whatever is decided about the person."""

    who: Written
    where: AddressLines


def of(person: RegistryPerson, municipality_name: str = "") -> Composition:
    """`municipality_name` stands in for a place that is not registered."""
    return tuple.__new__(Composition, (names.written(person), addresses.lines(person.address, municipality_name)))
