"""What the coordinator settles before the plan is made: pairs that are fixed, people who are held back (M3)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import IntakeState
from matching import pairing, proposals, situation, turns
from matching.models import FixedPair, HeldBack
from matching.situation import Situation
from volunteers.models import Volunteer


def fix(intake: Intake, volunteer: Volunteer, *, by: User, at: datetime, reason: str = "") -> FixedPair:
    """Fix a pair: the rest is the best round it. Not a decision yet; a person has one fixed pair, the last one.

    Raises Refused when the pair is blocked or held back, or can't hold beside what is fixed already; and without a
    `reason` when there is an objection or the fit lies under the floor.
    """
    with transaction.atomic():
        volunteer, intake = turns.of_pair(intake.pk, volunteer.pk)
        now = situation.read(timezone.localdate(at))
        pair = pairing.judge(now, intake, volunteer)
        row = FixedPair(intake=intake, volunteer=volunteer)
        refuse_if(list(situation.why_not(now.board, row, [one for one in now.chosen if one[0] != intake.pk])))
        if not reason.strip() and (why := pairing.needs_reason(now, pair)):
            asked = "Vastzetten mag met een reden: schrijf die op."
            raise Refused(*(Reason(one.rule, f"{one.text} {asked}") for one in why))
        given = {"volunteer": volunteer, "reason": reason.strip(), "fixed_at": at, "fixed_by": by}
        row, _ = FixedPair.objects.update_or_create(intake=intake, defaults=given)
        events.record("proposal.fixed", by=by, at=at, subject=row, about=intake.resident.pseudonym)
        proposals.follow(now, by=by, at=at)
    return row


def loosen(intake: Intake, *, by: User, at: datetime) -> None:
    """No longer fix this person's pair; nothing happens when it wasn't."""
    with transaction.atomic():
        intake = turns.of_intake(intake.pk)
        now = situation.read(timezone.localdate(at))
        _loosen(FixedPair.objects.filter(intake=intake).first(), by=by, at=at)
        proposals.follow(now, by=by, at=at)


def hold_back(
    person: Intake | Volunteer, *, reason: str, until_on: date | None = None, by: User, at: datetime
) -> HeldBack:
    """Leave somebody who waits, or a volunteer, out of the proposals: up to and with a day, or until further notice.

    What was fixed for her comes loose. Raises Refused without a reason, for a day that is over, or for
    somebody who does not wait.
    """
    today = timezone.localdate(at)
    refuse_if(_hold_reasons(reason, until_on, today))
    with transaction.atomic():
        person, now = _turn(person, today)
        if isinstance(person, Intake) and person.state != IntakeState.SUITABLE:
            raise Refused(Reason("M3", "Deze bezoeker wacht niet op een vrijwilliger."))
        given = {"reason": reason.strip(), "until_on": until_on, "held_at": at, "held_by": by}
        held, _ = HeldBack.objects.update_or_create(**_which(person), defaults=given)
        for fixed in FixedPair.objects.filter(**_which(person)):
            _loosen(fixed, by=by, at=at)
        events.record("proposal.held_back", by=by, at=at, subject=held, about=_pseudonym(person))
        proposals.follow(now, by=by, at=at)
    return held


def bring_back(held: HeldBack, *, by: User, at: datetime) -> None:
    """Somebody who was held back takes part again, from now."""
    person = held.intake or held.volunteer
    assert person  # the database says so
    with transaction.atomic():
        person, now = _turn(person, timezone.localdate(at))
        HeldBack.objects.filter(**_which(person)).delete()
        events.record("proposal.brought_back", by=by, at=at, subject=person, about=_pseudonym(person))
        proposals.follow(now, by=by, at=at)


def _hold_reasons(reason: str, until_on: date | None, today: date) -> list[Reason]:
    found = []
    if not reason.strip():
        found.append(Reason("M3", "Schrijf kort op waarom."))
    if until_on and until_on < today:
        found.append(Reason("M3", "Deze dag is voorbij. Kies vandaag of later, of laat de dag leeg."))
    return found


def _turn(person: Intake | Volunteer, today: date) -> tuple[Intake | Volunteer, Situation]:
    mine = turns.of_intake(person.pk) if isinstance(person, Intake) else turns.of_volunteer(person.pk)
    return mine, situation.read(today)


def _which(person: Intake | Volunteer) -> dict[str, Any]:
    return {"intake" if isinstance(person, Intake) else "volunteer": person}


def _pseudonym(person: Intake | Volunteer) -> UUID:
    return person.resident.pseudonym if isinstance(person, Intake) else person.pseudonym


def _loosen(fixed: FixedPair | None, *, by: User, at: datetime) -> None:
    if fixed is not None:
        events.record("proposal.loosened", by=by, at=at, subject=fixed, about=fixed.intake.resident.pseudonym)
        fixed.delete()
