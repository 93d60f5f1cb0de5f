"""Versions of the letterhead: what each holds, and what a round keeps of it."""

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from letters import envelope, letterheads
from letters.models import Letterhead, Picture
from letters.printing import making
from letters.sheet import wording
from letters.sheet.wording import Block
from tests.letters import chain
from tests.letters.heads import OWN_ENVELOPE, SHIPPED, THREE, logo, said, save, written

pytestmark = pytest.mark.django_db


def test_a_new_version_keeps_what_was_not_changed():
    save(words=written("Tot ziens."), logo=logo(), with_kix=False, large_print_from=80)
    after = save(texts={**chain.LETTERHEAD, "phone": "000 765 43 21"})
    assert (after.version, after.with_kix, after.large_print_from, Picture.objects.count()) == (2, False, 80, 1)
    assert letterheads.words(after).front[-1] == Block("eigen-1", "Tot ziens.")
    assert bytes(Letterhead.objects.get(version=2).logo.content) == logo().content


def test_a_version_holds_its_words_whole_whatever_is_shipped_later():
    assert save().words == wording.stored(SHIPPED)


def test_what_was_kept_before_words_could_be_changed_has_the_shipped_ones():
    old = save()
    Letterhead.objects.update(words={})
    old.refresh_from_db()
    assert letterheads.words(old) == SHIPPED


def test_a_picture_can_be_taken_off_the_next_version():
    save(logo=logo(), signature=logo((0, 0, 0)))
    after = save(logo=None)
    assert (after.logo, after.signature_id, Picture.objects.count()) == (None, Picture.objects.last().pk, 2)


def test_the_stationery_has_all_of_the_version():
    version = save(logo=logo(), with_kix=False, words=written("Tot ziens."), profile="own", measures=OWN_ENVELOPE)
    paper = letterheads.stationery(version, dated_on=chain.ON, silent_weeks=6)
    assert (paper.with_kix, paper.silent_weeks, paper.logo, paper.signature) == (False, 6, logo().content, None)
    assert (paper.profile, paper.words.front[-1].text) == (envelope.own(OWN_ENVELOPE), "Tot ziens.")


def test_measures_go_with_an_envelope_of_ones_own_only():
    assert save(profile="own", measures=OWN_ENVELOPE).measures == OWN_ENVELOPE
    assert save(profile="dl_left").measures == {}
    assert said(profile="own") == ["Deze envelop kennen we niet."]
    assert said(profile="own", measures={"width": 220.0}) == ["Deze envelop kennen we niet."]


def test_everything_that_is_wrong_is_told_at_once():
    wrong = {**chain.LETTERHEAD, "phone": "", "service_about": "Voor weduwen.", "municipality": "Arn\u200bhem"}
    assert said(texts=wrong, profile="krant", large_print_from=20, words=written("{naam}")) == [
        "Vul nog in: telefoon.",
        "“Arn\u200bhem” bevat een teken dat niet gedrukt kan worden (U+200B).",
        "Het woord “weduwen” hoort niet op deze brief. Zeg het op een andere manier.",
        "Deze envelop kennen we niet.",
        "Kies voor grote letters een leeftijd van 50 tot en met 110 jaar.",
        "De brief gebruikt een onbekend veld: {naam}.",
    ]
    assert Letterhead.objects.count() == 0


def test_an_own_envelope_that_cannot_be_used_is_refused():
    assert said(profile="own", measures=OWN_ENVELOPE | {"width": 200.0}) == [
        "Een vel is 210 mm breed en past niet in een envelop van 200 mm."
    ]


def test_a_text_that_does_not_fit_on_its_side_is_refused_before_it_is_kept():
    save()
    (sentence,) = said(words=written("Nog een zin die er echt niet meer bij kan. " * 20))
    assert sentence.startswith("De tekst van de brief past niet op het papier.")
    assert Letterhead.objects.count() == 1


def test_a_character_that_the_fonts_lack_is_refused():
    assert said(words=written("Een bloem \U0001f338")) == [
        "In de tekst staat een teken dat wij niet kunnen drukken: \U0001f338"
    ]


def test_a_character_that_the_fonts_lack_is_refused_in_what_is_filled_in_once_too():
    assert said(texts=chain.LETTERHEAD | {"signatory": "Bloem \U0001f338"}) == [
        "In “Bloem \U0001f338” staat een teken dat wij niet kunnen drukken: \U0001f338"
    ]


NOWHERE = "Het adres van de aanmeldpagina klopt niet. Het begint met https:// en er staat geen spatie of # in."


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        *(
            ("sign_up_url", value, NOWHERE)
            for value in ("www.stern.example", "javascript:alert(1)", "https://", "https://a b", "https://a.example/#b")
        ),
        *(("email", value, "Het e-mailadres klopt niet helemaal.") for value in ("geen", "a@b", "a b@c.example")),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(name, value, sentence):
    assert said(texts=chain.LETTERHEAD | {name: value}) == [sentence]


def test_two_who_write_at_once_are_told():
    save()
    save(based_on=1, with_kix=False)
    assert said(based_on=1, with_kix=True)[0].startswith("Intussen bewaarde iemand anders een versie.")
    assert save(based_on=2, with_kix=True).version == 3


def test_an_earlier_version_in_use_again_is_a_new_one_like_it():
    first = save(words=written("Tot ziens."), logo=logo(), profile="own", measures=OWN_ENVELOPE, large_print_from=75)
    save(words=SHIPPED, logo=None, profile="dl_left", large_print_from=None)
    again = letterheads.again(first, by=None, at=chain.at())
    assert again.version == 3
    for name in letterheads.KEPT:
        assert getattr(again, name) == getattr(first, name), name
    events = list(Event.objects.filter(kind__startswith="letterhead.").values_list("kind", "facts"))
    assert events[-1] == ("letterhead.restored", {"version": 3, "earlier": 1})


def test_an_earlier_version_that_no_longer_meets_the_rules_is_refused():
    first = save()
    Letterhead.objects.update(words={**wording.stored(SHIPPED), "front": []})
    first.refresh_from_db()
    with pytest.raises(Refused, match="In de brief ontbreekt waarom u schrijft"):
        letterheads.again(first, by=None, at=chain.at())


def test_a_round_keeps_the_version_it_was_frozen_with():
    frozen = chain.frozen(*THREE)
    before = making.stationery(frozen)
    save(words=written("Tot ziens."), logo=logo(), profile="dl_left", with_kix=False)
    frozen.refresh_from_db()
    assert making.stationery(frozen) == before
    assert (before.words.blocks, before.profile, before.logo) == (SHIPPED.blocks, envelope.C5_LEFT, None)
