"""The page on proposal and practice, from the proposals that are still kept (12 months). A fixed number of queries."""

from typing import Any

from bezoekdienst.web import phrases
from matching import practice, scoring
from matching.models import Proposal
from matching.practice import Decision
from matching.states import State

HEADINGS = {
    "meets": "maakt kennis",
    "runs": "loopt",
    "well": "goed afgerond",
    "early": "eerder gestopt",
    "no_click": "geen klik",
    "other": "andere reden",
}
DECIDED = (State.ACCEPTED, State.DECLINED)


def tell() -> dict[str, Any]:
    """Numbers, the table of fit against what became of it, and the reasons; those only the coordinator reads."""
    decided = Proposal.objects.filter(state__in=DECIDED).order_by("-decided_at", "-pk")
    rows = list(decided.defer("shown").select_related("intake__resident", "volunteer", "trajectory"))
    counted = practice.count(_decision(one) for one in rows)
    table = [[word, *counted.row(word), sum(counted.row(word))] for word in practice.WORDS if sum(counted.row(word))]
    return {
        "counted": counted,
        "columns": [("Past", ""), *((HEADINGS[one], "number") for one in practice.BECAME), ("samen", "number")],
        "table": table,
        "own": [_reason(one) for one in rows if one.state == State.ACCEPTED and one.is_own_choice],
        "declined": [_reason(one) for one in rows if one.state == State.DECLINED],
    }


def _decision(one: Proposal) -> Decision:
    made = one.trajectory
    return Decision(
        is_accepted=one.state == State.ACCEPTED,
        is_own_choice=one.is_own_choice,
        fit=one.fit,
        has_begun=made is not None and made.started_on is not None,
        end=made.end_reason if made else "",
    )


def _reason(one: Proposal) -> dict[str, Any]:
    return {
        "on": one.decided_at,
        "who": f"{one.volunteer.first_name} bij {one.intake.resident.name}",
        "why": phrases.start(one.reason),
        "word": scoring.word(one.fit),
    }
