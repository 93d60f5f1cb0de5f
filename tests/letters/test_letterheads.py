"""Versions of the letterhead: what each holds, what a round keeps of it, and for whom the type is large."""

import io
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from letters import differences, envelope, images, letterheads, proofs, rounds, sheets, specimens
from letters.deliveries import holding
from letters.models import Letterhead, Picture
from letters.printing import making
from letters.registry import composition
from letters.registry.rows import RegistryPerson
from letters.selection import Decision
from letters.sheet import wording
from letters.sheet.wording import Block
from letters.states import Outcome
from tests.letters import chain

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))
SHIPPED = wording.shipped()
OWN_ENVELOPE = {
    "width": 220.0, "height": 110.0, "window_left": 20.0, "window_bottom": 15.0, "window_width": 100.0,
    "window_height": 40.0, "fold_height": 105.0,
}  # fmt: skip


def save(**changes) -> Letterhead:
    if letterheads.current() is None:
        changes = {"texts": chain.LETTERHEAD, "profile": "c5_left"} | changes
    return letterheads.save(by=None, at=chain.at(), **changes)


def written(text: str) -> wording.Wording:
    """The shipped text with one paragraph more."""
    return replace(SHIPPED, front=(*SHIPPED.front, Block("eigen-1", text)))


def logo(colour=(20, 90, 90)) -> Picture:
    target = io.BytesIO()
    Image.new("RGB", (300, 60), colour).save(target, "PNG")
    return images.drawn(target.getvalue())


def said(**changes) -> list[str]:
    with pytest.raises(Refused) as refusal:
        save(**changes)
    return [reason.text for reason in refusal.value.reasons]


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


# --- what changed ----------------------------------------------------------------------------------------------------


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


# --- large print -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "from_age", "large"),
    [
        (1946, 80, True),  # turns eighty this year
        (1947, 80, False),
        (1900, None, False),
        (None, 80, False),
        (None, 0, True),
        (2000, 0, True),
    ],
)
def test_who_gets_large_type(born, from_age, large):
    assert sheets.is_large({"born": born}, from_age, date(2026, 1, 1)) is large


def test_a_sheet_from_before_the_year_was_kept_is_printed_as_usual():
    assert sheets.is_large({}, 80, chain.ON) is False


@pytest.mark.parametrize(
    ("birth", "born"),
    [("19460517", 1946), ("19460000", 1946), ("00000000", None), ("", None), ("1946", None), ("19461399", None)],
)
def test_of_the_birth_date_only_the_year_is_kept(birth, born):
    person = RegistryPerson(line=1, birth=birth)
    sheet = sheets.compose(composition.of(person), Decision(Outcome.DUE, ()), "1", birth)
    assert sheet["born"] == born
    assert [name for name, value in sheet.items() if birth and value == birth] == []


def test_a_round_prints_large_for_whom_its_letterhead_says_and_shows_one_on_the_proof():
    save(large_print_from=80)
    lines = [chain.widow(number, e01_03_10=f"{year}0510") for number, year in enumerate((1947, 1946, 1960))]
    frozen = chain.frozen(*lines)
    save(large_print_from=0)  # afterwards; the round keeps what it had
    frozen.refresh_from_db()
    letters = frozen.letters.select_related("addressee").order_by("addressee__row")
    assert [sheets.printed(one, frozen).large_print for one in letters] == [False, True, False]
    assert [one.addressee.row for one in proofs.chosen(frozen) if sheets.printed(one, frozen).large_print] == [2]


def test_a_round_without_large_letters_shows_none():
    frozen = chain.frozen(*THREE)
    assert {sheets.printed(one, frozen).large_print for one in frozen.letters.select_related("addressee")} == {False}


def test_a_large_letter_has_two_sheets_in_a_box_of_its_own():
    save(large_print_from=80)
    subject = chain.released(*(chain.widow(n, e01_03_10=f"{y}0510") for n, y in enumerate((1946, 1960))))
    making.make_all(at=chain.at())
    assert [box.pages for box in subject.boxes.all()] == [2, 4]


LONG = "Verzonnenhuizenvoorbeeldhovensteinbergen"


def test_a_salutation_that_fits_only_in_small_type_is_held_where_it_would_be_large():
    save(large_print_from=80)
    drafted = chain.drafted(
        chain.widow(0, e01_02_40=LONG, e01_03_10="19400510"), chain.widow(1, e01_02_40=LONG, e01_03_10="19600510")
    )
    assert [one.outcome for one in drafted.extract.addressees.all()] == [Outcome.DUE, Outcome.DUE]
    frozen = rounds.freeze(drafted, by=chain.clerk(), at=chain.at())
    assert [letter.addressee.row for letter in frozen.letters.all()] == [2]
    held = frozen.extract.addressees.get(outcome=Outcome.HELD)
    assert [reason.text for reason in holding.obstacles(held)] == ["De aanhef past niet op een regel."]


# --- specimens -------------------------------------------------------------------------------------------------------


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
