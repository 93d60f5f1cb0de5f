"""The coordinator's page with the text of the letter: its blocks, and the real PDF beside them."""

import re
from html import unescape

import pytest
from django.urls import reverse

from bezoekdienst.web.forms import letter_words
from letters import letterheads
from letters.models import Letterhead
from letters.sheet import wording
from letters.sheet.wording import Block

pytestmark = pytest.mark.django_db


SHIPPED = wording.shipped()


def text(answer) -> str:
    return unescape(answer.content.decode())


def typed(words: wording.Wording = SHIPPED, **changes):
    """The form with the text as it is sent."""
    data = {"subject": words.subject}
    for side in letter_words.SIDES:
        for index, block in enumerate(getattr(words, side)):
            data |= {f"{side}-{index}-key": block.key, f"{side}-{index}-text": block.text}
            data |= {f"{side}-{index}-heading": block.heading} if side == "back" else {}
    return data | changes


def test_the_page_shows_every_block_the_fields_and_the_count(coordinator, version):
    shown = text(coordinator.get(reverse("letter_words")))
    for block in SHIPPED.blocks:
        assert block.text in shown and (block.heading or block.text) in shown
    assert shown.count("moet erin staan") == len(wording.MANDATORY)
    assert "<output>183</output> woorden. Meer dan ongeveer 190 leest moeilijk." in shown
    assert "Het telefoonnummer:</span> 000 123 45 67" in shown


def test_a_text_becomes_a_version_and_the_page_says_so(coordinator, version):
    answer = coordinator.post(reverse("letter_words"), typed(subject="Bezoek voor u"), follow=True)
    assert "Bewaard als versie 2." in text(answer)
    assert letterheads.words(letterheads.current()).subject == "Bezoek voor u"
    assert letterheads.current().texts == version.texts


def test_a_long_letter_is_kept_with_a_warning(coordinator, version):
    longer = f"{SHIPPED.front[3].text} Ook niet na een half jaar of nog later."
    answer = coordinator.post(reverse("letter_words"), typed(**{"front-3-text": longer}), follow=True)
    assert "Bewaard als versie 2." in text(answer)
    assert "De voorkant telt 192 woorden. Een kortere brief leest beter." in text(answer)


def test_own_paragraphs_are_kept_unless_they_are_empty(coordinator, version):
    coordinator.post(
        reverse("letter_words"),
        typed(**{"front-6-key": "eigen-1", "front-6-text": " Tot\r\n\r\nziens. ", "front-7-key": "eigen-2"}),
    )
    assert letterheads.words(letterheads.current()).front[6:] == (Block("eigen-1", "Tot ziens."),)


WRONG = [
    ({"front-0-text": "Uw partner is overleden."}, "In “Waarom u schrijft” moet {tijd} staan."),
    ({"front-3-text": ""}, "“Niets doen mag” is leeg. Dit moet in de brief staan."),
    ({"front-3-text": "U hoeft niets, {naam}"}, "De brief gebruikt een onbekend veld: {naam}."),
    ({"front-3-text": "U hoeft niets, weduwe"}, "Het woord “weduwe” hoort niet op deze brief."),
    ({"front-3-text": "U hoeft niets {"}, "staat een losse accolade."),
    ({"front-3-text": "U hoeft niets. " + "Echt niet. " * 60}, "past niet op het papier."),
    ({"front-3-text": "U hoeft niets\x00"}, "bevat een teken dat niet gedrukt kan worden (U+0000)."),
    ({"front-3-text": "U hoeft niets \U0001f338"}, "een teken dat wij niet kunnen drukken"),
    ({"subject": ""}, "Het onderwerp is leeg."),
    ({"back-0-heading": "Over {dienst}"}, "De kop van “Waar de gegevens vandaan komen” kan geen veld bevatten"),
]


@pytest.mark.parametrize(("changes", "sentence"), WRONG, ids=lambda one: str(one)[:40])
def test_a_text_that_is_refused_comes_back_as_it_was_typed(coordinator, version, changes, sentence):
    sent = typed(**{"front-5-text": "Uw adres komt uit de BRP, zo staat het hier."} | changes)
    answer = coordinator.post(reverse("letter_words"), sent)
    assert answer.status_code == 422 and Letterhead.objects.count() == 1
    assert sentence in text(answer)
    for given in ("Uw adres komt uit de BRP, zo staat het hier.", *changes.values()):
        assert given.strip().replace("\x00", "") in text(answer).replace("\x00", "").replace("\ufffd", "")


def test_a_block_that_was_left_out_of_the_form_is_missed(coordinator, version):
    sent = {name: value for name, value in typed().items() if not name.startswith("front-3")}
    answer = coordinator.post(reverse("letter_words"), sent)
    assert answer.status_code == 422 and "In de brief ontbreekt dat niets doen mag." in text(answer)


def test_markup_that_was_typed_is_shown_and_kept_as_text(coordinator, version):
    answer = coordinator.post(reverse("letter_words"), typed(subject="<b>Bezoek</b>"), follow=True)
    assert 'value="&lt;b&gt;Bezoek&lt;/b&gt;"' in answer.content.decode()
    assert letterheads.words(letterheads.current()).subject == "<b>Bezoek</b>"


def keys(answer, side="front"):
    return re.findall(rf'name="{side}-\d+-key" value="([^"]+)"', text(answer))


def test_buttons_move_add_and_remove_and_keep_what_was_typed_without_saving(coordinator, version):
    def press(act, **changes):
        return coordinator.post(reverse("letter_words"), typed(act=act, **changes))

    first, second, *rest = (block.key for block in SHIPPED.front)
    moved = press("omlaag:front:0", **{"front-0-text": "Net getypt."})
    assert keys(moved) == [second, first, *rest] and "Net getypt." in text(moved)
    assert keys(press("omhoog:front:1")) == [second, first, *rest]
    assert keys(press("erbij:back"), "back")[-1] == "eigen-1"
    own = {"front-6-key": "eigen-1", "front-6-text": "Van ons."}
    assert keys(press("weg:front:6", **own)) == [first, second, *rest]
    assert keys(press("erbij:front", **own))[-2:] == ["eigen-1", "eigen-2"]
    back = press("meegeleverd:front:0", **{"front-0-text": "Heel anders."})
    assert "Heel anders." not in text(back) and SHIPPED.front[0].text in text(back)
    assert Letterhead.objects.count() == 1 and moved.status_code == 200


@pytest.mark.parametrize(
    "act", ["weg:front:0", "omhoog:front:0", "omlaag:back:3", "weg:front:99", "weg:front:-1", "weg:zij:0", "x:front:0",
            "meegeleverd:front:²", "erbij", ":"]
)  # fmt: skip
def test_a_button_that_cannot_do_anything_changes_nothing(act):
    assert letter_words.edited(SHIPPED, act) == SHIPPED


def test_what_is_no_block_of_ours_is_not_read():
    posted = letter_words.posted({"subject": "x", "front-0-key": "<b>", "front-0-text": "x", "front-1-key": ""})
    assert posted == wording.Wording("", "x", (), ())


def test_the_example_is_the_real_letter_with_what_was_typed(coordinator, version, tmp_path):
    from tests.letters.paper import text as printed

    sent = typed(vorm="oud", **{"front-3-text": "U hoeft niets te doen, <b>echt</b> niet."})
    answer = coordinator.post(reverse("letter_words_proof"), sent)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    (tmp_path / "brief.pdf").write_bytes(answer.content)
    front = printed(tmp_path / "brief.pdf", 1)
    assert "U hoeft niets te doen, <b>echt</b> niet." in front and "enige tijd geleden overleden" in front
    assert Letterhead.objects.count() == 1


def test_an_example_that_cannot_be_made_tells_why(coordinator, version):
    answer = coordinator.post(reverse("letter_words_proof"), typed(subject="Voor weduwen", **{"front-3-text": ""}))
    assert answer.status_code == 422
    for sentence in ("Het woord “weduwen” hoort niet", "“Niets doen mag” is leeg.", "Wat u typte, staat er nog."):
        assert sentence in text(answer)
    assert coordinator.get(reverse("letter_words_proof")).status_code == 405


def test_a_sign_that_turns_the_line_around_is_told_once(coordinator, version):
    answer = coordinator.post(reverse("letter_words_proof"), typed(subject="Bezoek \u202ethuis"))
    assert answer.status_code == 422 and text(answer).count("<li>") == 1
    assert "Het onderwerp bevat een teken dat niet gedrukt kan worden (U+202E)." in text(answer)


def test_the_example_stands_in_our_own_page_and_in_nobody_elses(coordinator, version):
    page = coordinator.get(reverse("letter_words"))
    assert "frame-src 'self' blob:" in page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"] and page["X-Frame-Options"] == "DENY"
    for answer in (
        coordinator.post(reverse("letter_words_proof"), typed(vorm="jong")),
        coordinator.get(reverse("letterhead_version_proof", args=[version.pk]), {"vorm": "jong"}),
    ):
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src" not in coordinator.get(reverse("letterhead"))["Content-Security-Policy"]
