"""Carrying out a verb for a form: what the rules refuse stands on the form itself, and what was filled in stays."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.forms import Form

from bezoekdienst.lib.errors import Refused

Outcome = TypeVar("Outcome")
GONE = "Een collega veranderde dit net, en het staat nu ergens anders. Er is niets bewaard. Zoek de persoon opnieuw op."


def carry_out(form: Form, act: Callable[[], Outcome]) -> Outcome | None:
    """What `act` gives, or None with every reason on the form when it was refused.

    A row that went between the door and the lock (two entries became one, I4) is a reason too.
    """
    try:
        return act()
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason.text)
        return None
    except ObjectDoesNotExist:
        form.add_error(None, GONE)
        return None
