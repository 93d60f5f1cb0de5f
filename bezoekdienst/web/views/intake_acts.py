"""What a coordinator can do with an intake: one act a page, each calls one verb."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.visiting import intakes, referrals, residents
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import INTAKE_BEFORE_VISIT, INTAKE_OPEN, IntakeState
from bezoekdienst.web.acting import Act, Filled, today_in
from bezoekdienst.web.forms import intakes as asked
from bezoekdienst.web.forms.kitchen_table import KitchenTable
from bezoekdienst.web.forms.signals import Refer
from bezoekdienst.web.views import signal_acts

FILLABLE = INTAKE_OPEN | {IntakeState.MATCHED}  # save_answers takes no others
TALK = frozenset({IntakeState.PLANNED, IntakeState.VISITED})
STOPPED = frozenset({IntakeState.NOT_NOW, IntakeState.WITHDRAWN, IntakeState.UNREACHABLE})


def save(intake: Intake, table: KitchenTable, *, by: User, at: datetime) -> None:
    """Keep what is filled in rightly and has changed (I2); one that asks for nothing writes nothing."""
    with transaction.atomic():
        residents.amend(intake.resident, by=by, at=at, **table.details())
        answers = {key: said for key, said in table.answers().items() if intake.answers.get(key) != said}
        consents = table.consents(intake.consents, timezone.localdate(at))
        if any(said for said in answers.values()) or _taken_back(intake, answers, consents):
            intakes.save_answers(intake, answers=answers, consents=consents, by=by, at=at)


def _taken_back(intake: Intake, answers: Filled, consents: dict[str, str | None]) -> bool:
    emptied = any(intake.answers.get(key) for key in answers)
    return emptied or {name: day for name, day in consents.items() if day} != intake.consents


def complete(intake: Intake, table: KitchenTable, outcome: Filled, *, by: User, at: datetime) -> None:
    """The talk took place: everything at once, or nothing (I1, I2)."""
    said = dict(outcome)
    with transaction.atomic():
        residents.amend(intake.resident, by=by, at=at, **table.details())
        intakes.complete(
            intake,
            answers=table.answers(),
            consents=table.consents(intake.consents, timezone.localdate(at)),
            note=said.pop("outcome_note"),
            by=by,
            at=at,
            **said,
        )


def note_contact(intake: Intake, filled: Filled, by: User, at: datetime) -> object:
    """A call, mail or visit, noted with the person (I1)."""
    return intakes.contact(intake.resident, by=by, at=at, **filled)


def _turn(intake: Intake, filled: Filled, by: User, at: datetime) -> None:
    assert intake.visited_on is not None  # she waits, so there was a talk
    intakes.complete(
        intake, visited_on=intake.visited_on, answers={}, consents={}, by=by, at=at,
        urgency=intake.urgency, urgency_reason=intake.urgency_reason, **filled,
    )  # fmt: skip


def _in(*states: str) -> Callable[[Intake, date], bool]:
    return lambda intake, today: intake.state in states


def _planned(intake: Intake, today: date) -> Filled:
    moment = timezone.localtime(intake.planned_for_at) if intake.planned_for_at else None
    return {"initial": {"day": moment.date(), "hour": moment.time()} if moment else {}}


ACTS: dict[str, Act[Intake]] = {
    "contact": Act(
        title="Contact noteren",
        button="Contact bewaren",
        said="Het contact staat erbij.",
        form=asked.Call,
        run=note_contact,
        fits=_in(*FILLABLE),
        given=today_in("made_on", way="phone"),
    ),
    "afspraak": Act(
        title="Afspraak voor het gesprek",
        button="Afspraak maken",
        said="De afspraak staat.",
        text="Een gesprek bij iemand thuis duurt meestal een uur.",
        form=asked.Appointment,
        run=lambda intake, filled, by, at: intakes.plan(intake, by=by, at=at, **filled),
        fits=_in(*INTAKE_BEFORE_VISIT),
        given=_planned,
    ),
    "doorverwijzen": Act(
        title="Doorverwijzen",
        button="Doorverwijzing noteren",
        said="De doorverwijzing staat erbij.",
        text="Een ander helpt verder. Vraag eerst of het mag. Alleen bij gevaar mag het zonder toestemming.",
        form=Refer,
        run=lambda intake, filled, by, at: referrals.refer_intake(intake, by=by, at=at, **filled),
        fits=lambda intake, today: intake.visited_on is not None and intake.state != IntakeState.DIED,
    ),
    "anders": Act(
        title="Het loopt anders",
        button="Van de wachtlijst halen",
        said="Deze bezoeker staat niet meer op de wachtlijst.",
        form=asked.Turn,
        run=_turn,
        fits=_in(IntakeState.SUITABLE),
    ),
    "stoppen": Act(
        title="De aanmelding stoppen",
        button="Aanmelding stoppen",
        said="De aanmelding is gestopt.",
        text="Komt iemand later terug, dan opent u de aanmelding weer. Overleden? Noteer dat bij de persoon.",
        form=asked.Stop,
        run=lambda intake, filled, by, at: intakes.stop(intake, by=by, at=at, **filled),
        fits=_in(*INTAKE_OPEN),
    ),
    "opnieuw": Act(
        title="De aanmelding weer openen",
        button="Weer openen",
        said="De aanmelding is weer open, vanaf vandaag.",
        run=lambda intake, filled, by, at: intakes.reopen(intake, by=by, at=at),
        fits=_in(*STOPPED),
    ),
    "signaal": signal_acts.noting(lambda intake: intake.resident),
}
