"""The evaluation by link: nothing is learnt from the page, one answer a form, nothing through the volunteer (E1)."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting import company, endings, evaluations
from bezoekdienst.visiting.models import Evaluation
from bezoekdienst.web import evaluation_codes
from letters import codes
from letters.models import Letterhead
from tests.factories import TrajectoryFactory, coordinator
from tests.web import clients

pytestmark = pytest.mark.django_db

FORM, THANKS = reverse("evaluation_form"), reverse("evaluation_thanks")
SAID = {
    **{f"statement_{number}": str(number + 1) for number in range(5)},
    "mark": "8",
    "text": "Fijn, die wandelingen.",
}


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def evaluation() -> Evaluation:
    today = timezone.localdate()
    one = TrajectoryFactory(
        started_on=today - timedelta(days=100), bereavement__resident__email="a+b@voorbeeld.example"
    )
    one.state, one.ended_on, one.end_reason = "ended", today, "goal_reached"
    one.save()
    return evaluations.send(one, by=coordinator(), at=timezone.now())


def test_the_questions_of_the_kitchen_table_come_back_and_one_answer_is_enough(evaluation: Evaluation) -> None:
    page = Client().get(FORM).content.decode()
    assert all(question in page for question in company.QUESTIONS)
    assert fill_in(evaluation_codes.of(evaluation), company_1="often") == (302, THANKS)
    evaluation.refresh_from_db()
    assert evaluation.answers["company"] == ["", "often", ""]


def fill_in(code: str, **said: str) -> tuple[int, str]:
    answer = Client().post(FORM, {"code": code, **(said or SAID)})
    return answer.status_code, answer.headers.get("Location", "")


def test_who_was_visited_fills_it_in_without_logging_in(evaluation: Evaluation) -> None:
    code = evaluation_codes.of(evaluation)
    assert fill_in(f" {codes.shown(code).lower()} ") == (302, THANKS)
    evaluation.refresh_from_db()
    assert evaluation.received_on == timezone.localdate()
    assert evaluation.answers == {"statements": [1, 2, 3, 4, 5], "mark": 8, "text": "Fijn, die wandelingen."}
    assert fill_in(code, mark="1") == (302, THANKS)
    evaluation.refresh_from_db()
    assert evaluation.answers["mark"] == 8


def test_who_is_thanked_reads_whom_to_call(version: Letterhead) -> None:
    page = Client().get(THANKS).content.decode()
    assert version.texts["phone"] in page
    Letterhead.objects.all().delete()
    assert "Bel dan de coördinator.</p>" in Client().get(THANKS).content.decode()


def test_any_code_is_thanked_alike_and_keeps_nothing(evaluation: Evaluation) -> None:
    for code in (codes.make(), codes.make()):
        assert fill_in(code) == (302, THANKS)
    evaluation.refresh_from_db()
    assert evaluation.received_on is None


def test_a_code_that_ran_out_or_of_somebody_who_died_is_thanked_too(evaluation: Evaluation) -> None:
    today, code = timezone.localdate(), evaluation_codes.of(evaluation)
    assert evaluation_codes.find(code, today + timedelta(weeks=8)) == evaluation
    assert evaluation_codes.find(code, today + timedelta(weeks=8, days=1)) is None
    endings.note_death(evaluation.trajectory.resident, died_on=today, by=None, at=timezone.now())
    assert fill_in(code) == (302, THANKS)
    evaluation.refresh_from_db()
    assert evaluation.received_on is None


def test_a_mistyped_code_and_an_empty_form_come_back_with_what_was_filled_in(evaluation: Evaluation) -> None:
    page = Client().post(FORM, {"code": "2222 2223", **SAID})
    assert page.status_code == 422
    assert "Deze code klopt niet." in page.content.decode()
    assert "Fijn, die wandelingen." in page.content.decode()
    empty = Client().post(FORM, {"code": evaluation_codes.of(evaluation)})
    assert "U hebt nog niets ingevuld." in empty.content.decode()


def test_garbage_is_no_error(evaluation: Evaluation) -> None:
    code = evaluation_codes.of(evaluation)
    for said in ({"statement_0": "9"}, {"mark": "achttien"}, {"text": "a" * 5000, "statement_1": "\x00"}):
        assert Client().post(FORM, {"code": code, **said}).status_code == 422
    evaluation.refresh_from_db()
    assert evaluation.received_on is None


def test_who_tries_many_codes_is_asked_to_wait() -> None:
    answers = [fill_in(codes.make())[0] for _ in range(14)]
    assert answers == [302] * 12 + [429] * 2


def test_codes_differ_and_nothing_of_them_is_kept(evaluation: Evaluation) -> None:
    one = evaluation_codes.of(evaluation)
    other = Evaluation(pk=evaluation.pk + 1, trajectory_id=evaluation.trajectory_id, sent_on=evaluation.sent_on)
    assert codes.is_valid(one)
    assert one != evaluation_codes.of(other)
    assert all(one not in repr(row) for row in Evaluation.objects.values_list())


def test_the_form_goes_out_on_paper_or_by_a_mail_that_names_nobody(evaluation: Evaluation) -> None:
    client, resident = clients.logged_in(Role.COORDINATOR), evaluation.trajectory.resident
    url = reverse("evaluation_sheet", args=[evaluation.trajectory_id])
    page = client.get(url).content.decode()
    code = evaluation_codes.of(evaluation)
    assert codes.shown(code) in page
    mail = unquote(page.partition('href="mailto:')[2].partition('"')[0])
    assert mail.startswith("a+b@voorbeeld.example?subject=Hoe was het bezoek?&amp;body=Goedendag,")
    assert f"/ervaring#{code}" in mail
    assert resident.name not in mail
    evaluations.receive(
        evaluation, statements=[5] * 5, mark=None, received_on=timezone.localdate(), by=None, at=timezone.now()
    )
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.CLERK])
def test_the_volunteer_never_gets_at_the_form(evaluation: Evaluation, role: Role) -> None:
    url = reverse("evaluation_sheet", args=[evaluation.trajectory_id])
    assert clients.logged_in(role).get(url).status_code == 403


def test_what_came_back_of_a_form_that_never_went_out_is_refused() -> None:
    client, one = clients.logged_in(Role.COORDINATOR), TrajectoryFactory()
    given = {"received_on": timezone.localdate().isoformat(), "mark": "8"}
    answer = client.post(reverse("trajectory_act", args=[one.pk, "evaluatie"]), given)
    assert "Er ging nog geen formulier uit. Er is niets bewaard." in answer.content.decode()
    assert not Evaluation.objects.exists()
