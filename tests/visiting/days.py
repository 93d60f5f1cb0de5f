"""Moments of a day, for tests in which the year goes by."""

from datetime import datetime


def at(day: str) -> datetime:
    """Noon in Greenwich: at("2026-11-24")."""
    return datetime.fromisoformat(f"{day}T12:00+00:00")
