"""Who was written down twice: how far each of the entries came."""

from datetime import date

from tests.factories import (
    IntakeFactory,
    TrajectoryFactory,
)

D = date.fromisoformat
ENDED = {"state": "ended", "end_reason": "goal_reached"}


def visited(started_on, ended_on=None, **more):
    """Somebody whose year began on a day, with the volunteer who came; ended on another, if she is."""
    over = {**ENDED, "ended_on": D(ended_on)} if ended_on else {}
    return TrajectoryFactory(started_on=D(started_on), **over, **more)


def signed_up(**more):
    """Somebody who signed up, and her intake."""
    return IntakeFactory(**more)


def now(row):
    row.refresh_from_db()
    return row
