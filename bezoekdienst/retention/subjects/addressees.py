"""Somebody whom the service doesn't know asks what is held of her: a letter that lies ready, or that she wants none.

Asked of the clerk, who may see whom a delivery names and nobody whom the service knows: nothing here looks at residents
or volunteers, and the answer is the same whether or not she is one (07-trust). Nor does it tell whether she wants no
letter: who is left out, or held, for that "or known already" (L5) and isn't on that list, would be a client.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.policy import versions
from bezoekdienst.retention import loading
from bezoekdienst.retention.subjects import paper
from bezoekdienst.retention.subjects.showing import Said
from letters import memory, objections, recognition, rendering
from letters.models import Addressee
from letters.sheet.dossiers import Paper, Section

FORMAT = "bezoekdienst-addressee/1"
_SOURCE = "Wij hebben dit van de gemeente, uit de basisregistratie personen."
_LEAD = "U vroeg wat wij van u bewaren. Dit is alles wat wij vinden op de naam en het adres die u gaf."
_NO_LETTERS = (
    "Zei u eerder dat u geen brief wilt? Daarvan is er alleen een code op een lijst. Die blijft 10 jaar staan.",
    "Of uw code erop staat, vertellen wij niet. Want dan kon iemand van de gemeente uitzoeken wie de bezoekdienst al "
    "kent. Twijfelt u? Zeg het ons nog eens. Dan krijgt u zeker geen brief.",
)
_ASK = (
    "Wilt u geen brief? Zeg het ons. Dan schrijven wij u niet meer, en wissen wij uw naam.",
    "Klopt er iets niet? Uw gegevens komen van de gemeente. Vraag daar of zij het verbetert.",
)
_CODES = (
    "Van een overlijden waarover al is geschreven, bewaren wij 36 maanden een code. Zo schrijven wij niet twee keer. "
    "Met uw naam alleen kunnen wij die code niet terugvinden."
)


class Asked(NamedTuple):
    """Who asks, as she says it herself; `born` tells her from a mother or a daughter at the same address."""

    name: str
    postcode: str
    number: str
    born: date | None = None

    @property
    def birth(self) -> str:
        """As the register writes a day; "" when she didn't say."""
        return f"{self.born:%Y%m%d}" if self.born else ""


@dataclass(frozen=True, slots=True)
class Found:
    """The `rows` that surely are hers, and how many only look like her."""

    rows: tuple[tuple[Said, ...], ...]
    alike: int


def find(asked: Asked, *, by: User, at: datetime) -> Found:
    """Look for her; that somebody looked is in the log, with how much was found and not who. Keeps nothing."""
    keys = memory.person_digests(asked.name, asked.postcode, asked.number, asked.birth)
    surely, perhaps = recognition.among([keys])[0]
    with transaction.atomic():
        events.record("subject.sought", by=by, at=at, found=len(surely), alike=len(perhaps))
    return Found(tuple(_row(one) for one in surely), len(perhaps))


def hand_out(asked: Asked, *, kind: str, by: User, at: datetime, on: date) -> bytes:
    """What there is, as "pdf" or "json", also when that is nothing; made on the spot."""
    found = find(asked, by=by, at=at)
    with transaction.atomic():
        what, rows = "een aangeschrevene", len(found.rows)
        events.record("subject.given", by=by, at=at, what=what, way=kind, rows=rows, struck=0)
    if kind == "pdf":
        return rendering.dossier(laid_out(asked, found, on=on), made_on=on)
    given = [{one.key: {"label": one.label, "value": one.value, "text": one.text} for one in row} for row in found.rows]
    said = {"format": FORMAT, "made_on": on.isoformat(), "rows": given, "kept_back": [*_NO_LETTERS]}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def erase(asked: Asked, *, by: User, at: datetime) -> None:
    """Forget her and never write to her again: A4, by the verb for who calls without a code. Raises Refused."""
    objections.note(name=asked.name, postcode=asked.postcode, number=asked.number, birth=asked.birth, by=by, at=at)


def laid_out(asked: Asked, found: Found, *, on: date) -> Paper:
    """The answer to read."""
    term = loading.terms(versions.current(on))["silent_addressees"]
    basis = loading.schedule().bases["taak"]
    soft = ("Waarvoor: één brief sturen.", _SOURCE, f"Dat mag: {basis}. Hoe lang: {term}.")
    lists = tuple(tuple((one.label[:1].upper() + one.label[1:], one.text) for one in row) for row in found.rows)
    nothing = () if lists else ("Er staat niets meer over u in een aanlevering, en er ligt geen brief voor u klaar.",)
    sections = (
        Section("Een brief van de gemeente", paragraphs=nothing, lists=lists, soft=soft if lists else ()),
        Section("Geen brief willen", paragraphs=(*_NO_LETTERS, _CODES)),
        Section("Wat u kunt vragen", points=(*_ASK, paper.COMPLAINT, *paper.reach())),
    )
    return Paper(paper.sender(), paper.TITLE, f"Over {asked.name}", wording.day(on), (_LEAD,), sections)


def _row(addressee: Addressee) -> tuple[Said, ...]:
    sheet, letter, on = addressee.sheet, getattr(addressee, "letter", None), addressee.extract.state_on
    lines, why = sheet.get("address_lines") or [], [text for _, text in addressee.reasons]
    said = [
        Said("address_lines", "op de brief", lines, "\n".join(lines)),
        Said("salutation", "aanhef", sheet.get("salutation"), sheet.get("salutation") or ""),
        Said("born", "geboortejaar", sheet.get("born"), str(sheet.get("born") or "")),
        Said("state_on", "aangeleverd op", on.isoformat(), wording.day(on)),
        Said("outcome", "wat ermee gebeurt", addressee.outcome, str(addressee.get_outcome_display())),
        Said("reasons", "waarom", why, " ".join(why)),
        Said("letter", "de brief", letter and letter.state, str(letter.get_state_display()) if letter else ""),
    ]
    return tuple(one for one in said if one.text)
