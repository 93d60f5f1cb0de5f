"""The steps of a round, each with what it asks, the verb it calls and what it says afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.web.desks import print_plan
from bezoekdienst.web.forms import rounds as asked
from letters import last_check, plausibility, rounds
from letters.deliveries import extracts
from letters.models import Round
from letters.printing import boxes, hours

Filled = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """`form` asks, `needs` gives the form what it needs to know of the round, `run` carries out, `said` is told."""

    form: type[forms.Form]
    run: Callable[[Round, Filled, User, datetime], object]
    said: str
    needs: Callable[[Round, datetime], Filled] = lambda subject, at: {}


def _laid(subject: Round, filled: Filled, by: User, at: datetime) -> object:
    today, stream, even_many = timezone.localdate(at), filled["file"].file, filled.get("even_many", False)
    return last_check.lay(subject, stream, state_on=filled["state_on"], by=by, at=at, on=today, even_many=even_many)


ACTS: dict[str, Act] = {
    "aanlevering": Act(
        asked.Choose,
        lambda subject, filled, by, at: rounds.draft(subject, extract=filled["extract"], by=by, at=at),
        "De aanlevering ligt onder deze ronde. Kijk of er nog iemand op een besluit wacht.",
        lambda subject, at: {"extracts": extracts.usable(timezone.localdate(at))},
    ),
    "vastzetten": Act(
        asked.Nothing,
        lambda subject, filled, by, at: rounds.freeze(subject, by=by, at=at),
        "De ronde staat vast. Elke brief heeft nu zijn eigen code.",
    ),
    "bekeken": Act(
        asked.Nothing,
        lambda subject, filled, by, at: rounds.proof_seen(subject, by=by, at=at),
        "Genoteerd: de proefpagina’s zijn bekeken.",
    ),
    "controle": Act(asked.Check, _laid, "De laatste controle is gedaan. Wie niet meer mag, is eruit gehaald."),
    "vrijgeven": Act(
        asked.Release,
        lambda subject, filled, by, at: rounds.release(
            subject,
            by=by,
            at=at,
            unusual_reason=filled.get("unusual_reason", ""),
            print_at=print_plan.chosen(filled, at),
        ),
        "De ronde is vrijgegeven. De brieven worden nu gemaakt.",
        lambda subject, at: {"unusual": plausibility.remark(subject), **print_plan.given(subject, at)},
    ),
    "printmoment": Act(
        asked.PrintHour,
        lambda subject, filled, by, at: hours.plan(subject, print_at=print_plan.chosen(filled, at), by=by, at=at),
        "Genoteerd wanneer de dozen naar de printer gaan.",
        lambda subject, at: print_plan.given(subject, at),
    ),
    "gedrukt": Act(
        asked.Nothing,
        lambda subject, filled, by, at: rounds.printed(subject, by=by, at=at),
        "Genoteerd: alles is gedrukt.",
    ),
    "gepost": Act(
        asked.Post,
        lambda subject, filled, by, at: rounds.post(
            subject, on=filled["on"], by=by, at=at, taken_out=filled.get("taken_out") or 0
        ),
        "De brieven zijn weg. Nu komen de antwoorden.",
        lambda subject, at: {"today": timezone.localdate(at), "to_take_out": boxes.to_take_out(subject)},
    ),
    "intrekken": Act(
        asked.Cancel,
        lambda subject, filled, by, at: rounds.cancel(subject, by=by, at=at, typed=filled.get("typed", "")),
        "De ronde is ingetrokken. Er gaat geen brief weg.",
        lambda subject, at: {"paper": boxes.perhaps_on_paper(subject).exists()},
    ),
}


def form_for(name: str, subject: Round, *filled: Any) -> forms.Form:
    """The form of one step, empty or with what was filled in."""
    act = ACTS[name]
    given: Filled = {"auto_id": f"{name}_%s", **act.needs(subject, timezone.now())}
    return act.form(*filled, **given)
