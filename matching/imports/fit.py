"""What the rules of matching say of a pair that visits already (M1): on paper it was decided, so they warn.

One thing is refused: what she herself said must be so, or who must not come.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bezoekdienst.lib import words
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.visiting.imports import persons
from matching import blocks, facts, gather
from matching.blocks import BLOCK
from volunteers.models import Volunteer

_UNKNOWN = "onbekend"


class Fit:
    """Every volunteer as the rules see her today, with what a file adds to her; read once."""

    def __init__(self, on: date) -> None:
        self._on, self._volunteers = on, gather.volunteers(on)

    def warnings(self, volunteer: Volunteer, said: Mapping[str, Any], started_on: date) -> tuple[str, ...]:
        """Every block that would hold for a new pair, as a warning. Raises Refused for what she said must be so."""
        hers, resident = self._volunteers[volunteer.pk], _resident(said, started_on)
        about = blocks.case(resident, None, on=self._on)
        # a must of the volunteer is hers to let go of; with that away, what is left is the resident's
        asked = blocks.judge(replace(hers, must_sex=None), resident, about)
        refuse_if(
            [
                Reason("M1", f"{one.text} {hers.name} past daar niet bij.")
                for one in asked
                if (one.kind, one.key) == (BLOCK, "must") and one.actual != _UNKNOWN
            ]
        )
        return tuple(one.text for one in blocks.judge(hers, resident, about) if one.kind == BLOCK)

    def add(self, volunteer: Volunteer, said: Mapping[str, Any]) -> None:
        """From now on she visits one more."""
        hers = self._volunteers[volunteer.pk]
        heavy = hers.heavy_count + (said.get("loss") in words.HEAVY_LOSSES)
        self._volunteers[volunteer.pk] = replace(hers, open_count=hers.open_count + 1, heavy_count=heavy)


def _resident(said: Mapping[str, Any], started_on: date) -> facts.ResidentFacts:
    told = persons.answers(said)
    return facts.ResidentFacts(
        id=0,
        name=persons.name(said),
        signed_up_on=started_on,
        waiting_since=started_on,
        consent_given=True,
        loss=said.get("loss"),
        birth_year=said.get("birth_year"),
        sex=said.get("sex"),
        languages=frozenset(said.get("languages") or ("nl",)),
        home=facts.Home(**told.get("home", {})),
        wishes=tuple(facts.Wish(**wish) for wish in told.get("wishes", ())),
    )
