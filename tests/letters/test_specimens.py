"""The letter to nobody, in every form it has."""

import io

import pytest

from letters import letterheads, specimens
from letters.models import Letterhead
from tests.letters import chain
from tests.letters.heads import save, written

pytestmark = pytest.mark.django_db


def pages(content: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def test_the_letter_to_nobody_exists_in_every_form():
    version = save()
    given = {"dated_on": chain.ON, "silent_weeks": 8}
    assert [pages(specimens.letter(version, [kind], **given)) for kind in specimens.KINDS] == [2, 2, 4]
    assert pages(specimens.letter(version, **given)) == 8


def test_a_version_that_is_not_kept_can_be_looked_at():
    save()
    draft = letterheads.draft(words=written("Alleen om te kijken."))
    content = specimens.letter(draft, ["jong"], dated_on=chain.ON, silent_weeks=8)
    assert content.startswith(b"%PDF-") and Letterhead.objects.count() == 1
