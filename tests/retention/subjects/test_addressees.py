"""Who got a letter asks what is held of her: a row of a delivery, a code, or nothing; never whether she is a client."""

import json
from datetime import date

import pytest

from bezoekdienst.audit import events
from bezoekdienst.retention.subjects import addressees
from bezoekdienst.retention.subjects.addressees import Asked, Found
from letters import selection
from letters.models import Addressee, Letter, Suppression
from letters.states import LetterState
from tests import factories
from tests.letters import chain
from tests.retention.subjects import story

pytestmark = pytest.mark.django_db
SHE = Asked("mevr. Proefbeuk", "6811 ab", "1")
BORN = date(1940, 5, 10)


def find(asked: Asked) -> Found:
    return addressees.find(asked, by=chain.clerk(), at=chain.at())


def test_what_stands_in_a_delivery_is_hers_to_read() -> None:
    chain.drafted(chain.widow(0), chain.widow(1))
    found = find(SHE)
    (row,) = found.rows
    said = {one.key: one.text for one in row}
    assert "Proefbeuk" in said["address_lines"]
    assert (said["born"], said["outcome"]) == ("1940", "krijgt een brief")
    assert found.alike == 0


def test_a_letter_on_the_post_is_told_too() -> None:
    chain.posted(chain.widow(0), chain.widow(1))
    (row,) = find(SHE).rows
    assert {one.key: one.text for one in row}["letter"] == "op de post"


def test_her_day_of_birth_tells_a_mother_from_a_daughter() -> None:
    chain.drafted(chain.widow(0), chain.widow(1))
    assert len(find(SHE._replace(born=BORN)).rows) == 1
    daughter = find(SHE._replace(born=date(1970, 1, 1)))
    assert (daughter.rows, daughter.alike) == ((), 1)


def test_nobody_else_is_found() -> None:
    chain.drafted(chain.widow(0), chain.widow(1))
    assert find(Asked("B. Wilgenroos", "6899 ZZ", "3")) == Found((), 0)


def test_whether_she_is_known_to_the_service_is_told_to_nobody() -> None:
    """The clerk gets the same answer of a resident and a volunteer as of somebody who isn't there."""
    nobody = find(Asked("B. Wilgenroos", "6899 ZZ", "3"))
    factories.ResidentFactory(name="B. Wilgenroos", postcode="6899 ZZ", street="Weg 3")
    factories.VolunteerFactory(name="B. Wilgenroos", pc4="6899")
    assert find(Asked("B. Wilgenroos", "6899 ZZ", "3")) == nobody


def test_who_is_left_out_as_somebody_who_wants_none_or_is_known_is_never_told_apart() -> None:
    """One reason for both (L5): a list that says no of her would say that she is a client."""
    addressees.erase(SHE, by=chain.clerk(), at=chain.at())
    factories.ResidentFactory(name="G.R. Proefels", postcode="6812 AB", street="Lindelaan 2")
    chain.drafted(chain.widow(0), chain.widow(1))
    told = [find(asked) for asked in (SHE, Asked("mevr. Proefels", "6812 AB", "2"))]
    assert [{one.text for one in found.rows[0] if one.key == "reasons"} for found in told] == [
        {"Deze persoon lijkt op iemand die geen brief wil of al bekend is."}
    ] * 2
    papers = [addressees.laid_out(SHE, found, on=chain.ON).sections[1:] for found in told]
    assert (papers[0], told[0].alike) == (papers[1], told[1].alike)
    assert Suppression.objects.exists()


def test_erasing_takes_out_her_letter_and_has_somebody_look_at_the_daughter_s() -> None:
    daughter = {
        "e01_02_30": "",
        "e01_02_40": "Proefbeuk",
        "e01_03_10": "19700101",
        "e08_11_20": "1",
        "e08_11_60": "6811AB",
    }
    subject = chain.frozen(chain.widow(0), chain.widow(1, **daughter))
    addressees.erase(SHE._replace(born=BORN), by=chain.clerk(), at=chain.at())
    pulled = Letter.objects.filter(round=subject, state=LetterState.PULLED).order_by("addressee__row")
    reasons = [selection.OBJECTED.text, selection.PERHAPS_OBJECTED.text]
    assert list(pulled.values_list("pulled_reason", flat=True)) == reasons


def test_that_somebody_looked_and_what_was_given_is_in_the_log_without_who() -> None:
    chain.drafted(chain.widow(0))
    addressees.hand_out(SHE, kind="json", by=chain.clerk(), at=chain.at(), on=chain.ON)
    assert (
        events.sentence(story.last())
        == "gaf een aangeschrevene inzage in alles wat wij bewaren (json): 1 regels, 0 weggelaten"
    )
    assert (story.last().about, story.last().subject_id) == (None, "")
    assert story.held_with("Proefbeuk") == ["letters.Addressee.sheet"]


@pytest.mark.parametrize(("asked", "rows"), [(SHE, 1), (Asked("B. Wilgenroos", "6899 ZZ", "3"), 0)])
def test_the_answer_is_a_file_or_a_paper_also_when_there_is_nothing(asked: Asked, rows: int) -> None:
    chain.drafted(chain.widow(0))
    given = {"by": chain.clerk(), "at": chain.at(), "on": chain.ON}
    found = json.loads(addressees.hand_out(asked, kind="json", **given))
    assert (found["format"], len(found["rows"])) == ("bezoekdienst-addressee/1", rows)
    assert addressees.hand_out(asked, kind="pdf", **given)[:5] == b"%PDF-"
    laid = addressees.laid_out(asked, find(asked), on=chain.ON)
    assert (laid.about, len(laid.sections[0].lists)) == (f"Over {asked.name}", rows)
    assert bool(laid.sections[0].paragraphs) is (rows == 0)
    assert Addressee.objects.count() == 1
