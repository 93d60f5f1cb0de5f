"""The coordinator's pages about the letter: sender and envelope, the text beside the real PDF, earlier versions."""

import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from bezoekdienst.accounts.roles import Role
from bezoekdienst.web import letter_desk
from bezoekdienst.web.forms import letter_words
from letters import envelope, images, letterheads
from letters.models import Letterhead, Picture
from letters.sheet import wording
from letters.sheet.wording import Block
from tests.letters import chain
from tests.web import clients

pytestmark = pytest.mark.django_db
SHIPPED = wording.shipped()
PAGES = ("letterhead", "letter_words", "letterhead_versions")


@pytest.fixture
def coordinator():
    return clients.logged_in(Role.COORDINATOR)


@pytest.fixture
def version():
    return letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", by=None, at=chain.at())


def text(answer) -> str:
    return unescape(answer.content.decode())


def png(**how) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (300, 60), (20, 90, 90)).save(target, "PNG", **how)
    return target.getvalue()


def filled(**changes):
    """The letterhead form as it is sent."""
    texts = chain.LETTERHEAD | {"reply_address": "\n".join(chain.LETTERHEAD["reply_address"])}
    return texts | {"profile": "c5_left", "with_kix": "on", "large_print": "niemand", "age": "80"} | changes


def typed(words: wording.Wording = SHIPPED, **changes):
    """The form with the text as it is sent."""
    data = {"subject": words.subject}
    for side in letter_words.SIDES:
        for index, block in enumerate(getattr(words, side)):
            data |= {f"{side}-{index}-key": block.key, f"{side}-{index}-text": block.text}
            data |= {f"{side}-{index}-heading": block.heading} if side == "back" else {}
    return data | changes


def test_an_enter_in_a_long_field_is_a_space_on_the_letter(coordinator, version):
    changes = {
        "complaint": "De functionaris.\r\nBel 026 000 00 01.",
        "reply_address": "Antwoordnummer 1 \r\n\r\nArnhem",
    }
    assert coordinator.post(reverse("letterhead"), filled(**changes)).status_code == 302
    texts = letterheads.current().texts
    assert texts["complaint"] == "De functionaris. Bel 026 000 00 01."
    assert texts["reply_address"] == ["Antwoordnummer 1", "Arnhem"]


# --- who may ---


@pytest.mark.parametrize("role", [None, Role.DEPUTY, Role.CLERK, Role.PRINT_ROOM, Role.VOLUNTEER], ids=str)
def test_only_the_coordinator_opens_these_pages(role, version):
    client = clients.logged_in(role) if role else clients.Client()
    paths = [reverse(name) for name in (*PAGES, "letterhead_proof", "letterhead_ruler")]
    paths += [reverse("letterhead_version_proof", args=[version.pk]), reverse("letterhead_picture", args=[1])]
    assert {client.get(path).status_code for path in paths} == {403 if role else 302}
    posted = [reverse("letter_words_proof"), reverse("letterhead_again", args=[version.pk])]
    assert {client.post(path).status_code for path in posted} == {403 if role else 302}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_before_there_is_a_letterhead(coordinator, name):
    assert coordinator.get(reverse(name)).status_code == 200


# --- sender, envelope, pictures ---


def test_what_is_filled_in_becomes_a_version(coordinator):
    sent = filled(large_print="leeftijd", age="75", with_kix="")
    assert coordinator.post(reverse("letterhead"), sent).status_code == 302
    made = Letterhead.objects.get()
    assert (made.envelope, made.with_kix, made.large_print_from) == ("c5_left", False, 75)
    assert made.texts == chain.LETTERHEAD
    assert coordinator.get(reverse("letterhead_proof")).content.startswith(b"%PDF-")


@pytest.mark.parametrize(("choice", "kept"), [("niemand", None), ("iedereen", 0)])
def test_large_type_is_for_nobody_or_for_everybody(coordinator, choice, kept):
    coordinator.post(reverse("letterhead"), filled(large_print=choice, age=""))
    assert Letterhead.objects.get().large_print_from == kept


def test_measures_are_typed_with_comma_point_or_millimetres(coordinator):
    own = {"profile": "own", "width": "220", "height": "110,0", "window_left": "20.5 mm", "window_bottom": "15",
           "window_width": "100", "window_height": "40", "fold_height": "105"}  # fmt: skip
    assert coordinator.post(reverse("letterhead"), filled(**own)).status_code == 302
    assert Letterhead.objects.get().measures["window_left"] == 20.5
    shown = text(coordinator.get(reverse("letterhead")))
    assert 'value="20,5"' in shown and 'x="20.5"' in shown


REFUSED = [
    ({"phone": ""}, "Vul dit nog in."),
    ({"service_about": "Voor weduwen."}, "Het woord “weduwen” hoort niet op deze brief."),
    ({"profile": "own"}, "Vul deze maat in, in millimeters."),
    ({"profile": "own", "width": "breed"}, "Schrijf hier een getal."),
    ({"profile": "own", "width": "NaN"}, "Schrijf hier een getal."),
    ({"large_print": "leeftijd", "age": ""}, "Vul een leeftijd in."),
    ({"large_print": "leeftijd", "age": "12"}, "Kies voor grote letters een leeftijd van 50 tot en met 110 jaar."),
    ({"return_line": "Een veel te lange retourregel " * 8}, "De retourregel past niet in het venster van de envelop."),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED, ids=str)
def test_what_is_refused_comes_back_full_with_the_reason(coordinator, changes, sentence):
    answer = coordinator.post(reverse("letterhead"), filled(municipality="Verzonnendam", **changes))
    assert answer.status_code == 422 and Letterhead.objects.count() == 0
    assert sentence in text(answer) and 'value="Verzonnendam"' in text(answer)
    for given in filter(None, changes.values()):
        assert given.strip() in text(answer)


def test_a_logo_is_kept_as_we_drew_it_and_shown_as_png(coordinator):
    logo = SimpleUploadedFile("logo.png", png() + b"<script>alert(1)</script>", content_type="text/html")
    assert coordinator.post(reverse("letterhead"), filled(logo=logo)).status_code == 302
    kept = Picture.objects.get()
    assert bytes(kept.content) == images.drawn(png()).content
    path = reverse("letterhead_picture", args=[kept.pk])
    answer = coordinator.get(path)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer.content == bytes(kept.content) and path in text(coordinator.get(reverse("letterhead")))


def test_a_picture_stays_until_it_is_taken_off(coordinator):
    coordinator.post(reverse("letterhead"), filled(signature=SimpleUploadedFile("h.png", png())))
    coordinator.post(reverse("letterhead"), filled(phone="000 1"))
    assert letterheads.current().signature == Picture.objects.get()
    coordinator.post(reverse("letterhead"), filled(remove_signature="on"))
    assert letterheads.current().signature is None


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html></html>", b"\x89PNG\r\n\x1a\n"], ids=repr
)
def test_a_file_that_is_no_picture_is_told_at_its_field(coordinator, content):
    answer = coordinator.post(reverse("letterhead"), filled(logo=SimpleUploadedFile("logo.png", content)))
    assert answer.status_code == 422 and Letterhead.objects.count() == 0
    assert "Dit is geen afbeelding die wij kunnen gebruiken." in text(answer)


def test_a_good_picture_beside_another_mistake_is_asked_for_again(coordinator):
    answer = coordinator.post(reverse("letterhead"), filled(phone="", logo=SimpleUploadedFile("logo.png", png())))
    assert "Kies het logo opnieuw. Uw browser onthoudt het bestand niet." in text(answer)
    assert Picture.objects.count() == 0


def test_who_saves_over_somebody_else_is_told_first(coordinator, version):
    letterheads.save(by=None, at=chain.at(), with_kix=False)
    sent = filled(based_on=str(version.version))
    answer = coordinator.post(reverse("letterhead"), sent)
    assert answer.status_code == 422 and "Intussen bewaarde iemand anders een versie." in text(answer)
    again = re.search(r'name="based_on" value="(\d+)"', text(answer))[1]
    assert coordinator.post(reverse("letterhead"), sent | {"based_on": again}).status_code == 302


def test_the_ruler_page_follows_the_form_before_it_is_kept(coordinator, version):
    kept = coordinator.get(reverse("letterhead_ruler")).content
    assert coordinator.post(reverse("letterhead_ruler"), filled(profile="c5_left")).content == kept
    other = coordinator.post(reverse("letterhead_ruler"), filled(profile="dl_left")).content
    assert other.startswith(b"%PDF-") and other != kept
    assert coordinator.post(reverse("letterhead_ruler"), filled(profile="own", width="1")).content == kept


def test_the_picture_of_the_envelope_is_to_scale():
    drawn = letter_desk.window(envelope.C5_LEFT)
    assert (drawn["window_top"], drawn["sheet_top"], drawn["safe_top"]) == (57, 13.5, 70.5)
    assert drawn["lines"][0] == (77.5, 52)


# --- the text ---


def test_the_page_shows_every_block_the_fields_and_the_count(coordinator, version):
    shown = text(coordinator.get(reverse("letter_words")))
    for block in SHIPPED.blocks:
        assert block.text in shown and (block.heading or block.text) in shown
    assert shown.count("moet erin staan") == len(wording.MANDATORY)
    assert "<output>183</output> woorden. Meer dan ongeveer 190 leest moeilijk." in shown
    assert "Het telefoonnummer:</span> 000\u00a0123\u00a045\u00a067" in shown


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


# --- the example ---


def test_the_example_is_the_real_letter_with_what_was_typed(coordinator, version, tmp_path):
    from tests.letters.test_rendering import text as printed

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


# --- versions ---


def test_every_version_tells_what_it_changed_and_can_be_used_again(coordinator, version):
    coordinator.post(reverse("letter_words"), typed(subject="Anders"))
    shown = text(coordinator.get(reverse("letterhead_versions")))
    assert "Het onderwerp." in shown and "De eerste versie." in shown
    answer = coordinator.post(reverse("letterhead_again", args=[version.pk]), follow=True)
    assert "Deze versie geldt weer, als versie 3." in text(answer)
    assert letterheads.words(letterheads.current()).subject == SHIPPED.subject
    assert coordinator.get(reverse("letterhead_version_proof", args=[version.pk])).content.startswith(b"%PDF-")


def test_a_version_tells_for_which_rounds_it_was_used(coordinator):
    frozen = chain.frozen(chain.widow(0))
    assert f"Gebruikt voor {frozen}." in text(coordinator.get(reverse("letterhead_versions")))


def test_the_list_asks_as_much_for_three_versions_as_for_one(coordinator, version):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            coordinator.get(reverse("letterhead_versions"))
        return len(asked)

    one = queries()
    for number in range(2):
        letterheads.save(by=None, at=chain.at(), with_kix=bool(number))
    assert queries() == one
