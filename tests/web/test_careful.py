"""What the coordinator types for a volunteer is looked at as on the phone (B2): pointed out once, never forbidden."""

import re

import pytest
from django.urls import reverse

from bezoekdienst.visiting.models import Visit
from tests import cast
from tests.web import clients

pytestmark = pytest.mark.usefixtures("now")


def send(client, url, **filled):
    page = client.get(url).content.decode()
    known = re.search(r'name="id" value="([\w-]+)"', page)
    assert known
    return client.post(
        url, {"id": known[1], "on": "2026-11-20", "kind": "phone", "minutes": 30, "mood": "well", **filled}
    )


@pytest.mark.parametrize("note", ["Haar zoon Gerrit kwam.", "Mevrouw Bezoeker-Verzonnen\nlachte.", "Bel 06 12345678."])
def test_a_note_that_seems_to_name_somebody_comes_back_once_and_then_goes_through(note):
    client = clients.of(cast.coordinator())
    url = reverse("trajectory_act", args=[cast.trajectory().pk, "bezoek"])
    page = send(client, url, note=note).content.decode()
    assert ("Mag het zo blijven?" in page, Visit.objects.count()) == (True, 0)
    mark = re.search(r'name="looked_at" value="(\w+)"', page)
    assert mark
    other = send(client, url, note="Bel 06 87654321.", looked_at=mark[1])
    assert ("Mag het zo blijven?" in other.content.decode(), Visit.objects.count()) == (True, 0)
    assert send(client, url, note=note, looked_at=mark[1]).status_code == 302
    assert Visit.objects.get().note == note


def test_a_note_about_how_it_went_goes_through_at_once():
    client = clients.of(cast.coordinator())
    url = reverse("trajectory_act", args=[cast.trajectory().pk, "bezoek"])
    assert send(client, url, note="Ze slaapt beter.").status_code == 302


def test_a_note_that_is_too_long_is_refused_for_that_and_not_looked_through_to_its_end():
    client = clients.of(cast.coordinator())
    url = reverse("trajectory_act", args=[cast.trajectory().pk, "bezoek"])
    page = send(client, url, note=f"{'ze ' * 1400}en haar zoon Gerrit.").content.decode()
    assert ("Het verslag is te lang" in page, "Mag het zo blijven?" in page) == (True, False)
