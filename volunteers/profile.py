"""What is known of a volunteer that the matching goes by: what may be filled in there. Every reason why not."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bezoekdienst.lib import words
from bezoekdienst.lib.errors import Reason

PLACES = range(1, 5)  # V3
KILOMETRES = range(1, 101)
ADULT = 18
OLDEST = 110
MUST_NOT = frozenset({"pets", "smoking", "stairs"})
_PC4 = re.compile(r"[1-9][0-9]{3}\Z")
# By the name of the fact: whether it can be so, and what is said when it can't. What isn't filled in is no mistake.
_RULES: dict[str, tuple[Callable[[Any], bool], Reason]] = {
    "capacity": (lambda said: said in PLACES, Reason("V3", "Het aantal plaatsen ligt tussen 1 en 4.")),
    "max_km": (lambda said: said in KILOMETRES, Reason("V1", "Hoe ver iemand reist, ligt tussen 1 en 100 kilometer.")),
    "pc4": (
        lambda said: bool(_PC4.match(said)),
        Reason("V1", "De postcode heeft vier cijfers, zoals 6811. De letters zijn niet nodig."),
    ),
    "sex": (words.SEXES.__contains__, Reason("V1", "Dit geslacht kennen wij niet.")),
    "life_view": (words.LIFE_VIEWS.__contains__, Reason("V1", "Deze levensbeschouwing kennen wij niet.")),
    "languages": (
        lambda said: _known(said, words.LANGUAGES),
        Reason("V1", "Er staat een taal bij die wij niet kennen."),
    ),
    "interests": (
        lambda said: _known(said, words.INTERESTS),
        Reason("V1", "Er staat een interesse bij die wij niet kennen."),
    ),
    "dayparts": (lambda said: _known(said, words.DAYPARTS), Reason("V1", "Er staat een dagdeel bij dat niet bestaat.")),
    "wishes": (lambda said: _are_wishes(said), Reason("V1", "Er staat een wens bij die wij niet kennen.")),
}


def reasons(facts: Mapping[str, Any], *, year: int) -> list[Reason]:
    """Why these facts can't be so in `year`; empty when they can. Only what is in `facts` is looked at."""
    found = [
        reason
        for name, (fits, reason) in _RULES.items()
        if facts.get(name) not in (None, "", [], {}) and not fits(facts[name])
    ]
    born = facts.get("birth_year")
    if born is not None and not year - OLDEST <= born <= year - ADULT:
        found.append(Reason("V1", "Een vrijwilliger is volwassen. Kijk het geboortejaar na."))
    return found


def _known(said: Any, codes: Mapping[str, str]) -> bool:
    return set(said) <= set(codes)


def _are_wishes(said: Any) -> bool:
    sex = said.get("sex", "")
    return (not sex or sex in words.SEXES) and set(said.get("must_not", ())) <= MUST_NOT
