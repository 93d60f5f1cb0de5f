"""What would go on a day, before it goes."""

from datetime import date

from bezoekdienst.retention import applying


def plan(on: date) -> dict[str, int]:
    """Rows per term of the schedule that `applying.run` would erase or blank on `on`; with zeros; nothing changes."""
    return {key: find(on).count() for key, (find, _) in applying.STEPS.items()}
