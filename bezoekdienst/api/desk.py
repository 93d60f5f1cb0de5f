"""Whom a volunteer can call, and when somebody answers."""

from datetime import datetime

from django.utils import timezone

from bezoekdienst.lib import office
from letters import letterheads


def coordinator() -> dict[str, str]:
    """Name, telephone and hours as the letterhead has them; "" for what nobody filled in yet."""
    texts = letterheads.texts()
    wanted = {"name": "coordinator", "phone": "phone", "hours": "phone_hours"}
    return {name: str(texts.get(field, "")) for name, field in wanted.items()}


def is_open(at: datetime) -> bool:
    """Whether `at` is within office hours: a working day, 9 to 17 hours (S1)."""
    return office.is_open(timezone.localtime(at))
