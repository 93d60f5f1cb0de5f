"""The verbs of a visit: log, correct, withdraw (B1 to B5). The phone makes the id: ten times sent is one visit."""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, TypedDict, Unpack

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import pseudonyms, wording
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.visiting import limits
from bezoekdienst.visiting.models import Trajectory, Visit, VisitConflict
from bezoekdienst.visiting.states import Mood, TrajectoryState, VisitKind

QUARTER = 15  # minutes are rounded to it (B1)
LONGEST_MINUTES = 12 * 60
LONGEST_NOTE = 4000
FURTHEST_KM = 500
NOT_YOURS = Reason("B1", "Dit traject is er niet, of het is niet van u.")  # the same answer for both (07-trust)


class Content(TypedDict, total=False):
    """What a visit says, apart from its id and trajectory."""

    on: date
    kind: str
    minutes: int
    mood: str
    note: str
    kilometres: int | None
    next_on: date | None


class ConflictingVisit(Refused):
    """Other content came under the id of a visit that is there already; both are kept visible (B3)."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(
            Reason(
                "B3", "Dit bezoek was al verstuurd met iets anders erin. Beide zijn bewaard; de coördinator kijkt mee."
            )
        )
        self.visit = visit


def log(
    id: uuid.UUID,
    *,
    trajectory: Trajectory,
    on: date,
    kind: str,
    minutes: int,
    mood: str,
    note: str,
    kilometres: int | None,
    next_on: date | None,
    by: User,
    at: datetime,
    phoned_in: bool = False,
) -> tuple[Visit, bool]:
    """Log a visit under the id the phone made: the visit, and whether it is new (B1, B3).

    Minutes are rounded to a quarter of an hour. By the trajectory's own volunteer, or typed in for her by somebody who
    may see residents, shown as phoned in (B5). Up to 14 days after the end for dates before it. Raises Refused; and
    ConflictingVisit for other content under a known id, with that content kept: so don't call this inside a transaction
    that a refusal rolls back.
    """
    minutes = _rounded(kind, minutes)
    content = Content(on=on, kind=kind, minutes=minutes, mood=mood, note=note, kilometres=kilometres, next_on=next_on)
    _require_mine(trajectory, by)
    phoned_in = phoned_in or not _is_own(trajectory, by)
    with suppress(IntegrityError):  # the same id arrived under another trajectory at this very moment
        return _same_or_new(id, trajectory, content, by=by, at=at, phoned_in=phoned_in)
    return _same_or_new(id, trajectory, content, by=by, at=at, phoned_in=phoned_in)


def _same_or_new(
    id: uuid.UUID, trajectory: Trajectory, content: Content, *, by: User, at: datetime, phoned_in: bool
) -> tuple[Visit, bool]:
    visit, created = _log(id, trajectory, content, by=by, at=at, phoned_in=phoned_in)
    if not created:
        _same_or_conflict(visit, trajectory, content, by=by, at=at)
    return visit, created


def _log(
    id: uuid.UUID, trajectory: Trajectory, content: Content, *, by: User, at: datetime, phoned_in: bool
) -> tuple[Visit, bool]:
    with transaction.atomic():
        trajectory.refresh_from_db(from_queryset=Trajectory.objects.select_for_update())
        known = Visit.objects.select_related("trajectory").filter(pk=id).first()
        if known:
            return known, False
        refuse_if(_obstacles(trajectory, content, timezone.localdate(at)))
        visit = Visit(id=id, trajectory=trajectory, logged_at=at, logged_by=by, phoned_in=phoned_in, **content)
        visit.sent_digest = _digest(trajectory.pk, content)
        visit.save(force_insert=True)
        _record("visit.logged", visit, by=by, at=at, on=content["on"].isoformat(), minutes=visit.minutes)
    return visit, True


def _same_or_conflict(visit: Visit, trajectory: Trajectory, content: Content, *, by: User, at: datetime) -> None:
    _require_mine(visit.trajectory, by)
    if visit.sent_digest == _digest(trajectory.pk, content):
        return
    kept = {"trajectory": trajectory.pk, **_plain(content)}
    with transaction.atomic():
        Visit.objects.select_for_update().get(pk=visit.pk)
        if all(conflict.content != kept for conflict in visit.conflicts.all()):
            VisitConflict.objects.create(visit=visit, received_at=at, content=kept)
            _record("visit.conflicted", visit, by=by, at=at)
    raise ConflictingVisit(visit)


def correct(visit: Visit, *, by: User, at: datetime, **changes: Unpack[Content]) -> None:
    """Change what a visit says; visibly, by its maker, within 14 days (B1). Only what is given changes."""
    with transaction.atomic():
        trajectory = _lock_own(visit, by, at)
        now = content_of(visit)
        now.update(changes)
        now["minutes"] = _rounded(now["kind"], now["minutes"])
        refuse_if(_obstacles(trajectory, now, timezone.localdate(at)))
        for name, value in now.items():
            setattr(visit, name, value)
        visit.corrected_at = at
        visit.save(update_fields=[*now, "corrected_at"])
        _record("visit.corrected", visit, by=by, at=at, on=visit.on.isoformat(), minutes=visit.minutes)


def withdraw(visit: Visit, *, by: User, at: datetime) -> None:
    """It didn't take place, or was logged with the wrong person; stays visible as withdrawn (B1)."""
    with transaction.atomic():
        _lock_own(visit, by, at)
        visit.withdrawn_at = at
        visit.save(update_fields=["withdrawn_at"])
        _record("visit.withdrawn", visit, by=by, at=at)


def content_of(visit: Visit) -> Content:
    """What a visit says now."""
    return Content(
        on=visit.on,
        kind=visit.kind,
        minutes=visit.minutes,
        mood=visit.mood,
        note=visit.note,
        kilometres=visit.kilometres,
        next_on=visit.next_on,
    )


def _lock_own(visit: Visit, by: User, at: datetime) -> Trajectory:
    trajectory = Trajectory.objects.select_for_update().get(pk=visit.trajectory_id)
    visit.refresh_from_db(from_queryset=Visit.objects.select_for_update())
    reasons = []
    if visit.logged_by_id != by.pk:
        reasons.append(Reason("B1", "Alleen wie het bezoek noteerde, kan het veranderen."))
    if at > visit.logged_at + timedelta(days=limits.LATE_DAYS):
        reasons.append(Reason("B1", f"Veranderen kan tot {limits.LATE_DAYS} dagen na het noteren."))
    if visit.withdrawn_at:
        reasons.append(Reason("B1", "Dit bezoek is al ingetrokken."))
    refuse_if(reasons)
    return trajectory


def require_fit(trajectory: Trajectory, content: Content) -> None:
    """Raises Refused for what was never a visit of this trajectory, whenever it is looked at (B1, T5)."""
    refuse_if(_misfits(trajectory, content))


def _obstacles(trajectory: Trajectory, content: Content, today: date) -> list[Reason]:
    reasons = _misfits(trajectory, content)
    last_on = limits.last_day(trajectory.ended_on, trajectory.hard_stop_on)
    if content["on"] > today:
        reasons.append(Reason("B1", "De datum ligt in de toekomst. Kies vandaag of eerder."))
    if last_on and today > limits.log_until(last_on):
        reasons.append(Reason("B1", f"Noteren kon tot en met {wording.day(limits.log_until(last_on))}."))
    return reasons


def _misfits(trajectory: Trajectory, content: Content) -> list[Reason]:
    on, last_on = content["on"], limits.last_day(trajectory.ended_on, trajectory.hard_stop_on)
    if trajectory.started_on is None or last_on is None or trajectory.state == TrajectoryState.ACQUAINTANCE:
        return [Reason("B1", "De kennismaking is nog niet rond. Bezoeken kunt u daarna noteren.")]
    reasons = []
    if on < trajectory.started_on:
        reasons.append(Reason("B1", f"De datum ligt voor het begin op {wording.day(trajectory.started_on)}."))
    if on > last_on:
        reasons.append(Reason("B1", f"De datum ligt na het einde op {wording.day(last_on)}."))
    return reasons + _content_reasons(content) + _next_reasons(content, trajectory.hard_stop_on)


def _content_reasons(content: Content) -> list[Reason]:
    checks = (
        (content["kind"] in VisitKind.values, "Kies wat voor bezoek het was."),
        (content["mood"] in Mood.values, "Kies hoe het voor u was."),
        (0 <= content["minutes"] <= LONGEST_MINUTES, "Een bezoek duurt hoogstens 12 uur."),
        (len(content["note"]) <= LONGEST_NOTE, f"Het verslag is te lang: hoogstens {LONGEST_NOTE} tekens."),
        (0 <= (content["kilometres"] or 0) <= FURTHEST_KM, f"Vul 0 tot {FURTHEST_KM} kilometer in."),
    )
    return [Reason("B1", text) for holds, text in checks if not holds]


def _next_reasons(content: Content, stop_on: date | None) -> list[Reason]:
    next_on = content["next_on"]
    if next_on and next_on <= content["on"]:
        return [Reason("B1", "De volgende afspraak ligt niet na dit bezoek.")]
    if next_on and stop_on and next_on > stop_on:
        return [Reason("T5", f"De volgende afspraak ligt na het einde. De laatste dag is {wording.day(stop_on)}.")]
    return []


def _rounded(kind: str, minutes: int) -> int:
    """To the nearest quarter; a visit that took place took at least one."""
    rounded = (minutes + QUARTER // 2) // QUARTER * QUARTER
    return max(rounded, 0 if kind == VisitKind.NOBODY_HOME else QUARTER) if minutes >= 0 else minutes


def _is_own(trajectory: Trajectory, by: User) -> bool:
    return trajectory.volunteer.user_id == by.pk


def _require_mine(trajectory: Trajectory, by: User) -> None:
    if not _is_own(trajectory, by) and not roles.may(by, roles.Ability.RESIDENTS):
        raise Refused(NOT_YOURS)


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in content.items()}


def _digest(trajectory_id: int, content: Content) -> str:
    parts = [f"{name}={value}" for name, value in sorted(_plain(content).items())]
    return pseudonyms.keyed("visit", str(trajectory_id), *parts, key=settings.PSEUDONYM_KEY.encode())


def _record(kind: str, visit: Visit, *, by: User, at: datetime, **facts: str | int) -> None:
    about = visit.trajectory.resident.pseudonym
    events.record(kind, by=by, at=at, subject=visit, about=about, **facts)
