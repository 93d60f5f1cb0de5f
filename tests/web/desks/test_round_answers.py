"""What came of a round: its numbers lead to the people they count, and its picture says when the answers came (A6)."""

import html
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import IntakeState
from bezoekdienst.web.desks import round_answers
from letters import counts, replies
from letters.acquaintances import Person
from letters.states import ReplyKind, ReplyWay
from tests.letters import chain
from tests.web import clients

pytestmark = pytest.mark.django_db
SIX = tuple(chain.widow(number) for number in range(6))


@pytest.fixture
def subject():
    return chain.posted(*SIX)


def answer(letter, days, kind=ReplyKind.YES, way=ReplyWay.CARD):
    on = letter.round.posted_on + timedelta(days=days)
    told = Person(phone="026 000 00 01")
    return replies.register(letter, kind=kind, way=way, person=told, by=None, at=chain.at(on), on=on)


def five_answers(subject):
    letters = list(subject.letters.all())
    for letter, days in zip(letters, (3, 9, 3, 31), strict=False):
        answer(letter, days)
    answer(letters[0], 40, ReplyKind.NEVER, ReplyWay.PHONE)
    answer(letters[4], 12, ReplyKind.MORE, ReplyWay.PAGE)
    answer(letters[5], 2, ReplyKind.RETURNED, ReplyWay.POST)


def test_the_days_are_those_of_each_letters_first_answer_and_the_kind_that_of_its_last(subject):
    five_answers(subject)
    told = counts.answers(subject)
    assert (told.days, told.half_within, told.usual) == ((3, 3, 9, 12, 31), 9, None)
    assert told.kinds == {"yes": 3, "never": 1, "more": 1} and told.ways == {"card": 3, "phone": 1, "page": 1}
    assert counts.of(subject).reconciles


def test_a_round_without_an_answer_has_no_days(subject):
    answer(subject.letters.first(), 2, ReplyKind.RETURNED, ReplyWay.POST)
    assert counts.answers(subject) == counts.Answers((), {}, {}, None)
    assert counts.answers(subject).half_within is None


def test_what_is_usual_is_the_middle_of_the_four_rounds_before(subject):
    for number, (on, yeses) in enumerate(
        [(date(2027, 1, 4), 3), (date(2027, 4, 1), 1), (date(2027, 7, 1), 2), (date(2027, 10, 1), 1)], start=1
    ):
        later = chain.posted(*(chain.widow(10 * number + n, e05_07_10="20270101" if number > 2 else "20260314",
            e05_85_10="20270101" if number > 2 else "20260314", e05_86_10="20270102" if number > 2 else "20260316")
            for n in range(3)), on=on)  # fmt: skip
        for letter in list(later.letters.all())[:yeses]:
            answer(letter, 5)
    assert counts.answers(later).usual == 1.5  # of 2, 1, 3 and 0: that of the first round too


def test_the_answers_take_as_many_queries_for_five_as_for_one(subject):
    def ask():
        with CaptureQueriesContext(connection) as found:
            counts.answers(subject)
        return len(found)

    answer(subject.letters.last(), 1)
    one = ask()
    five_answers(subject)
    assert (one, ask()) == (2, 2)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ((0,), "Het antwoord kwam nog dezelfde dag."),
        ((3, 9), "De helft antwoordde binnen 3 dagen. Het eerste antwoord kwam na 3 dagen, het laatste na 9 dagen."),
        ((0, 0, 1), "De helft antwoordde nog dezelfde dag. "
            "Het eerste antwoord kwam nog dezelfde dag, het laatste na 1 dag."),
        ((1, 1, 2), "De helft antwoordde binnen 1 dag. Het eerste antwoord kwam na 1 dag, het laatste na 2 dagen."),
    ],
)  # fmt: skip
def test_when_they_came_is_said_in_a_sentence(days, sentence):
    assert round_answers.sentence(counts.Answers(days, {}, {}, None)) == sentence


def test_the_picture_has_a_block_an_answer_and_the_table_the_same_numbers():
    picture = round_answers.picture((3, 3, 9, 12, 60), 8)
    assert picture["height"] == 28 and len(picture["weeks"]) == 9
    assert picture["blocks"] == [
        ("4.92", 14, 12.0), ("4.92", 0, 12.0), ("14.44", 14, 12.0), ("19.21", 14, 12.0), ("95.40", 14, 12.0),
    ]  # fmt: skip
    assert (picture["width"], picture["half"]) == ("1.27", "15.08")
    assert [count for _, count in picture["weeks"]] == [2, 2, 0, 0, 0, 0, 0, 0, 1]


def test_many_answers_on_a_day_stay_within_the_picture():
    picture = round_answers.picture((1,) * 20 + (2,) * 5, 8)
    assert (picture["height"], len(picture["blocks"])) == (112, 25)
    assert min(y for _, y, _ in picture["blocks"]) == 0


def test_every_number_leads_to_the_people_it_counts(subject):
    answer(subject.letters.first(), 3)
    seen = answer(subject.letters.last(), 5).intake
    Intake.objects.filter(pk=seen.pk).update(visited_on=subject.posted_on + timedelta(days=9))
    desk = clients.logged_in(Role.COORDINATOR)
    page = html.unescape(desk.get(reverse("round", args=[subject.pk])).content.decode())
    for step, names in (("answered", 2), ("visited", 1), ("matched", 0)):
        url = f"{reverse('intakes')}?toon=alle&ronde={subject.pk}&stap={step}"
        assert f'href="{url}"' in page
        assert desk.get(url).content.decode().count('<a class="name"') == names


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1", "iets", "²"])
def test_a_round_that_is_not_there_leaves_the_list_as_it_is(subject, number):
    answer(subject.letters.first(), 3)
    page = clients.logged_in(Role.COORDINATOR).get(reverse("intakes"), {"toon": "alle", "ronde": number})
    assert (page.status_code, page.content.decode().count('<a class="name"')) == (200, 1)


def test_the_clerk_sees_the_numbers_and_no_way_to_the_people(subject):
    answer(subject.letters.first(), 3)
    page = clients.logged_in(Role.CLERK).get(reverse("round", args=[subject.pk])).content.decode()
    assert "Wanneer de antwoorden kwamen" in page and reverse("intakes") not in page and "vrij bij" not in page


@pytest.mark.parametrize(("days", "loud"), [(13, False), (14, True)])
def test_no_answer_after_two_weeks_is_shown_at_once(subject, time_machine, days, loud):
    time_machine.move_to(chain.at(subject.posted_on + timedelta(days=days)))
    page = clients.logged_in(Role.COORDINATOR).get(reverse("round", args=[subject.pk])).content.decode()
    assert ("Er kwam nog geen enkel antwoord" in page) is loud
    assert ("Vier tot zeven antwoorden op een ronde is gewoon." in page) is not loud


def test_an_envelope_that_came_back_is_no_answer_on_any_screen(subject, time_machine):
    answer(subject.letters.first(), 3, ReplyKind.RETURNED, ReplyWay.POST)
    time_machine.move_to(chain.at(subject.posted_on + timedelta(days=14)))
    desk = clients.logged_in(Role.COORDINATOR)
    assert "6 brieven, 0 antwoorden." in desk.get(reverse("rounds")).content.decode()
    assert "kwam nog geen enkel antwoord" in desk.get(reverse("home")).content.decode()
    assert "kwam nog geen enkel antwoord" in desk.get(reverse("round", args=[subject.pk])).content.decode()
    for letter in subject.letters.all()[:2]:
        answer(letter, 4)
    assert "6 brieven, 2 antwoorden." in desk.get(reverse("rounds")).content.decode()
    assert "kwam nog geen enkel antwoord" not in desk.get(reverse("home")).content.decode()


def test_more_answers_than_there_is_room_for_are_shown_until_they_have_a_place(subject, time_machine):
    time_machine.move_to(chain.at(subject.posted_on + timedelta(days=5)))
    intake = answer(subject.letters.first(), 3).intake
    url, desk = reverse("round", args=[subject.pk]), clients.logged_in(Role.COORDINATOR)
    assert "Er kwamen meer antwoorden dan er plaats is" in desk.get(url).content.decode()
    Intake.objects.filter(pk=intake.pk).update(state=IntakeState.MATCHED)
    assert "Er kwamen meer antwoorden dan er plaats is" not in desk.get(url).content.decode()
