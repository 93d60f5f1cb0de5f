import pytest

from bezoekdienst.visiting import notes
from tests.visiting import remarks


@pytest.mark.parametrize(("note", "said"), remarks.CASES)
def test_a_note_that_seems_to_identify_somebody_is_pointed_out(note, said):
    assert notes.warnings(note, [remarks.ABOUT]) == said
