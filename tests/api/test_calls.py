"""Bel mij even, signals, gatherings, and who I am."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from bezoekdienst.audit.models import Event
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import referrals
from bezoekdienst.visiting.models import Resident, Signal
from tests import factories
from tests.api.conftest import BASE
from volunteers import calls
from volunteers.models import CallRequest, Gathering, Invitation


def test_asking_for_a_call_twice_is_one_request_and_one_mail_a_coordinator(riet):
    coordinators = [factories.coordinator(), factories.coordinator()]
    body = {"uuid": str(uuid.uuid4())}
    answers = [riet.client.post(f"{BASE}call-me", body, format="json") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["uuid"] == body["uuid"]
    assert sorted(Message.objects.values_list("user", flat=True)) == sorted(one.pk for one in coordinators)
    assert riet.client.get(f"{BASE}me").json()["call_asked_at"] == answers[0].json()["asked_at"]


def test_without_an_id_the_open_request_is_the_request(riet):
    answers = [riet.client.post(f"{BASE}call-me", {}, format="json") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert CallRequest.objects.count() == 1


def test_after_the_call_she_can_ask_again(riet):
    riet.client.post(f"{BASE}call-me", {}, format="json")
    calls.settle(CallRequest.objects.get(), by=factories.coordinator(), at=factories.NOW)
    assert riet.client.get(f"{BASE}me").json()["call_asked_at"] is None
    assert riet.client.post(f"{BASE}call-me", {}, format="json").status_code == 201


def test_a_signal_sent_twice_is_one_and_other_content_is_422(riet):
    url = f"{BASE}signals/{uuid.uuid4()}"
    body = {"trajectory": riet.trajectory.pk, "kind": "wish_to_die", "note": "Zei het twee keer."}
    answers = [riet.client.put(url, body, format="json") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert (answers[0].json()["urgent"], answers[0].json()["seen_at"]) == (True, None)
    assert riet.client.put(url, {**body, "kind": "money"}, format="json").status_code == 422
    assert Signal.objects.count() == 1


def test_she_sees_that_her_signal_was_seen(riet):
    url = f"{BASE}signals/{uuid.uuid4()}"
    riet.client.put(url, {"trajectory": riet.trajectory.pk, "kind": "money"}, format="json")
    referrals.see(Signal.objects.get(), by=factories.coordinator(), at=factories.NOW)
    assert riet.client.get(url).json()["state_words"] == "gezien"
    shown = riet.client.get(f"{BASE}trajectories").json()[0]["signals"]
    assert [signal["seen_at"] for signal in shown] == ["2026-11-23T10:00:00+01:00"]


def test_an_answer_to_a_gathering_can_be_changed(riet):
    gathering = Gathering.objects.create(
        kind="intervision", starts_at=factories.NOW + timedelta(days=9), place="De Linde"
    )
    Invitation.objects.create(gathering=gathering, volunteer=riet.volunteer)
    assert riet.client.get(f"{BASE}me").json()["next_gathering"]["coming"] is None
    for coming in (True, False):
        answer = riet.client.put(f"{BASE}gatherings/{gathering.pk}/answer", {"coming": coming}, format="json")
        assert (answer.status_code, answer.json()["coming"]) == (200, coming)
        assert riet.client.get(f"{BASE}me").json()["next_gathering"]["coming"] is coming


def invited(volunteer, days=9, **given):
    gathering = Gathering.objects.create(
        **{"kind": "intervision", "starts_at": factories.NOW + timedelta(days=days), "place": "De Linde", **given}
    )
    return Invitation.objects.create(gathering=gathering, volunteer=volunteer).gathering


def test_an_answer_about_a_day_that_is_no_longer_the_day_is_refused(riet):
    gathering = invited(riet.volunteer)
    path = f"{BASE}gatherings/{gathering.pk}/answer"
    late = riet.client.put(path, {"coming": True, "on": "2026-12-01"}, format="json")
    assert late.status_code == 409
    assert late.json()["reasons"] == [
        {"rule": "V5", "text": "De bijeenkomst is verplaatst. Kijk wanneer het nu is, en antwoord opnieuw."}
    ]
    assert riet.client.put(path, {"coming": True, "on": "2026-12-02"}, format="json").status_code == 200


def test_an_answer_about_the_old_day_is_shown_as_such_until_she_answers_again(riet):
    gathering = invited(riet.volunteer)
    path = f"{BASE}gatherings/{gathering.pk}/answer"
    riet.client.put(path, {"coming": True}, format="json")
    gathering.moved_at = timezone.now() + timedelta(seconds=1)
    gathering.save()
    shown = riet.client.get(f"{BASE}me").json()["next_gathering"]
    assert (shown["coming"], shown["moved"], shown["minutes"], shown["theme"]) == (True, True, 120, "")


def test_what_is_called_off_is_told_beside_what_goes_on(riet):
    off, on = invited(riet.volunteer, 5, cancelled_at=factories.NOW), invited(riet.volunteer, 9)
    me = riet.client.get(f"{BASE}me").json()
    assert (me["called_off"]["id"], me["next_gathering"]["id"]) == (off.pk, on.pk)
    answer = riet.client.put(f"{BASE}gatherings/{off.pk}/answer", {"coming": True}, format="json")
    assert answer.status_code == 409


@pytest.mark.parametrize("typed", ["6811AA", "6811 aa", "6811 AA"])
def test_a_postcode_is_written_as_on_an_envelope(riet, typed):
    Resident.objects.update(postcode=typed)
    assert riet.client.get(f"{BASE}trajectories").json()[0]["postcode"] == "6811 AA"


def test_what_was_agreed_and_how_many_weeks_are_left(riet):
    body = {"trajectory": riet.trajectory.pk, "on": "2026-11-20", "kind": "walk", "minutes": 45, "mood": "well"}
    riet.client.put(f"{BASE}visits/{uuid.uuid4()}", {**body, "next_on": "2026-12-04"}, format="json")
    row = riet.client.get(f"{BASE}trajectories").json()[0]
    assert (row["last_visit_on"], row["next_on"]) == ("2026-11-20", "2026-12-04")
    assert (row["hard_stop_on"], row["weeks_left"]) == ("2027-08-31", 40)
    assert (row["street"], row["postcode"], row["town"]) == ("Dorpsweg 1", "6811 AA", "Arnhem")


def test_events_of_the_phone_hold_no_words_of_hers(riet):
    body = {"trajectory": riet.trajectory.pk, "kind": "gloom", "note": "Een geheim."}
    riet.client.put(f"{BASE}signals/{uuid.uuid4()}", body, format="json")
    riet.client.post(f"{BASE}call-me", {}, format="json")
    assert {"signal.reported", "call.asked"} <= set(Event.objects.values_list("kind", flat=True))
    assert all("geheim" not in str(event.facts) and "Bep" not in str(event.facts) for event in Event.objects.all())
