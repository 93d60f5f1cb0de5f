"""The rest after a trajectory, before the next (V4). Pure."""

from datetime import date, timedelta

from matching.facts import VolunteerFacts

WEEKS = 4  # unless policy says otherwise


def until(volunteer: VolunteerFacts, weeks: int, on: date) -> date | None:
    """The first day after her rest of so many weeks; None when she doesn't rest on that day."""
    if volunteer.last_active_end_on is None:
        return None
    rested_on = volunteer.last_active_end_on + timedelta(weeks=weeks)
    return rested_on if on < rested_on else None
