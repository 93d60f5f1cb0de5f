"""What changed between two versions of the letterhead, in the words of the pages."""

from dataclasses import replace

import pytest

from letters import differences
from tests.letters import chain
from tests.letters.heads import OWN_ENVELOPE, SHIPPED, logo, save, written

pytestmark = pytest.mark.django_db


def test_what_changed_is_told_in_the_words_of_the_pages():
    first = save()
    moved = (SHIPPED.front[1], SHIPPED.front[0], *SHIPPED.front[2:-1], replace(SHIPPED.front[-1], text="Uit de BRP."))
    second = save(
        texts={**chain.LETTERHEAD, "phone": "000 765 43 21"}, profile="own", measures=OWN_ENVELOPE, logo=logo(),
        with_kix=False, large_print_from=80, words=replace(SHIPPED, subject="Bezoek", front=moved),
    )  # fmt: skip
    assert differences.between(None, first) == ["de eerste versie"]
    assert differences.between(first, second) == [
        "telefoon",
        "de envelop: eigen maten",
        "het logo",
        "de streepjes voor de post weggelaten",
        "grote letters vanaf 80 jaar",
        "het onderwerp",
        "de tekst “Waar het adres vandaan komt”",
        "de volgorde van de tekst",
    ]


def test_paragraphs_that_come_and_go_are_told():
    first, second = save(), save(words=written("Tot ziens."))
    assert differences.between(first, second) == ["een alinea erbij"]
    assert differences.between(second, first) == ["een alinea eraf"]
    assert differences.between(second, second) == []
