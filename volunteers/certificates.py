"""When a certificate of conduct runs out, and when that is said (V6). Pure."""

from datetime import date

WARNING_DAYS = (7, 30, 60)  # nearest first


def warning_days(until_on: date | None, on: date) -> int | None:
    """The nearest of the thresholds 60, 30 and 7 days that lies behind us; None when too early or over (V6)."""
    left = (until_on - on).days if until_on else -1
    return next((days for days in WARNING_DAYS if 0 <= left <= days), None)
