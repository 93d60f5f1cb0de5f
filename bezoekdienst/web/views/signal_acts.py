"""What a coordinator can do with a signal or a referral: one step a page, each calls one verb (S1 to S3)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.lib import danger
from bezoekdienst.visiting import follow_ups, referrals
from bezoekdienst.visiting.models import Referral, Resident, Signal, Trajectory
from bezoekdienst.visiting.states import SIGNAL_TRANSITIONS, TRAJECTORY_OPEN, SignalState
from bezoekdienst.web.acting import Act, Filled, today_in
from bezoekdienst.web.forms import signals as asked

NOT_CLOSED = "Genoteerd: dit is opgelost. Sluit het daarna af met wat ervan kwam."


def _to(then: SignalState) -> Any:
    def fits(signal: Signal, today: date) -> bool:
        return then in SIGNAL_TRANSITIONS[signal.state]

    return fits


def _settle(signal: Signal, filled: Filled, by: User, at: datetime) -> None:
    """One act when it is known what came of it: that closes it. What is told to the volunteer is told either way."""
    with transaction.atomic():
        referrals.settle(signal, by=by, at=at)
        if filled["outcome"].strip():
            referrals.close(signal, by=by, at=at, **filled)
        elif filled["told"].strip() not in ("", signal.told):
            referrals.tell(signal, words=filled["told"], by=by, at=at)


ACTS: dict[str, Act[Signal]] = {
    "gezien": Act(
        "Ik heb dit gezien",
        "Ja, gezien",
        "De vrijwilliger kan nu zien dat u het gelezen hebt.",
        lambda signal, filled, by, at: referrals.see(signal, by=by, at=at),
        text="Wie het meldde, ziet dat u het las. Bij gevaar krijgt de plaatsvervanger geen mail meer: u pakt het op.",
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
        "Doorverwijzing noteren",
        "De doorverwijzing is genoteerd. Over vier weken vragen wij wat ervan kwam.",
        lambda signal, filled, by, at: referrals.refer(signal, by=by, at=at, **filled),
        asked.Refer,
        "Vraag eerst of het mag. Alleen bij gevaar mag het zonder toestemming, en dan met de reden erbij.",
        _to(SignalState.REFERRED),
    ),
    "opgelost": Act(
        "Opgelost",
        "Dit is opgelost",
        lambda signal: "Opgelost en afgesloten." if signal.state == SignalState.CLOSED else NOT_CLOSED,
        lambda signal, filled, by, at: _settle(signal, filled, by, at),
        asked.Settling,
        "Het loste vanzelf op, of u kon er zelf iets aan doen.",
        _to(SignalState.SETTLED),
        lambda signal, today: {"initial": {"told": signal.told}},
    ),
    "laten-weten": Act(
        "Iets laten weten aan wie het meldde",
        "Bewaren",
        "Bewaard. De vrijwilliger leest het op de telefoon.",
        lambda signal, filled, by, at: referrals.tell(signal, by=by, at=at, **filled),
        asked.Word,
        "De vrijwilliger ziet zelf niet wat u hier noteert. Een paar woorden van u doen goed.",
        lambda signal, today: signal.seen_at is not None and signal.trajectory_id is not None,
        lambda signal, today: {"initial": {"words": signal.told}},
    ),
    "afsluiten": Act(
        "Afsluiten",
        "Afsluiten",
        "Het signaal is afgesloten.",
        lambda signal, filled, by, at: referrals.close(signal, by=by, at=at, **filled),
        asked.Closing,
        "Schrijf kort op wat ervan kwam. Dat geldt ook voor een doorverwijzing waarvan nog niets genoteerd is.",
        _to(SignalState.CLOSED),
        lambda signal, today: {"initial": {"told": signal.told}},
    ),
}
REFERRAL: dict[str, Act[Referral]] = {
    "uitkomst": Act(
        "Wat kwam van de doorverwijzing?",
        "Bewaren",
        "Bewaard.",
        lambda referral, filled, by, at: follow_ups.settle(referral, by=by, at=at, **filled),
        asked.Outcome,
        "Vraag het na bij de bezoeker zelf, of bij wie u verwees. Later aanvullen kan.",
        given=lambda referral, today: {"initial": {"outcome": referral.outcome}},
    ),
    "ingetrokken": Act(
        "De toestemming is ingetrokken",
        "Noteren",
        "Genoteerd. Zeg het ook tegen wie u het doorgaf.",
        lambda referral, filled, by, at: follow_ups.withdraw(referral, by=by, at=at, **filled),
        asked.Withdrawal,
        "Vanaf die dag geven wij niets meer door. Wat al gezegd is, komt niet terug: bel wie u het vertelde.",
        lambda referral, today: referral.consent_on is not None and referral.withdrawn_on is None,
        today_in("on"),
    ),
}


def next_step(signal: Signal, today: date) -> str:
    """The step that comes first now; "" when it is closed."""
    return next((word for word in ("gezien", "besproken", "afsluiten") if ACTS[word].fits(signal, today)), "")


def noting(person: Callable[[Any], Resident]) -> Act[Any]:
    """The act of noting a worry about somebody, from any page that is about her; `person` gets her from its subject."""
    return Act(
        title="Een signaal noteren",
        button="Signaal noteren",
        said="Het signaal is genoteerd. U vindt het bij Signalen.",
        text=f"Een zorg, of een andere vraag om hulp. {danger.SAID}",
        form=asked.Worry,
        run=lambda subject, filled, by, at: _note(person(subject), filled, by, at),
        fits=lambda subject, today: person(subject).died_on is None,
        given=lambda subject, today: {"initial": asked.new_worry()},
    )


def _note(resident: Resident, filled: Filled, by: User, at: datetime) -> Signal:
    said = dict(filled)
    mine, pk = said.pop("mine"), said.pop("id")
    running = Trajectory.objects.filter(resident=resident, state__in=TRAJECTORY_OPEN).first()
    with transaction.atomic():
        signal = referrals.report(pk, resident=resident, trajectory=running, by=by, at=at, **said)
        if mine and signal.state == SignalState.REPORTED:
            referrals.see(signal, by=by, at=at)
    return signal
