"""Carrying out a verb for a form: what the rules refuse stands on the form itself, and what was filled in stays."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import Form

from bezoekdienst.lib.errors import Refused

Outcome = TypeVar("Outcome")


def carry_out(form: Form, act: Callable[[], Outcome]) -> Outcome | None:
    """What `act` gives, or None with every reason on the form when it was refused."""
    try:
        return act()
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason.text)
        return None
