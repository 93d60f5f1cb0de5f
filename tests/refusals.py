"""What a refusal says, for a test that has caught one with `pytest.raises(Refused) as refusal`."""

import pytest

from bezoekdienst.lib.errors import Refused


def texts(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    """The sentences."""
    return [reason.text for reason in refusal.value.reasons]


def reasons(refusal: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    """Each rule by its short name, with its sentence."""
    return [(reason.rule, reason.text) for reason in refusal.value.reasons]
