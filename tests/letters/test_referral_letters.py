"""The letter that goes with a referral tells what the consent is for, and nothing else (S3)."""

from datetime import date

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import endings, follow_ups, referrals
from bezoekdienst.visiting.models import Referral
from letters import letterheads, referral_letters
from tests import cast, factories
from tests.factories import NOW, TODAY
from tests.letters import chain, paper
from tests.refusals import reasons

pytestmark = pytest.mark.django_db
HERS = {
    "name": "mevrouw Bezoeker",
    "phone": "026 000 00 12",
    "street": "Kwinkslagpad 1",
    "email": "b@voorbeeld.example",
}
SHARED = "dat zij graag mee wil eten\nDinsdag kan zij niet."


@pytest.fixture(autouse=True)
def letterhead(db):
    letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", by=None, at=chain.at())


def refer(**given) -> Referral:
    resident = factories.ResidentFactory(**HERS, birth_year=1948)
    talked = factories.IntakeFactory(state="other_help", visited_on=TODAY, bereavement__resident=resident)
    consent = {"consent_on": date(2026, 11, 20), "shared": SHARED} if "danger_reason" not in given else {}
    return referrals.refer_intake(talked, to="het wijkteam", by=cast.coordinator(), at=NOW, **{**consent, **given})


def said(referral: Referral, tmp_path) -> str:
    path = tmp_path / "brief.pdf"
    path.write_bytes(referral_letters.letter(referral, on=TODAY))
    return " ".join(paper.text(path, 1).split())


def test_it_says_who_is_referred_what_may_be_told_and_whom_to_call(tmp_path):
    words = said(refer(), tmp_path)
    for part in (
        "Het wijkteam",
        "Wij verwijzen mevrouw Bezoeker naar u door.",
        "dat zij graag mee wil eten Dinsdag kan zij niet.",
        "Daarvoor gaf mevrouw Bezoeker zelf toestemming, op 20 november 2026.",
        "Bel dan Cato Coördinator: 000 123 45 67.",
    ):
        assert part in words


def test_it_tells_nothing_for_which_no_consent_was_given(tmp_path):
    words = said(refer(consent_by="haar zoon"), tmp_path)
    assert "Daarvoor gaf haar zoon toestemming" in words
    assert [
        part for part in ("026 000", "Kwinkslagpad", "b@voorbeeld", "1948", "verlies", "overle") if part in words
    ] == []


def test_without_consent_there_is_no_letter():
    with pytest.raises(Refused) as refusal:
        referral_letters.letter(refer(danger_reason="valt"), on=TODAY)
    text = "Hiervoor is geen toestemming gegeven. Bel, en vertel alleen wat nodig is."
    assert reasons(refusal) == [("S3", text)]


def test_after_consent_was_taken_back_there_is_no_letter_any_more():
    referral = refer()
    follow_ups.withdraw(referral, on=TODAY, by=cast.coordinator(), at=NOW)
    with pytest.raises(Refused) as refusal:
        referral_letters.letter(referral, on=TODAY)
    assert reasons(refusal) == [("S3", "De toestemming is ingetrokken. Wij geven niets meer door.")]


def test_after_her_death_there_is_no_letter_any_more():
    referral = refer()
    endings.note_death(referral.of.resident, died_on=TODAY, by=cast.coordinator(), at=NOW)
    with pytest.raises(Refused) as refusal:
        referral_letters.letter(Referral.objects.get(), on=TODAY)
    assert reasons(refusal) == [("T8", "Deze bezoeker is overleden. Er gaat geen brief meer uit.")]


def test_what_is_too_long_for_one_page_is_told_and_not_written():
    with pytest.raises(Refused) as refusal:
        referral_letters.letter(refer(shared="Een lang verhaal. " * 40), on=TODAY)
    assert reasons(refusal) == [("S3", "Wat u mag doorgeven is te lang voor een brief. Vertel het zelf.")]
