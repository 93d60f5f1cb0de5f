"""Logging over the API (B1 to B3): once, whatever the line does; visibly when two contents meet."""

import json
import uuid

from bezoekdienst.api import errors
from bezoekdienst.visiting.models import Visit, VisitConflict
from tests.api.conftest import BASE

ID = "8d5f1f6e-0a3b-4c5d-9e7f-001122334455"
URL = f"{BASE}visits/{ID}"


def test_a_visit_sent_ten_times_is_one_visit(riet, content):
    answers = [riet.client.put(URL, content, format="json") for _ in range(10)]
    assert [answer.status_code for answer in answers] == [201] + [200] * 9
    assert len({answer.content for answer in answers}) == 1
    assert Visit.objects.count() == 1


def test_a_visit_comes_back_as_it_was_sent(riet, content):
    answer = riet.client.put(URL, content, format="json")
    told = {name: answer.json()[name] for name in content}
    assert told == content
    assert answer.json()["id"] == ID
    assert riet.client.get(URL).json() == answer.json()


def test_other_content_under_the_same_id_is_422_and_both_stay_visible(riet, content):
    riet.client.put(URL, content, format="json")
    answer = riet.client.put(URL, {**content, "minutes": 90}, format="json")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["reasons"][0]["rule"] == "B3"
    assert VisitConflict.objects.get().content["minutes"] == 90
    shown = riet.client.get(URL).json()
    others = [{name: one[name] for name in content} for one in shown["conflicts"]]
    assert (shown["minutes"], others) == (60, [{**content, "minutes": 90}])


def test_putting_it_right_chooses_between_two_contents(riet, content):
    riet.client.put(URL, content, format="json")
    riet.client.put(URL, {**content, "minutes": 90}, format="json")
    said = {name: value for name, value in content.items() if name != "trajectory"}
    chosen = riet.client.post(f"{URL}/correct", {**said, "minutes": 90}, format="json").json()
    assert (chosen["minutes"], chosen["conflicts"]) == (90, [])


def test_a_refusal_is_409_with_every_reason_in_dutch(riet, content):
    answer = riet.client.put(URL, {**content, "on": "2026-11-24", "next_on": "2026-11-20"}, format="json")
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert [reason["text"] for reason in answer.json()["reasons"]] == [
        "De volgende afspraak ligt niet na dit bezoek.",
        "De datum ligt in de toekomst. Kies vandaag of eerder.",
    ]
    assert Visit.objects.count() == 0


def test_a_visit_is_corrected_and_withdrawn_visibly(riet, content):
    riet.client.put(URL, content, format="json")
    said = {name: value for name, value in content.items() if name != "trajectory"}
    corrected = riet.client.post(f"{URL}/correct", {**said, "minutes": 90}, format="json")
    assert (corrected.status_code, corrected.json()["minutes"]) == (200, 90)
    assert corrected.json()["corrected_at"] is not None
    withdrawn = riet.client.post(f"{URL}/withdraw", format="json")
    assert (withdrawn.status_code, withdrawn.json()["withdrawn_at"] is None) == (200, False)
    assert riet.client.post(f"{URL}/withdraw", format="json").json() == withdrawn.json()  # an answer got lost


def test_a_retry_after_a_correction_is_still_the_same_visit(riet, content):
    riet.client.put(URL, content, format="json")
    said = {name: value for name, value in content.items() if name != "trajectory"}
    riet.client.post(f"{URL}/correct", {**said, "minutes": 90}, format="json")
    again = riet.client.put(URL, content, format="json")
    assert (again.status_code, again.json()["minutes"]) == (200, 90)


def test_the_same_id_on_two_phones_belongs_to_the_first(riet, joop, content):
    riet.client.put(URL, content, format="json")
    answer = joop.client.put(URL, {**content, "trajectory": joop.trajectory.pk}, format="json")
    missing = joop.client.get(f"{BASE}visits/{uuid.uuid4()}")
    assert (answer.status_code, answer.content) == (404, missing.content)
    assert VisitConflict.objects.count() == 0


def test_what_is_nested_too_deep_to_read_is_400_like_all_that_is_no_json(riet, content):
    for body in ("[" * 100_000, '{"on":' * 100_000, "geen json"):
        answer = riet.client.generic("PUT", URL, body, content_type="application/json")
        assert (answer.status_code, answer["Content-Type"]) == (400, errors.MEDIA_TYPE)
    assert not Visit.objects.exists()


def test_what_is_no_visit_is_400_per_field(riet, content):
    wrong = {**content, "on": "2026-W48-1", "minutes": "60", "kind": "thuis", "note": 7, "next_on": "7 december"}
    answer = riet.client.put(URL, wrong, format="json")
    assert answer.status_code == 400
    assert set(answer.json()["invalid"]) == {"on", "minutes", "kind", "note", "next_on"}


def test_only_json_is_read(riet, content):
    answer = riet.client.put(URL, "trajectory=1", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")


def test_a_row_that_went_between_the_door_and_the_lock_is_a_missing_one() -> None:
    answer = errors.handle(Visit.DoesNotExist(), {})
    assert answer is not None
    assert (answer.status_code, json.loads(answer.content)["title"]) == (404, errors.TITLES[404])
