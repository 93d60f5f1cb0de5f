"""The verbs of a series: intervision planned ahead at a rhythm, continued, and stopped (V5)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.lib.wording import day
from volunteers import gatherings, invitations, rhythm
from volunteers.models import Gathering, Series


def plan(moments: Sequence[datetime], *, every_weeks: int, place: str, minutes: int, by: User, at: datetime) -> Series:
    """A series of intervisions at these moments, everybody in the group invited to all of them in one mail.

    `every_weeks` is what the series goes on by; single days may lie off it. Refused without days, for a day that is
    over, too far ahead, there twice, or has an intervision already.
    """
    rhythm_wrong = [] if 1 <= every_weeks <= 26 else [Reason("V5", "Een reeks gaat om de 1 tot 26 weken.")]
    refuse_if([*rhythm_wrong, *_wrong(moments, at)])
    with transaction.atomic():
        first_at = min(moments)
        series = Series.objects.create(
            every_weeks=every_weeks, first_at=first_at, place=place, minutes=minutes, made_at=at
        )
        events.record("series.planned", by=by, at=at, subject=series, count=len(moments), weeks=every_weeks)
        _fill(series, moments, by=by, at=at)
    return series


def extend(series: Series, moments: Sequence[datetime], *, by: User, at: datetime) -> None:
    """The series goes on at these moments too. Refused like `plan`, and once it is stopped."""
    with transaction.atomic():
        _lock(series)
        refuse_if([*_stopped(series), *_wrong(moments, at)])
        events.record("series.extended", by=by, at=at, subject=series, count=len(moments))
        _fill(series, moments, by=by, at=at)


def stop(series: Series, *, by: User, at: datetime) -> int:
    """What lies ahead of it is cancelled, told in one mail each; how many gatherings."""
    with transaction.atomic():
        _lock(series)
        refuse_if(_stopped(series))
        ahead = coming(series, at)
        for gathering in ahead:
            gatherings.call_off(gathering, by=by, at=at)
        series.stopped_at = at
        series.save(update_fields=["stopped_at"])
        events.record("series.stopped", by=by, at=at, subject=series, count=len(ahead))
        invitations.tell(ahead, "gathering_off", f"series:{series.pk}:off", at=at)
    return len(ahead)


def coming(series: Series, at: datetime) -> list[Gathering]:
    """What of it lies ahead."""
    return list(series.gatherings.filter(starts_at__gt=at, cancelled_at=None))


def _fill(series: Series, moments: Sequence[datetime], *, by: User, at: datetime) -> None:
    made = [
        gatherings.make(
            Gathering.Kind.INTERVISION,
            starts_at=moment,
            place=series.place,
            minutes=series.minutes,
            series=series,
            by=by,
            at=at,
        )
        for moment in sorted(moments)
    ]
    invitations.invite(made, by=by, at=at)


def _wrong(moments: Sequence[datetime], at: datetime) -> list[Reason]:
    days = [timezone.localdate(moment) for moment in moments]
    taken = {timezone.localdate(one.starts_at) for one in gatherings.ahead(at)}
    reasons = [
        Reason("V5", text)
        for wrong, text in (
            (not moments, "Kies ten minste één dag."),
            (len(moments) > rhythm.MOST, f"Plan hoogstens {rhythm.MOST} bijeenkomsten tegelijk."),
            (any(moment <= at for moment in moments), "Een van de dagen is al geweest. Kies een dag die nog komt."),
            (
                any(moment > at + rhythm.LONGEST for moment in moments),
                "Een van de dagen ligt meer dan anderhalf jaar vooruit. Plan tot die tijd.",
            ),
        )
        if wrong
    ]
    twice = sorted({one for one in days if days.count(one) > 1})
    reasons += [Reason("V5", f"{day(one)} staat er twee keer bij. Laat er één weg.") for one in twice]
    return reasons + [
        Reason("V5", f"Op {day(one)} is er al een intervisie. Laat die dag weg of kies een andere.")
        for one in sorted(taken & set(days))
    ]


def _stopped(series: Series) -> list[Reason]:
    return [Reason("V5", "Deze reeks is al gestopt.")] if series.stopped_at else []


def _lock(series: Series) -> None:
    series.refresh_from_db(from_queryset=Series.objects.select_for_update())
