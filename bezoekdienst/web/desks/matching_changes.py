"""What changed since it was proposed: told on the page, and once more before anything starts (M2)."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core import signing
from django.utils import timezone

from bezoekdienst.lib.wording import listed
from bezoekdienst.web import phrases
from bezoekdienst.web.desks.matching_desk import Desk
from matching import changes, gather
from matching.changes import Sight
from matching.models import Proposal

_SALT = "voorstel"


def since(desk: Desk) -> dict[str, Any] | None:
    """Since which day, what happened around, and a line a person for whom something that matters changed; or None."""
    stale = {pk: told for pk, told in ((pk, _about(desk, row)) for pk, row in desk.standing.items()) if told}
    if not stale:
        return None
    rows = [desk.standing[pk] for pk in stale]
    made_on: date = min(timezone.localdate(one.made_at) for one in rows)
    return {
        "since": phrases.ago(made_on, desk.now.on),
        "around": [*_came(desk, rows), *_weights(desk, rows)],
        "people": [
            {"name": phrases.start(desk.now.intakes[one.intake_id].resident.name), "told": stale[one.intake_id]}
            for one in rows
        ],
    }


def _about(desk: Desk, row: Proposal) -> list[str]:
    pair = desk.board.pair(row.intake_id, row.volunteer_id)
    before = changes.kept(row.shown, row.volunteer_id)
    name = _name(row)
    if all(one.id != row.intake_id for one in desk.board.residents):
        return ["Wacht niet meer."]
    proposed = desk.now.proposed(row.intake_id)  # what she fixed for her herself is told with what is fixed
    if pair is None:
        return [f"{name} is niet meer actief.", *changes.told(before, Sight(proposed), name, desk.now.name)]
    return changes.told(before, changes.sight(pair, proposed), name, desk.now.name)


def _name(row: Proposal) -> str:
    """The volunteer's as it stood on screen."""
    return next((str(one["name"]) for one in row.shown["candidates"] if one["volunteer"] == row.volunteer_id), "Zij")


def _came(desk: Desk, rows: Iterable[Proposal]) -> list[str]:
    among = [row.shown["among"] for row in rows if "among" in row.shown]
    told = []
    came = [one.name for one in desk.board.volunteers if any(one.id not in each["volunteers"] for each in among)]
    if came:
        told.append(f"Er is een vrijwilliger bij: {listed(came)}.")
    waits = [one.name for one in desk.order if any(one.id not in each["waiting"] for each in among)]
    if waits:
        told.append(f"Er wacht iemand bij: {listed(waits)}.")
    return told


def _weights(desk: Desk, rows: Iterable[Proposal]) -> list[str]:
    policies = {row.policy for row in rows if row.policy and row.policy != desk.now.policy}
    if any(gather.weights(policy) != desk.board.weights for policy in policies):
        return ["De gewichten of de ondergrens zijn gewijzigd."]
    return []


def signed(sight: Sight) -> str:
    """What stands on screen now, to travel with the form and come back with the decision."""
    return signing.dumps(asdict(sight), salt=_SALT, compress=True)


def seen(token: str) -> Sight:
    """What stood on screen when the form was sent; one that was tampered with saw nothing."""
    try:
        said = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return Sight()
    parts = tuple((label, points) for label, points in said["parts"])
    return Sight(said["proposed"], said["points"], parts, tuple(said["findings"]))
