"""What a coordinator can do with an intake: one act a page, each calls one verb."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.visiting import home_visits, intakes, referrals, residents, returns, sources, waiting
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import INTAKE_BEFORE_VISIT, INTAKE_OPEN, IntakeState, Source
from bezoekdienst.web import trying
from bezoekdienst.web.acting import Act, Filled
from bezoekdienst.web.desks import intake_desk, table_changes
from bezoekdienst.web.forms import intakes as asked
from bezoekdienst.web.forms.kitchen_table import KitchenTable
from bezoekdienst.web.forms.signals import Refer
from bezoekdienst.web.views import signal_acts

FILLABLE = INTAKE_OPEN | {IntakeState.MATCHED}  # save_answers takes no others
PRINT_IT: dict[str, str] = {Intake.Confirmed.LETTER: " De brief staat hieronder: druk hem af en doe hem op de post."}
TALK = frozenset({IntakeState.PLANNED, IntakeState.VISITED})


def save(intake: Intake, posted: QueryDict, *, by: User, at: datetime) -> KitchenTable:
    """Keep what was changed and is right (I2); the form that comes back says what isn't, and what wasn't kept."""
    with transaction.atomic():
        table = _read(intake, posted)
        table.is_valid()
        trying.carry_out(table, lambda: _keep(intake, table, by, at))
    return table


def complete(intake: Intake, posted: QueryDict, outcome: asked.Outcome, *, by: User, at: datetime) -> KitchenTable:
    """The talk took place: everything at once, or nothing (I1, I2)."""
    with transaction.atomic():
        table = _read(intake, posted)
        if table.is_valid() & outcome.is_valid():
            trying.carry_out(outcome, lambda: _finish(intake, table, dict(outcome.cleaned_data), by, at))
    return table


def _read(intake: Intake, posted: QueryDict) -> KitchenTable:
    intake.refresh_from_db(from_queryset=Intake.objects.select_for_update())
    return table_changes.read(intake, posted)


def _keep(intake: Intake, table: KitchenTable, by: User, at: datetime) -> None:
    """What changed; a form in which nothing did writes nothing."""
    with transaction.atomic():
        residents.amend(intake.resident, by=by, at=at, **table.details())
        answers, consents = table.changes(), table.consents(intake.consents, timezone.localdate(at))
        if answers or {name: day for name, day in consents.items() if day} != intake.consents:
            intakes.save_answers(intake, answers=answers, consents=consents, by=by, at=at)


def _finish(intake: Intake, table: KitchenTable, said: Filled, by: User, at: datetime) -> None:
    with transaction.atomic():
        residents.amend(intake.resident, by=by, at=at, **table.details())
        intakes.complete(
            intake,
            answers={**table.answers(), "ground": said.pop("ground")},
            consents=table.consents(intake.consents, timezone.localdate(at)),
            note=said.pop("outcome_note"),
            by=by,
            at=at,
            **said,
        )


def note_contact(intake: Intake, filled: Filled, by: User, at: datetime) -> object:
    """A call, mail or visit, noted with the person, and when to try again (I1)."""
    with transaction.atomic():
        waiting.call_again(intake, on=filled.pop("again_on"), at=at)
        return intakes.contact(intake.resident, by=by, at=at, **filled)


def _turn(intake: Intake, filled: Filled, by: User, at: datetime) -> None:
    assert intake.visited_on is not None  # she waits, so there was a talk
    intakes.complete(
        intake, visited_on=intake.visited_on, answers={"ground": filled.pop("ground")}, consents={}, by=by, at=at,
        urgency=intake.urgency, urgency_reason=intake.urgency_reason, **filled,
    )  # fmt: skip


def _came(intake: Intake, filled: Filled, by: User, at: datetime) -> None:
    """Where she came from, and through whom; what didn't change writes nothing."""
    with transaction.atomic():
        sources.change(intake.resident, source=filled["source"], by=by, at=at)
        if filled["signed_up_by"] != intake.answers.get("signed_up_by", ""):
            intakes.save_answers(intake, answers={"signed_up_by": filled["signed_up_by"]}, by=by, at=at)


def _in(*states: str) -> Callable[[Intake, date], bool]:
    return lambda intake, today: intake.state in states


def _is_called_later(intake: Intake) -> bool:
    """Said "not now": who calls notes that, and may agree on another day, without opening the sign-up again."""
    return intake.state == IntakeState.NOT_NOW and intake.resident.died_on is None


def _call(intake: Intake, today: date) -> Filled:
    """A day agreed before stays agreed, unless she who calls changes it."""
    again_on = intake.again_on if intake.again_on and intake.again_on > today else None
    return {"initial": {"made_on": today, "way": "phone", "again_on": again_on}}


ACTS: dict[str, Act[Intake]] = {
    "contact": Act(
        title="Contact noteren",
        button="Contact bewaren",
        said="Het contact staat erbij.",
        form=asked.Call,
        run=note_contact,
        fits=lambda intake, today: intake.state in FILLABLE or _is_called_later(intake),
        given=_call,
    ),
    "afspraak": Act(
        title="Afspraak maken of verplaatsen",
        button="Afspraak maken",
        said="De afspraak staat.",
        text="Een gesprek bij iemand thuis duurt meestal een uur.",
        form=asked.Appointment,
        run=lambda intake, filled, by, at: intakes.plan(intake, by=by, at=at, **filled),
        fits=_in(*INTAKE_BEFORE_VISIT),  # its page is `home_visits.appointment`
    ),
    "bevestigen": Act(
        title="De afspraak bevestigen",
        button="Bevestiging bewaren",
        said=lambda intake: f"De afspraak is bevestigd.{PRINT_IT.get(intake.confirmed_way, '')}",
        text="Zo weet de bezoeker wanneer er iemand komt, en wie.",
        form=asked.Confirmation,
        run=lambda intake, filled, by, at: home_visits.confirm(intake, by=by, at=at, **filled),
        fits=lambda intake, today: intake_desk.is_ahead(intake, today) and not intake.confirmed_way,
        given=lambda intake, today: {
            "has_mail": bool(intake.resident.email),
            "has_address": intake.resident.can_be_written_to,
        },
    ),
    "afzeggen": Act(
        title="De afspraak gaat niet door",
        button="Afspraak afzeggen",
        said="De afspraak is afgezegd. Maak een nieuwe zodra dat kan.",
        text="Kreeg de bezoeker er een e-mail over? Dan gaat er ook een e-mail uit dat het niet doorgaat.",
        run=lambda intake, filled, by, at: home_visits.call_off(intake, by=by, at=at),
        fits=_in(IntakeState.PLANNED),
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
    "dringendheid": Act(
        title="Hoe dringend is het?",
        button="Dringendheid bewaren",
        said="Bewaard. De wachtlijst en de voorstellen volgen.",
        text="Wie dringend is, staat vooraan. De reden blijft erbij staan.",
        form=asked.Pressing,
        run=lambda intake, filled, by, at: waiting.set_urgency(intake, by=by, at=at, **filled),
        fits=_in(IntakeState.SUITABLE),
        given=lambda intake, today: {"initial": {"urgency": intake.urgency, "reason": intake.urgency_reason}},
    ),
    "anders": Act(
        title="Het loopt anders",
        button="Van de wachtlijst halen",
        said="Deze bezoeker staat niet meer op de wachtlijst.",
        form=asked.Turn,
        run=_turn,
        fits=_in(IntakeState.SUITABLE),
    ),
    "herkomst": Act(
        title="Hoe iemand zich aanmeldde",
        button="Verbetering bewaren",
        said="Verbeterd. De cijfers volgen.",
        text="Om te verbeteren of aan te vullen wat er genoteerd was.",
        form=asked.Origin,
        run=_came,
        fits=lambda intake, today: intake.resident.source != Source.LETTER,
        given=lambda intake, today: {
            "initial": {"source": intake.resident.source, "signed_up_by": intake.answers.get("signed_up_by", "")}
        },
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
        text="Iemand komt terug. Wat al gezegd is, blijft staan. Was er eerder bezoek, dan loopt dat jaar gewoon door.",
        run=lambda intake, filled, by, at: returns.reopen(intake, by=by, at=at),
        fits=returns.may,
    ),
    "signaal": signal_acts.noting(lambda intake: intake.resident),
}
