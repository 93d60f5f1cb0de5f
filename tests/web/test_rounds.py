from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from letters import letterheads
from letters.models import Extract, PrintJob, Reply, Round
from letters.printing import making
from letters.states import RoundState
from tests.letters import chain
from tests.web import clients

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))
NAME = "Proefbeuk"


@pytest.fixture
def clerk():
    return clients.logged_in(Role.CLERK)


def text(response):
    return response.content.decode()


def test_a_clerk_brings_a_round_from_upload_to_print(clerk, time_machine):
    time_machine.move_to(chain.at())
    letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", by=None, at=chain.at())
    clerk.post(reverse("round_open"))
    file = chain.delivery(*THREE)
    file.name = "aanlevering.csv"
    answer = clerk.post(reverse("extract_new"), {"file": file, "state_on": "2026-10-01"}, follow=True)
    extract = Extract.objects.get()
    assert answer.redirect_chain == [(reverse("extract", args=[extract.pk]), 302)] and NAME in text(answer)
    subject = Round.objects.get()

    def step(name, browser=clerk, **filled):
        return browser.post(reverse("round_act", args=[subject.pk, name]), filled)

    assert step("aanlevering", extract=extract.pk).status_code == 302
    assert step("vastzetten").status_code == 302
    assert clerk.get(reverse("round_proof", args=[subject.pk])).content.startswith(b"%PDF-")
    assert step("bekeken").status_code == 302
    fresh = chain.delivery(*THREE)
    fresh.name = "vers.csv"
    assert step("controle", file=fresh, state_on="2026-10-01").status_code == 302
    refused = step("vrijgeven")
    assert refused.status_code == 409 and "Vraag een collega" in text(refused)
    assert step("vrijgeven", clients.logged_in(Role.CLERK)).status_code == 302
    subject.refresh_from_db()
    assert subject.state == RoundState.RELEASED


@pytest.mark.parametrize("with_another", [True, False])
def test_a_draft_with_an_old_delivery_asks_for_another(clerk, time_machine, with_another):
    later = chain.ON + timedelta(days=20)
    subject = chain.drafted(*THREE)
    if with_another:
        chain.take_in(*THREE, chain.widow(9), on=later)
    time_machine.move_to(chain.at(later))
    page = text(clerk.get(reverse("round", args=[subject.pk])))
    assert page.count(reverse("round_act", args=[subject.pk, "aanlevering"])) == int(with_another)
    assert ("Er is een nieuw uittreksel nodig" in page) is not with_another
    assert reverse("round_act", args=[subject.pk, "vastzetten"]) not in page


def test_a_second_copy_is_told_on_the_same_form(clerk, time_machine):
    time_machine.move_to(chain.at())
    chain.take_in(*THREE)
    file = chain.delivery(*THREE)
    file.name = "nog eens.csv"
    answer = clerk.post(reverse("extract_new"), {"file": file, "state_on": "2026-10-01"})
    assert answer.status_code == 422 and "al ingelezen op 1 oktober 2026" in text(answer)
    assert Extract.objects.count() == 1


def test_the_coordinator_sees_counts_and_never_a_silent_name():
    subject = chain.posted(*THREE)
    answer = clients.logged_in(Role.COORDINATOR).get(reverse("round", args=[subject.pk]))
    assert answer.status_code == 200 and "brieven op de post" in text(answer)
    assert "Proef" not in text(answer) and reverse("extract", args=[subject.extract_id]) not in text(answer)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PRINT_ROOM, Role.PRIVACY_OFFICER, Role.VOLUNTEER])
def test_only_a_clerk_opens_a_delivery_or_takes_a_step(role):
    subject, browser = chain.frozen(*THREE), clients.logged_in(role)
    assert browser.get(reverse("extract", args=[subject.extract_id])).status_code == 403
    assert browser.get(reverse("round_proof", args=[subject.pk])).status_code == 403
    assert browser.post(reverse("round_act", args=[subject.pk, "intrekken"])).status_code == 403


def test_reading_a_delivery_is_written_down(clerk):
    extract = chain.take_in(*THREE)
    clerk.get(reverse("extract", args=[extract.pk]))
    assert Event.objects.get(kind="person.read").facts == {"what": "aanlevering"}


def test_the_list_of_rounds_takes_as_many_queries_for_three_as_for_one(clerk):
    def ask():
        with CaptureQueriesContext(connection) as found:
            assert clerk.get(reverse("rounds")).status_code == 200
        return len(found)

    chain.posted(*THREE)
    one = ask()
    for quarter in (1, 4):
        chain.posted(*(chain.widow(10 * quarter + n) for n in range(3)), on=date(2027, quarter, 5))
    assert ask() == one


def test_the_print_room_takes_the_file_along_and_says_it_is_printed(time_machine):
    time_machine.move_to(chain.at())
    chain.released(*THREE)
    making.make_all(at=chain.at())
    box, browser = PrintJob.objects.get(), clients.logged_in(Role.PRINT_ROOM)
    page = text(browser.get(reverse("print_jobs")))
    assert "3 brieven, 6 bladzijden" in page and "Proef" not in page
    file = browser.get(reverse("box_file", args=[box.pk]))
    assert file.content.startswith(b"%PDF-")
    assert browser.post(reverse("box_act", args=[box.pk, "gedrukt"])).status_code == 302
    box.refresh_from_db()
    assert (box.state, Event.objects.filter(kind="box.downloaded").count()) == ("printed", 1)


def test_the_coordinator_types_in_a_card_and_a_wrong_code_loses_nothing(time_machine):
    subject = chain.posted(*THREE)
    time_machine.move_to(chain.at(subject.posted_on))
    browser, letter = clients.logged_in(Role.COORDINATOR), subject.letters.first()
    filled = {"kind": "yes", "way": "card", "on": "2026-10-02", "phone": "026 000 00 01"}
    wrong = browser.post(reverse("reply_new"), {**filled, "code": "2222 2223"})
    assert wrong.status_code == 422 and "026 000 00 01" in text(wrong)
    assert browser.post(reverse("reply_new"), {**filled, "code": letter.code}).status_code == 302
    assert Reply.objects.get().intake.resident.phone == "026 000 00 01"
