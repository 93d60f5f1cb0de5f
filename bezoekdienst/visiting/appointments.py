"""When a volunteer and whom she visits meet next: what they agreed at the latest visit that agreed on anything."""

from collections.abc import Iterable
from datetime import date

from bezoekdienst.visiting.models import Visit


def next_on(visits: Iterable[Visit], on: date) -> date | None:
    """The next appointment on or after `on`, of visits with the latest first; None when none was made.

    Visits that were withdrawn agreed on nothing.
    """
    standing = (visit for visit in visits if visit.withdrawn_at is None)
    return next((visit.next_on for visit in standing if visit.next_on is not None and visit.next_on >= on), None)
