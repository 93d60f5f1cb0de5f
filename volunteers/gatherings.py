"""The verbs of a gathering: intervision every six weeks and the theme day (V5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.policy import versions
from volunteers import invitations, rhythm
from volunteers.models import Gathering, Invitation, Series, Volunteer
from volunteers.states import State

MISSED_IN_A_ROW = 2  # V5
SHORTEST, LONGEST = 15, 600  # minutes


@dataclass(frozen=True, slots=True)
class Outlook:
    """How the rhythm is kept: when the next intervision should be and is, and whether this year has a theme day."""

    due_on: date
    next_on: date | None
    has_theme_day: bool


def plan(
    kind: str, *, starts_at: datetime, place: str, minutes: int = 120, theme: str = "", by: User, at: datetime
) -> Gathering:
    """A meeting ahead, `kind` one of `Gathering.Kind`, with everybody in the group invited by mail."""
    reasons = [] if kind in Gathering.Kind.values else [Reason("V5", "Kies intervisie of themadag.")]
    refuse_if([*reasons, *_wrong(starts_at, minutes, at)])
    with transaction.atomic():
        gathering = make(kind, starts_at=starts_at, place=place, minutes=minutes, theme=theme, by=by, at=at)
        invitations.invite([gathering], by=by, at=at)
    return gathering


def make(
    kind: str,
    *,
    starts_at: datetime,
    place: str,
    minutes: int,
    theme: str = "",
    series: Series | None = None,
    by: User,
    at: datetime,
) -> Gathering:
    """The row and its event, inside the caller's transaction and after its checks; nobody is invited yet."""
    gathering = Gathering.objects.create(
        kind=kind, starts_at=starts_at, place=place, minutes=minutes, theme=theme, series=series
    )
    on = timezone.localdate(starts_at).isoformat()
    events.record("gathering.planned", by=by, at=at, subject=gathering, on=on)
    return gathering


def change(
    gathering: Gathering, *, starts_at: datetime, place: str, minutes: int, theme: str = "", by: User, at: datetime
) -> None:
    """Another day, hour, place or theme. Answers are kept; who was invited is told by mail and may answer again.

    On another day or hour an answer stands as one about the old one, until she confirms it.
    """
    with transaction.atomic():
        _lock(gathering)
        refuse_if([*_over(gathering, at), *_wrong(starts_at, minutes, at)])
        now = {"starts_at": starts_at, "place": place, "minutes": minutes, "theme": theme}
        if all(getattr(gathering, name) == value for name, value in now.items()):
            raise Refused(Reason("V5", "Er is niets veranderd. Kies een andere dag, tijd of plaats."))
        was = timezone.localtime(gathering.starts_at)
        moved_at = at if starts_at != was else gathering.moved_at
        _set(gathering, **now, moved_at=moved_at, changes=gathering.changes + 1)
        on = timezone.localdate(starts_at).isoformat()
        events.record("gathering.changed", by=by, at=at, subject=gathering, on=on)
        cause = f"gathering:{gathering.pk}:changed:{gathering.changes}"
        facts: dict[str, str | int] = {"changes": gathering.changes, "was": was.isoformat()}
        invitations.tell([gathering], "gathering_changed", cause, at=at, **facts)


def cancel(gathering: Gathering, *, by: User, at: datetime) -> None:
    """It doesn't go on; who was invited is told by mail."""
    with transaction.atomic():
        call_off(gathering, by=by, at=at)
        invitations.tell([gathering], "gathering_off", f"gathering:{gathering.pk}:off", at=at)


def call_off(gathering: Gathering, *, by: User, at: datetime) -> None:
    """The row and its event, inside the caller's transaction; nobody is told yet."""
    _lock(gathering)
    refuse_if(_over(gathering, at))
    _set(gathering, cancelled_at=at, changes=gathering.changes + 1)
    on = timezone.localdate(gathering.starts_at).isoformat()
    events.record("gathering.cancelled", by=by, at=at, subject=gathering, on=on)


def hold(gathering: Gathering, *, present: Iterable[Volunteer], by: User, at: datetime) -> None:
    """Note who was there, or put it right; everybody else who was invited was not.

    Somebody who came uninvited counts as well.
    """
    if gathering.cancelled_at:
        raise Refused(Reason("V5", "Deze bijeenkomst ging niet door."))
    if at < gathering.starts_at:
        raise Refused(Reason("V5", "Deze bijeenkomst is nog niet geweest."))
    there = {volunteer.pk for volunteer in present}
    with transaction.atomic():
        known = set(gathering.invitations.values_list("volunteer_id", flat=True))
        Invitation.objects.bulk_create(Invitation(gathering=gathering, volunteer_id=pk) for pk in there - known)
        gathering.invitations.filter(volunteer_id__in=there).update(present=True)
        gathering.invitations.exclude(volunteer_id__in=there).update(present=False)
        events.record("gathering.held", by=by, at=at, subject=gathering, count=len(there))


def missed(at: datetime) -> list[Volunteer]:
    """Who missed the last two intervisions that she was invited to and that were held: they stand on the list (V5).

    One that fell in her pause doesn't count, whether she came or not.
    """
    rows = Invitation.objects.filter(
        volunteer__state=State.ACTIVE, gathering__in=_intervisions(), present__isnull=False
    )
    held = rows.filter(gathering__starts_at__lt=at).select_related("volunteer", "gathering")
    came: dict[Volunteer, list[bool]] = {}
    for row in held.prefetch_related("volunteer__pauses").order_by("-gathering__starts_at"):
        if not _in_pause(row.volunteer, timezone.localdate(row.gathering.starts_at)):
            came.setdefault(row.volunteer, []).append(bool(row.present))
    last = {volunteer: seen[:MISSED_IN_A_ROW] for volunteer, seen in came.items()}
    return [who for who, seen in last.items() if len(seen) == MISSED_IN_A_ROW and not any(seen)]


def unnoted(at: datetime, since: datetime) -> list[Gathering]:
    """What was since then, and nobody noted who was there."""
    over = Gathering.objects.filter(starts_at__range=(since, at), cancelled_at=None, invitations__isnull=False)
    return list(over.exclude(invitations__present__isnull=False).distinct())


def outlook(at: datetime) -> Outlook:
    """The next intervision should be so many weeks (policy) after the last one that was; the first one now."""
    today = timezone.localdate(at)
    last = _intervisions().filter(starts_at__lte=at).order_by("-starts_at").first()
    following = ahead(at).order_by("starts_at").first()
    themes = Gathering.objects.filter(kind=Gathering.Kind.THEME_DAY, cancelled_at=None, starts_at__year=today.year)
    weeks = timedelta(weeks=versions.current(today).intervision_weeks)
    return Outlook(
        due_on=timezone.localdate(last.starts_at) + weeks if last else today,
        next_on=timezone.localdate(following.starts_at) if following else None,
        has_theme_day=themes.exists(),
    )


def ahead(at: datetime) -> QuerySet[Gathering]:
    """The intervisions to come."""
    return _intervisions().filter(starts_at__gt=at)


def _intervisions() -> QuerySet[Gathering]:
    return Gathering.objects.filter(kind=Gathering.Kind.INTERVISION, cancelled_at=None)


def _in_pause(volunteer: Volunteer, on: date) -> bool:
    return any(pause.runs(on) for pause in volunteer.pauses.all())


def _over(gathering: Gathering, at: datetime) -> list[Reason]:
    if gathering.cancelled_at:
        return [Reason("V5", "Deze bijeenkomst gaat al niet door.")]
    return [Reason("V5", "Deze bijeenkomst is al geweest.")] if at >= gathering.starts_at else []


def _wrong(starts_at: datetime, minutes: int, at: datetime) -> list[Reason]:
    reasons = []
    if starts_at <= at:
        reasons.append(Reason("V5", "De bijeenkomst ligt in het verleden. Kies een dag die nog komt."))
    if starts_at > at + rhythm.LONGEST:
        reasons.append(Reason("V5", "De bijeenkomst ligt meer dan anderhalf jaar vooruit. Kijk de datum na."))
    if not SHORTEST <= minutes <= LONGEST:
        reasons.append(Reason("V5", f"Een bijeenkomst duurt tussen {SHORTEST} en {LONGEST} minuten."))
    return reasons


def _lock(gathering: Gathering) -> None:
    gathering.refresh_from_db(from_queryset=Gathering.objects.select_for_update())


def _set(gathering: Gathering, **values: object) -> None:
    for name, value in values.items():
        setattr(gathering, name, value)
    gathering.save(update_fields=list(values))
