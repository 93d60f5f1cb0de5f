"""Lists of names as one says them."""

import pytest

from bezoekdienst.lib import wording


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["Mia"], "Mia"), (["Mia", "Wim"], "Mia en Wim"), ("ABC", "A, B en C")]
)
def test_the_last_of_a_list_comes_after_a_word(names: list[str], said: str) -> None:
    assert wording.listed(iter(names)) == said
    assert wording.listed(names, "of") == said.replace(" en ", " of ")
