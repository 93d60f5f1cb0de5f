"""The verbs of a pause: a period in which a volunteer takes nobody new; who she visits now, stays (V2)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from volunteers.models import Pause, Volunteer


def plan(volunteer: Volunteer, *, start_on: date, end_on: date | None, by: User, at: datetime) -> Pause:
    """A pause, both days included, that runs or lies ahead; without an end until `end`.

    Raises Refused when it ends before it begins, or for each other pause in these days, saying which.
    """
    with transaction.atomic():
        refuse_if(_reasons(volunteer, start_on, end_on))
        made = Pause.objects.create(volunteer=volunteer, start_on=start_on, end_on=end_on)
        _record("volunteer.paused", made, by, at, on=start_on.isoformat())
    return made


def change(pause: Pause, *, start_on: date, end_on: date | None, by: User, at: datetime) -> None:
    """Other days than were noted; the same refusals as `plan`."""
    with transaction.atomic():
        refuse_if(_reasons(pause.volunteer, start_on, end_on, but=pause))
        pause.start_on, pause.end_on = start_on, end_on
        pause.save(update_fields=["start_on", "end_on"])
        _record("volunteer.pause_changed", pause, by, at, on=start_on.isoformat())


def end(pause: Pause, *, end_on: date, by: User, at: datetime) -> None:
    """The last day of it is `end_on`, whatever was planned."""
    with transaction.atomic():
        refuse_if(_reasons(pause.volunteer, pause.start_on, end_on, but=pause))
        pause.end_on = end_on
        pause.save(update_fields=["end_on"])
        _record("volunteer.resumed", pause, by, at, on=end_on.isoformat())


def drop(pause: Pause, *, by: User, at: datetime) -> None:
    """It doesn't take place. Raises Refused when it began already: then it has an end."""
    if pause.start_on <= timezone.localdate(at):
        raise Refused(Reason("V2", "Deze pauze is al begonnen. Noteer wanneer zij eindigt."))
    with transaction.atomic():
        _record("volunteer.pause_dropped", pause, by, at, on=pause.start_on.isoformat())
        pause.delete()


def period(pause: Pause) -> str:
    """van 1 december 2026 tot en met 5 januari 2027."""
    if pause.end_on is None:
        return f"vanaf {wording.day(pause.start_on)}, zonder einddatum"
    return f"van {wording.day(pause.start_on)} tot en met {wording.day(pause.end_on)}"


def _reasons(volunteer: Volunteer, start_on: date, end_on: date | None, but: Pause | None = None) -> list[Reason]:
    if end_on and end_on < start_on:
        return [Reason("V2", "De pauze eindigt voor zij begint. Kijk de twee dagen na.")]
    Volunteer.objects.select_for_update().get(pk=volunteer.pk)  # so that two at once don't overlap
    others = [pause for pause in Pause.objects.filter(volunteer=volunteer) if pause != but]
    return [
        Reason("V2", f"Er is al een pauze {period(other)}. Wijzig die, of kies andere dagen.")
        for other in others
        if (other.end_on or date.max) >= start_on and other.start_on <= (end_on or date.max)
    ]


def _record(kind: str, pause: Pause, by: User, at: datetime, *, on: str) -> None:
    volunteer = pause.volunteer
    events.record(kind, by=by, at=at, subject=volunteer, about=volunteer.pseudonym, on=on)
