"""A person as the BRP API tells of her, changed as a test wants it; and what is said of what is odd."""

from typing import Any

from letters.registry.rows import RegistryPerson
from tests.registry import notations
from tests.registry.notations import array, person, resource

BROKEN = "Dit bericht is beschadigd of niet compleet."


SECRECY = "geheimhoudingPersoonsgegevens"


ODD = "Een gegeven van deze persoon is anders opgeschreven dan is afgesproken."


ODD_DATE = "Een datum van deze persoon is anders opgeschreven dan is afgesproken."


def the_one(**changes: Any) -> RegistryPerson:
    """The person of a resource of which `changes` replace what stands at the top; None takes it away."""
    told = resource(person()) | changes
    return notations.the_one(array({key: value for key, value in told.items() if value is not None}))


def partner(**changes: Any) -> dict[str, Any]:
    return resource(person())["partners"][0] | changes


def answer(*persons: dict[str, Any]) -> dict[str, Any]:
    return {"type": "RaadpleegMetBurgerservicenummer", "personen": list(persons)}
