"""A death that was noted wrongly, and what is kept of a row."""

from datetime import timedelta

from bezoekdienst.visiting import (
    endings,
)
from tests.factories import NOW, TODAY

ENDED = {"state": "ended", "end_reason": "goal_reached", "ended_on": TODAY - timedelta(days=90)}


def days(number):
    return timedelta(days=number)


def die(resident, by, on=TODAY, at=NOW):
    endings.note_death(resident, died_on=on, by=by, at=at)


def kept(model, pk, *names):
    row = model.objects.get(pk=pk)
    return tuple(getattr(row, name) for name in names)
