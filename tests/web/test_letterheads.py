"""The coordinator's pages about the letter: sender and envelope, the text beside the real PDF, earlier versions."""

import io
import re
from dataclasses import replace
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from bezoekdienst.accounts.roles import Role
from bezoekdienst.web.desks import letter_desk
from letters import envelope, images, letterheads
from letters.models import Letterhead, Picture
from letters.sheet import wording
from tests.letters import chain
from tests.web import clients

pytestmark = pytest.mark.django_db
SHIPPED = wording.shipped()
PAGES = ("letterhead", "letter_words", "letterhead_versions")


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


# --- the example ---


# --- versions ---


def test_every_version_tells_what_it_changed_and_can_be_used_again(coordinator, version):
    letterheads.save(words=replace(SHIPPED, subject="Anders"), by=None, at=chain.at())
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
