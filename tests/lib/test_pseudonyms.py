"""What stands for a number or a name."""

import pytest

from bezoekdienst.lib import pseudonyms

KEY = b"a key that lives outside the database"


def test_equal_parts_give_an_equal_pseudonym_and_another_key_another_one() -> None:
    one = pseudonyms.keyed("bsn", "999990019", key=KEY)
    assert one == pseudonyms.keyed("bsn", "999990019", key=KEY)
    assert one.startswith("bsn:")
    assert len(one) == len("bsn:") + 64
    assert one != pseudonyms.keyed("bsn", "999990019", key=b"another")


def test_a_prefix_keeps_the_same_value_apart_in_two_uses() -> None:
    values = {pseudonyms.keyed(kind, "999990019", key=KEY).partition(":")[2] for kind in ("survivor", "partner")}
    assert len(values) == 2


def test_parts_cannot_be_shifted_into_each_other() -> None:
    assert pseudonyms.keyed("name", "ab", "c", key=KEY) != pseudonyms.keyed("name", "a", "bc", key=KEY)


@pytest.mark.parametrize("parts", [(), ("",), ("a", "")])
def test_nothing_has_no_pseudonym(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="every part"):
        pseudonyms.keyed("bsn", *parts, key=KEY)


def test_without_a_key_there_is_no_pseudonym() -> None:
    with pytest.raises(ValueError, match="needs a key"):
        pseudonyms.keyed("bsn", "999990019", key=b"")


@pytest.mark.parametrize("name", ["Van der Wél-Boer", "VAN DER WEL BOER", "van der Wél  Boer.", "vanderwelboer"])
def test_a_name_is_folded_past_accents_case_and_signs(name: str) -> None:
    assert pseudonyms.folded(name) == "vanderwelboer"
