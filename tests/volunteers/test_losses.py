from datetime import date, timedelta

import pytest
from django.db import connection

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.policy import versions
from tests import cast, factories
from volunteers import eligibility, losses
from volunteers.models import OwnLoss, SignOffTalk

pytestmark = pytest.mark.django_db
BEFORE = "Het gesprek ligt voor het verlies. Kijk de dag na, of noteer een nieuw gesprek."
LATER = factories.NOW + timedelta(hours=1)


@pytest.fixture
def given():
    return {"by": cast.coordinator(), "at": factories.NOW}


def texts(refusal):
    return [reason.text for reason in refusal.value.reasons]


@pytest.mark.parametrize(
    ("known", "on"),
    [
        ((2024, 2), date(2024, 2, 29)),
        ((2025, 12), date(2025, 12, 31)),
        ((2025, 4), date(2025, 4, 30)),
        ((2025, 4, 3), date(2025, 4, 3)),
        ((2026, 11), factories.TODAY),  # this month: no later than today
        ((2026, 12), date(2026, 12, 31)),  # ahead: for the verb to refuse
    ],
)
def test_a_month_stands_for_its_last_day_so_that_the_months_since_are_never_too_few(known, on):
    assert losses.about(*known, today=factories.TODAY) == on


@pytest.mark.parametrize("known", [(2025, 2, 29), (2025, 13), (0, 1), (10_000, 1)])
def test_a_day_that_does_not_exist_is_no_date(known):
    with pytest.raises(Refused) as refusal:
        losses.about(*known, today=factories.TODAY)
    assert texts(refusal) == ["Deze dag bestaat niet. Kijk de dag, de maand en het jaar na."]


def test_a_loss_of_the_future_or_of_no_kind_is_refused(given):
    with pytest.raises(Refused) as refusal:
        losses.add(factories.VolunteerFactory(), kind="honger", happened_on=date(2026, 11, 24), **given)
    assert texts(refusal) == [
        "Kies het soort verlies.", "Het verlies ligt in de toekomst. Kijk de maand en het jaar na.",
    ]  # fmt: skip


def test_what_and_when_cannot_be_read_in_the_database(given):
    losses.add(factories.VolunteerFactory(loss=False), kind="dementia", happened_on=date(2024, 2, 29), **given)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, happened_on FROM volunteers_ownloss")
        row = cursor.fetchone()
    assert ["dementia" in row[0], "2024" in row[1]] == [False, False]
    assert (OwnLoss.objects.get().kind, OwnLoss.objects.get().happened_on) == ("dementia", date(2024, 2, 29))


def test_a_correction_is_in_the_log_without_what_it_was_and_asks_for_no_new_talk(given):
    volunteer = factories.VolunteerFactory()
    loss = volunteer.losses.get()
    losses.correct(loss, kind="sudden", happened_on=date(2021, 1, 31), **given)
    event = Event.objects.latest("pk")
    assert (event.kind, event.facts) == ("volunteer.loss_corrected", {})
    policy = versions.current(factories.TODAY)
    assert eligibility.reasons(volunteer, policy, factories.TODAY) == []
    losses.correct(loss, kind="sudden", happened_on=date(2025, 5, 21), **given)  # a day after that talk
    assert [one.text for one in eligibility.reasons(volunteer, policy, factories.TODAY)] == [
        f"{volunteer.first_name} heeft een nieuw verlies dat nog niet besproken is."
    ]


def test_a_loss_that_was_a_mistake_goes_and_that_stays_in_the_log(given):
    volunteer = factories.VolunteerFactory()
    losses.retract(volunteer.losses.get(), **given)
    assert (volunteer.losses.count(), Event.objects.latest("pk").kind) == (0, "volunteer.loss_retracted")


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"held_on": date(2026, 11, 24)}, "Het gesprek ligt in de toekomst. Noteer het als het geweest is."),
        ({"held_on": date(2022, 2, 28)}, BEFORE),
        ({"outcome": "misschien"}, "Kies wat er uit het gesprek kwam."),
        ({"again_on": date(2027, 1, 1)}, "Een volgend gesprek hoort bij “nu nog niet”, en ligt na dit gesprek."),
        (
            {"outcome": "later", "again_on": factories.TODAY},
            "Een volgend gesprek hoort bij “nu nog niet”, en ligt na dit gesprek.",
        ),
    ],
)  # fmt: skip
def test_a_talk_that_cannot_be_so_is_refused(given, said, refused):
    volunteer = factories.VolunteerFactory(loss__talk=None)
    with pytest.raises(Refused) as refusal:
        losses.talk(volunteer, **{"outcome": "fit", "held_on": factories.TODAY, **said}, **given)
    assert (texts(refusal), SignOffTalk.objects.count()) == ([refused], 0)


def test_without_a_known_loss_there_is_nothing_to_talk_over(given):
    volunteer = factories.VolunteerFactory(first_name="Vera", loss=False)
    with pytest.raises(Refused) as refusal:
        losses.talk(volunteer, outcome="fit", held_on=factories.TODAY, **given)
    assert texts(refusal) == ["Van Vera is geen eigen verlies bekend. Noteer dat eerst."]


def test_the_last_talk_counts_each_time_again(given):
    volunteer = factories.VolunteerFactory(first_name="Vera")
    policy, today = versions.current(factories.TODAY), factories.TODAY
    seen = []
    for outcome, again_on in (("not", None), ("later", date(2027, 3, 1)), ("later", None), ("fit", None)):
        losses.talk(volunteer, outcome=outcome, held_on=today, again_on=again_on, note=" niet voor nu ", **given)
        seen.append([one.text for one in eligibility.reasons(volunteer, policy, today)])
    said = "Na het gesprek van 23 november 2026 is Vera"
    assert seen == [
        [f"{said} niet de vrijwilliger die wij zoeken."],
        [f"{said} er nog niet aan toe. Opnieuw op 1 maart 2027."],
        [f"{said} er nog niet aan toe."],
        [],
    ]
    assert volunteer.talks.last().note == "niet voor nu"


def test_a_loss_noted_after_the_talk_asks_for_another_and_gets_it(given):
    volunteer = factories.VolunteerFactory()
    losses.add(volunteer, kind="sudden", happened_on=date(2023, 1, 31), **given)
    policy = versions.current(factories.TODAY)
    assert len(eligibility.reasons(volunteer, policy, factories.TODAY)) == 1
    losses.talk(volunteer, outcome="fit", held_on=factories.TODAY, by=given["by"], at=LATER)
    assert eligibility.reasons(volunteer, policy, factories.TODAY) == []
