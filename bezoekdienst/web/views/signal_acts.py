"""What a coordinator can do with a signal: one step a page, each calls one verb (S2, S3)."""

from datetime import date
from typing import Any

from bezoekdienst.visiting import referrals
from bezoekdienst.visiting.models import Signal
from bezoekdienst.visiting.states import SIGNAL_TRANSITIONS, SignalState
from bezoekdienst.web.acting import Act
from bezoekdienst.web.forms import signals as asked


def _to(then: SignalState) -> Any:
    def fits(signal: Signal, today: date) -> bool:
        return then in SIGNAL_TRANSITIONS[signal.state]

    return fits


ACTS: dict[str, Act[Signal]] = {
    "gezien": Act(
        "Ik heb dit gezien",
        "Ja, gezien",
        "De vrijwilliger kan nu zien dat u het gelezen hebt.",
        lambda signal, filled, by, at: referrals.see(signal, by=by, at=at),
        text="De vrijwilliger ziet dan dat u het gelezen hebt.",
        fits=_to(SignalState.SEEN),
    ),
    "besproken": Act(
        "Besproken",
        "Dit is besproken",
        "Genoteerd: dit is besproken.",
        lambda signal, filled, by, at: referrals.discuss(signal, by=by, at=at),
        text="U sprak erover met de vrijwilliger of met de bezoeker zelf.",
        fits=_to(SignalState.DISCUSSED),
    ),
    "doorverwijzen": Act(
        "Doorverwijzen",
        "Doorverwijzen",
        "De doorverwijzing is genoteerd.",
        lambda signal, filled, by, at: referrals.refer(signal, by=by, at=at, **filled),
        asked.Refer,
        "Vraag eerst of het mag. Alleen bij gevaar mag het zonder toestemming, en dan met de reden erbij.",
        _to(SignalState.REFERRED),
    ),
    "opgelost": Act(
        "Opgelost",
        "Dit is opgelost",
        "Genoteerd: dit is opgelost. Sluit het daarna af met wat ervan kwam.",
        lambda signal, filled, by, at: referrals.settle(signal, by=by, at=at),
        text="Het loste vanzelf op, of u kon er zelf iets aan doen.",
        fits=_to(SignalState.SETTLED),
    ),
    "afsluiten": Act(
        "Afsluiten",
        "Afsluiten",
        "Het signaal is afgesloten.",
        lambda signal, filled, by, at: referrals.close(signal, by=by, at=at, **filled),
        asked.Outcome,
        "Schrijf kort op wat ervan kwam. Daarna staat het niet meer op uw lijst.",
        _to(SignalState.CLOSED),
    ),
}


def next_step(signal: Signal, today: date) -> str:
    """The step that comes first now; "" when it is closed."""
    return next((word for word in ("gezien", "besproken", "afsluiten") if ACTS[word].fits(signal, today)), "")
