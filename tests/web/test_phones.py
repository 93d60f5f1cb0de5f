"""The coordinator's side of a phone: a code shown once, a lost phone signed off in one click."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from bezoekdienst.accounts import people, phones
from bezoekdienst.accounts.models import Phone, PhoneCode, User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.web.qr import picture
from tests import cast, factories
from tests.factories import NOW
from tests.web import clients
from volunteers import roster
from volunteers.models import Volunteer

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def office():
    return clients.of(cast.coordinator())


def enrolled(user=None):
    """Vera's own browser, signed in on an enrolled phone."""
    user = user or cast.volunteer().user
    client = Client(headers={"user-agent": "Mozilla/5.0 (iPhone)"})
    code = phones.invite(user, by=cast.coordinator(), at=NOW)
    assert client.post(reverse("phone_enrol"), {"code": code}).status_code == 302
    return client


def page(volunteer):
    return reverse("volunteer_phones", args=[volunteer.pk])


def test_the_code_stands_in_the_answer_and_works(office, monkeypatch):
    drawn = []
    monkeypatch.setattr("bezoekdienst.web.qr.picture", lambda content: drawn.append(content) or picture(content))
    answer = office.post(page(cast.volunteer()))
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    before, _, code = drawn[0].partition("#")
    assert before == "http://localhost:8000/m/koppelen"
    assert code not in answer.content.decode()  # drawn, not written
    assert Client().post(reverse("phone_enrol"), {"code": code}).status_code == 302
    assert Phone.objects.get().user == cast.volunteer().user


def test_the_drawing_is_the_code_that_a_camera_reads():
    import segno

    drawn = picture("https://bezoekdienst.example/m/koppelen#abc")
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawn["path"])}
    rows = list(segno.make_qr("https://bezoekdienst.example/m/koppelen#abc", error="m").matrix_iter(border=4))
    assert dark == {(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark}
    assert min(min(place) for place in dark) == 4
    assert drawn["side"] == len(rows)


def test_looking_at_the_page_makes_no_code(office):
    assert office.get(page(cast.volunteer())).status_code == 200
    assert PhoneCode.objects.count() == 0


def test_a_volunteer_without_a_login_gets_one(office):
    one = factories.VolunteerFactory(user=None, name="Nieuw Verzonnen", email="nieuw@voorbeeld.example")
    assert office.post(page(one)).status_code == 200
    user = User.objects.get(email="nieuw@voorbeeld.example")
    assert (Volunteer.objects.get(pk=one.pk).user, user.roles) == (user, {Role.VOLUNTEER})


def test_without_an_address_or_after_leaving_there_is_no_code(office):
    nameless = factories.VolunteerFactory(user=None, email="")
    gone = factories.VolunteerFactory(state="left", first_name="Gonda")
    for one, said in ((nameless, "Vul eerst een e-mailadres in."), (gone, "Gonda is nu geen vrijwilliger.")):
        answer = office.post(page(one))
        assert (answer.status_code, said in answer.content.decode()) == (409, True)
    assert PhoneCode.objects.count() == 0


def test_who_must_prove_herself_twice_gets_no_code_and_no_role_either(office):
    user = factories.UserFactory(roles=[Role.COORDINATOR])
    answer = office.post(page(factories.VolunteerFactory(user=user)))
    assert (answer.status_code, "een tweede bewijs" in answer.content.decode()) == (409, True)
    assert (PhoneCode.objects.count(), User.objects.get(pk=user.pk).roles) == (0, {Role.COORDINATOR})


def test_an_enrolled_phone_is_signed_in_and_named(office):
    client = enrolled()
    assert client.get("/m/").status_code == 200
    assert "Gekoppeld op" in office.get(page(cast.volunteer())).content.decode()


def test_a_lost_phone_is_out_at_once_and_hears_so(office):
    client, other = enrolled(), enrolled()
    lost = Phone.objects.earliest("pk")
    answer = office.post(reverse("phone_revoke", args=[lost.pk]), follow=True)
    assert "iPhone is afgemeld." in answer.content.decode()
    refused = client.get("/api/v1/trajectories")
    assert (refused.status_code, "Clear-Site-Data" in refused) == (401, False)  # what isn't sent yet stays
    assert "Deze telefoon is afgemeld" in client.get("/account/login/").content.decode()
    assert other.get("/api/v1/trajectories").status_code == 200


def test_signing_off_twice_is_told(office):
    enrolled()
    url = reverse("phone_revoke", args=[Phone.objects.get().pk])
    assert office.post(url).status_code == 302
    answer = office.post(url)
    assert (answer.status_code, "Deze telefoon is al afgemeld." in answer.content.decode()) == (409, True)


def test_who_leaves_is_out_on_every_phone_and_by_code(office):
    by_phone, by_code = enrolled(), clients.of(cast.volunteer().user)
    roster.leave(Volunteer.objects.get(pk=cast.volunteer().pk), on=NOW.date(), by=cast.coordinator(), at=NOW)
    refused = by_phone.get("/api/v1/me")
    assert (refused.status_code, refused["Clear-Site-Data"]) == (401, '"cache", "storage"')
    assert by_code.get("/api/v1/me").status_code == 403
    assert by_code.get("/m/").status_code == 403


def test_logging_out_signs_the_phone_off():
    client = enrolled()
    assert client.post("/m/uit").status_code == 302
    assert Phone.objects.get().revoked_at is not None


@pytest.mark.parametrize("number", [987_654, 2**63])
def test_a_phone_that_is_not_there_or_no_volunteers_is_404(office, number):
    hers = Phone.objects.create(
        user=factories.UserFactory(roles=[Role.CLERK]), name="x", enrolled_at=NOW, seen_on=NOW.date()
    )
    missing, foreign = (office.post(f"/vrijwilligers/telefoon/{pk}/afmelden/") for pk in (number, hers.pk))
    assert (missing.status_code, foreign.status_code) == (404, 404)
    assert Phone.objects.get().revoked_at is None


def test_the_phone_of_a_closed_user_is_wiped_when_it_next_comes(office):
    phone = enrolled()
    people.close(cast.volunteer().user, by=cast.coordinator(), at=NOW)
    refused = phone.get("/api/v1/me")
    assert (refused.status_code, refused["Clear-Site-Data"]) == (401, '"cache", "storage"')
