"""The verbs of an intake: from sign-up to an outcome (I1 to I4). Answers are saved as one types."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bezoekdienst import bell
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import transitions, wording, words
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.visiting import answers as said
from bezoekdienst.visiting import endings, home_visits, waiting
from bezoekdienst.visiting.models import Bereavement, Contact, Exclusion, Intake, Resident
from bezoekdienst.visiting.states import INTAKE_OPEN, INTAKE_TRANSITIONS, WORDS, IntakeState, Source
from volunteers.models import Volunteer

OUTCOMES = frozenset({IntakeState.SUITABLE, IntakeState.OTHER_HELP, IntakeState.NOT_NOW})
_PLANNED = ["state", "planned_for_at", "planned_with", "confirmed_way", "confirmed_at", "again_on"]
STOPS = frozenset({IntakeState.WITHDRAWN, IntakeState.UNREACHABLE, IntakeState.DIED})


def open(
    *,
    name: str,
    phone: str,
    source: str,
    best_time: str = "",
    email: str = "",
    signed_up_by: str = "",
    by: User | None,
    at: datetime,
    **address: Any,
) -> Intake:
    """Somebody signed up: a resident, her loss and an intake. `source` is one of `states.Source`.

    `address`: any of first_name, street, postcode, town, birth_year, sex. Raises Refused without a name, or without a
    phone number or mail address to answer on (A2). `signed_up_by`: who did it for her, and how to reach them.
    """
    refuse_if(_opening_reasons(name, phone, email, source))
    today = timezone.localdate(at)
    resident = Resident(name=name.strip(), phone=phone.strip(), email=email.strip(), source=source, **address)
    resident.best_time, resident.signed_up_on = best_time, today
    with transaction.atomic():
        resident.save(force_insert=True)
        bereavement = Bereavement.objects.create(resident=resident)
        told = {"signed_up_by": signed_up_by.strip()} if signed_up_by.strip() else {}
        intake = Intake.objects.create(resident=resident, bereavement=bereavement, opened_on=today, answers=told)
        _record("intake.opened", intake, by=by, at=at, source=str(Source(source).label))
    return intake


def _opening_reasons(name: str, phone: str, email: str, source: str) -> list[Reason]:
    reasons = []
    if not name.strip():
        reasons.append(Reason("A2", "Vul een naam in."))
    if not (phone.strip() or email.strip()):
        reasons.append(Reason("A2", "Vul een telefoonnummer of een e-mailadres in: een van beide is nodig."))
    if source not in Source.values:
        reasons.append(Reason("I1", "Kies hoe iemand zich aanmeldde."))
    return reasons


def plan(intake: Intake, *, for_at: datetime, goes: User | None = None, by: User, at: datetime) -> None:
    """Make or move the appointment for the home visit; `goes` is who goes there (I1).

    Raises Refused for a moment in the past, or for somebody who does no home visits.
    """
    with transaction.atomic():
        _lock_for(intake, IntakeState.PLANNED)
        refuse_if(home_visits.obstacles(for_at, goes, at))
        is_new = home_visits.appoint(intake, for_at=for_at, goes=goes, by=by, at=at)
        intake.state, intake.again_on = IntakeState.PLANNED, None
        intake.save(update_fields=_PLANNED)
        if is_new:
            _record("intake.planned", intake, by=by, at=at, on=timezone.localdate(for_at).isoformat())


def complete(
    intake: Intake,
    *,
    visited_on: date,
    answers: Mapping[str, Any],
    consents: Mapping[str, Any],
    outcome: str,
    urgency: int = 0,
    urgency_reason: str = "",
    note: str = "",
    again_on: date | None = None,
    by: User,
    at: datetime,
) -> None:
    """The home visit took place: what was said, what she agreed to (consent -> day), and the outcome (I2, I3).

    `outcome`: suitable (she waits for a volunteer from today), other_help (with its `ground`, one of the answers) or
    not_now (perhaps to be called again, `again_on`). `urgency` 0 to 2, with a reason.
    Raises Refused for a day in the future, unknown codes, a life view without consent, or suitable without consent.
    """
    with transaction.atomic():
        intake.refresh_from_db(from_queryset=Intake.objects.select_for_update())
        before = _pass_through(intake, outcome)
        merged = said.merged(intake.answers, answers), said.dated({**intake.consents, **consents})
        reasons = [*_visit_reasons(intake, visited_on, timezone.localdate(at)), *_outcome_reasons(outcome, merged[1])]
        refuse_if([*reasons, *said.obstacles(*merged), *waiting.obstacles(urgency, urgency_reason)])
        intake.answers, intake.consents, intake.visited_on = *merged, visited_on
        intake.urgency, intake.urgency_reason, intake.outcome_note = urgency, urgency_reason.strip(), note
        _decide(intake, outcome, timezone.localdate(at), before)
        waiting.call_again(intake, on=again_on, at=at)
        _record("intake.completed", intake, by=by, at=at, outcome=str(IntakeState(outcome).label))


def _pass_through(intake: Intake, outcome: str) -> str:
    """Hold the whole way against the table: planned -> visited -> outcome is one act. Gives where it ended from."""
    if outcome not in OUTCOMES:
        raise Refused(Reason("I1", "Kies een uitkomst: geschikt, andere hulp of nu niet."))
    if intake.state in {IntakeState.SIGNED_UP, IntakeState.PLANNED}:
        _check(intake.state, IntakeState.VISITED)
        intake.state = IntakeState.VISITED
    _check(intake.state, outcome)
    return str(intake.state)


def _visit_reasons(intake: Intake, visited_on: date, today: date) -> list[Reason]:
    reasons = []
    if visited_on > today:
        reasons.append(Reason("I1", "Het gesprek ligt in de toekomst. Kies vandaag of eerder."))
    if visited_on < intake.opened_on:
        reasons.append(Reason("I1", f"Het gesprek ligt voor de aanmelding op {wording.day(intake.opened_on)}."))
    return reasons


def _outcome_reasons(outcome: str, consents: Mapping[str, str]) -> list[Reason]:
    if outcome == IntakeState.SUITABLE and not consents.get("visits"):
        # matching would block her without a word, and she would wait unseen
        return [Reason("I2", "Noteer eerst dat een vrijwilliger mag komen. Zonder toestemming kan niemand wachten.")]
    return []


def _decide(intake: Intake, outcome: str, today: date, before: str) -> None:
    intake.state = IntakeState(outcome)
    if outcome == IntakeState.SUITABLE:
        intake.waiting_since = intake.waiting_since or today
        bell.ring("propose")
    else:
        intake.ended_on, intake.ended_from = today, before
    intake.save()
    _copy_loss(intake)


def save_answers(
    intake: Intake, *, answers: Mapping[str, Any], consents: Mapping[str, Any] | None = None, by: User, at: datetime
) -> None:
    """Save what was typed so far; only the keys given change (I2). Raises Refused as `complete` does."""
    with transaction.atomic():
        intake.refresh_from_db(from_queryset=Intake.objects.select_for_update())
        if intake.state not in INTAKE_OPEN | {IntakeState.MATCHED}:
            raise Refused(Reason("I1", f"De intake is “{WORDS[intake.state]}” en verandert niet meer."))
        merged = said.merged(intake.answers, answers), said.dated({**intake.consents, **(consents or {})})
        refuse_if(said.obstacles(*merged))
        intake.answers, intake.consents = merged
        intake.save(update_fields=["answers", "consents"])
        _copy_loss(intake)
        _record("intake.answers_saved", intake, by=by, at=at, count=len(answers))


def _copy_loss(intake: Intake) -> None:
    """The loss is told at the table and belongs to the bereavement (I4); what was never asked leaves it alone."""
    loss, told = intake.bereavement, intake.answers
    known = told.get("loss", loss.kind) or "", told.get("about_when", loss.about_when) or ""
    if known != (loss.kind, loss.about_when):
        loss.kind, loss.about_when = known
        loss.save(update_fields=["kind", "about_when"])


def stop(
    intake: Intake, *, state: str, by: User | None, at: datetime, note: str = "", died_on: date | None = None
) -> None:
    """Withdrawn, unreachable or died (I1). Died notes the death on `died_on` (else today) and ends everything (T8)."""
    if state not in STOPS:
        raise Refused(Reason("I1", "Kies: afgezien, niet bereikbaar of overleden."))
    if state == IntakeState.DIED:
        on = died_on or timezone.localdate(at)
        endings.note_death(intake.resident, died_on=on, by=by, at=at, note=note)
        intake.refresh_from_db()
        return
    with transaction.atomic():
        intake.refresh_from_db(from_queryset=Intake.objects.select_for_update())
        endings.end_intake(intake, state=state, by=by, at=at, note=note)


def contact(
    resident: Resident, *, made_on: date, way: str, reached: bool, note: str, by: User, at: datetime
) -> Contact:
    """Note a call, mail or review (I1, T6). `way` is one of `Contact.Way`. Raises Refused for a day in the future."""
    reasons = []
    if way not in Contact.Way.values:
        reasons.append(Reason("I1", "Kies telefoon, e-mail of bezoek."))
    if made_on > timezone.localdate(at):
        reasons.append(Reason("I1", "Het contact ligt in de toekomst. Kies vandaag of eerder."))
    refuse_if(reasons)
    with transaction.atomic():
        made = Contact.objects.create(resident=resident, made_on=made_on, way=way, reached=reached, note=note, by=by)
        events.record("resident.contacted", by=by, at=at, subject=resident, about=resident.pseudonym, reached=reached)
    return made


def exclude(resident: Resident, volunteer: Volunteer, *, why: str, by: User, at: datetime) -> Exclusion:
    """Somebody who must not be her volunteer (I2); `why` is a key of `words.EXCLUSIONS`. Noting it twice is once."""
    if why not in words.EXCLUSIONS:
        raise Refused(Reason("I2", "Kies waarom deze vrijwilliger niet kan."))
    with transaction.atomic():
        exclusion, created = Exclusion.objects.get_or_create(
            resident=resident, volunteer=volunteer, why=why, defaults={"noted_on": timezone.localdate(at)}
        )
        if created:
            events.record("resident.excluded", by=by, at=at, subject=resident, about=resident.pseudonym, why=why)
    return exclusion


def _lock_for(intake: Intake, then: IntakeState) -> None:
    intake.refresh_from_db(from_queryset=Intake.objects.select_for_update())
    _check(intake.state, then)


def _check(now: str, then: str) -> None:
    transitions.check(INTAKE_TRANSITIONS, "I1", "De intake", now, then, WORDS)


def _record(kind: str, intake: Intake, *, by: User | None, at: datetime, **facts: str | int) -> None:
    events.record(kind, by=by, at=at, subject=intake, about=intake.resident.pseudonym, **facts)
