"""Reasons, refusals, and the one way to hold a change of state against its table."""

import pytest

from bezoekdienst.lib import errors, transitions
from bezoekdienst.lib.errors import Reason, Refused

TABLE = {"open": frozenset({"shut"}), "shut": frozenset()}
WORDS = {"open": "open", "shut": "dicht"}


def test_a_refusal_says_all_its_reasons() -> None:
    refusal = Refused(Reason("L1", "Te vroeg."), Reason("L6", "Onzeker."))
    assert str(refusal) == "Te vroeg. Onzeker."
    assert [reason.rule for reason in refusal.reasons] == ["L1", "L6"]


def test_a_refusal_without_a_reason_is_a_mistake_in_the_program() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Refused()


def test_no_reasons_refuse_nothing() -> None:
    errors.refuse_if([])
    with pytest.raises(Refused, match="Te vroeg"):
        errors.refuse_if([Reason("L1", "Te vroeg.")])


def test_what_the_table_does_not_allow_is_refused_in_words() -> None:
    transitions.check(TABLE, "L8", "De deur", "open", "shut", WORDS)
    with pytest.raises(Refused) as caught:
        transitions.check(TABLE, "L8", "De deur", "shut", "open", WORDS)
    assert caught.value.reasons == (Reason("L8", "De deur is nu “dicht” en kan niet naar “open”."),)
