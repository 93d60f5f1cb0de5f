from datetime import date, time, timedelta

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices.models import Message
from tests import cast, factories
from tests.volunteers.courses import ABSENT, PRESENT, TODAY, course, day, joined, trainee
from volunteers import attendance, roster, topics, trainings
from volunteers.attendance import Presence
from volunteers.models import TrainingAttendance, TrainingDay
from volunteers.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def given():
    return {"by": cast.coordinator(), "at": factories.NOW}


def texts(refusal):
    return [reason.text for reason in refusal.value.reasons]


def test_a_course_has_a_name_and_days_each_once_and_of_hours_that_can_be(given):
    with pytest.raises(Refused) as refusal:
        trainings.plan(" ", days=[], **given)
    assert texts(refusal) == ["Geef de training een naam.", "Een training heeft minstens één dag. Vul er een in."]
    wrong = [
        day(1), day(1, "  "), day(2, starts=time(10), ends=time(10)), day(3, ends=time(12)),
    ]  # fmt: skip
    with pytest.raises(Refused) as refusal:
        trainings.plan("Najaar", days=wrong, **given)
    assert texts(refusal) == [
        "24 november 2026 staat er twee keer in. Een dag kan maar één keer.",
        "Schrijf op waar het op 24 november 2026 over gaat.",
        "Op 25 november 2026 is het einde niet na het begin. Kijk de tijden na.",
        "Op 26 november 2026 is het einde niet na het begin. Kijk de tijden na.",
    ]


def test_an_applicant_who_takes_part_begins_the_training_and_twice_is_once(given):
    applicant, found = trainee(), course(given)
    applicant.state = State.APPLICANT
    applicant.save()
    assert [trainings.join(found, [applicant], **given) for _ in range(2)] == [1, 0]
    applicant.refresh_from_db()
    assert (applicant.state, found.participations.count()) == (State.TRAINING, 1)


def test_who_left_does_not_take_part(given):
    gone, found = trainee(), course(given)
    roster.leave(gone, on=TODAY, **given)
    with pytest.raises(Refused) as refusal:
        trainings.join(found, [gone], **given)
    assert texts(refusal) == ["Truus is “gestopt” en kan niet meedoen."]


def test_a_day_moves_and_who_takes_part_is_told(given):
    found = joined(given, course(given), trainee(user=factories.UserFactory()))
    ahead = found.days.last()
    trainings.change(ahead, day(9, "Het gesprek", place="Elders"), **given)
    assert TrainingDay.objects.get(pk=ahead.pk).held_on == TODAY + timedelta(days=9)
    assert [message.kind for message in Message.objects.order_by("pk")] == ["training", "training_changed"]


@pytest.mark.parametrize("act", ["change", "cancel"])
def test_a_day_that_is_past_or_noted_stays_as_it_was(given, act):
    truus = trainee()
    found = joined(given, course(given), truus)
    past, _, today, _ = found.days.all()
    attendance.note(today, {truus: PRESENT}, **given)
    more = {"to": day(8)} if act == "change" else {}
    said = []
    for one in (past, today):
        with pytest.raises(Refused) as refusal:
            getattr(trainings, act)(one, **more, **given)
        said += texts(refusal)
    assert said == [
        "Deze dag is al geweest. Wie er was, kunt u nog wel noteren.",
        "Van deze dag is al genoteerd wie er was.",
    ]


def test_a_day_does_not_move_to_the_past_nor_onto_another(given):
    ahead = course(given).days.last()
    with pytest.raises(Refused) as refusal:
        trainings.change(ahead, day(-1), **given)
    assert texts(refusal) == [
        "De nieuwe datum ligt in het verleden.",
        "22 november 2026 staat er twee keer in. Een dag kan maar één keer.",
    ]
    trainings.change(ahead, day(1, "andere woorden"), **given)  # the same date is no other day


def test_a_cancelled_day_is_told_and_the_only_one_is_not_cancelled(given):
    found = joined(given, course(given, day(1), day(2)), trainee(user=factories.UserFactory()))
    trainings.cancel(found.days.first(), **given)
    assert Message.objects.latest("pk").kind == "training_cancelled"
    with pytest.raises(Refused) as refusal:
        trainings.cancel(found.days.get(), **given)
    assert texts(refusal) == ["Dit is de enige dag. Plan eerst een andere."]


def test_presence_is_one_list_and_can_be_put_right_later(given):
    truus, nel, ans = trainee(), trainee("Nel"), trainee("Ans")
    found = joined(given, course(given), truus, nel, ans)
    first = found.days.first()
    said = {truus: PRESENT, nel: ABSENT, ans: (Presence.EXEMPT, " deed dit elders ")}
    assert attendance.note(first, said, **given) == 3
    assert attendance.note(first, said, **given) == 0
    assert attendance.note(first, {**said, nel: PRESENT, truus: (attendance.NOTHING, "")}, **given) == 2
    noted = {one.volunteer: (one.presence, one.reason, one.noted_by) for one in TrainingAttendance.objects.all()}
    assert noted == {
        nel: (Presence.PRESENT, "", given["by"]),
        ans: (Presence.EXEMPT, "deed dit elders", given["by"]),
    }
    told = [event.facts["presence"] for event in Event.objects.filter(kind="training.attended").order_by("pk")]
    assert told == ["was er", "was er niet", "vrijgesteld", "toch niets", "was er"]


def test_what_cannot_be_noted_says_why_for_each(given):
    truus, nel = trainee(), trainee("Nel")
    found = joined(given, course(given), truus)
    with pytest.raises(Refused) as refusal:
        attendance.note(found.days.last(), {truus: PRESENT}, **given)
    assert texts(refusal) == ["Deze trainingsdag is nog niet geweest. Noteer daarna wie er was."]
    with pytest.raises(Refused) as refusal:
        attendance.note(found.days.first(), {truus: (Presence.EXEMPT, " "), nel: ("misschien", "")}, **given)
    assert texts(refusal) == [
        "Schrijf erbij waarom Truus is vrijgesteld.",
        "Nel doet niet mee aan deze training.",
        "Kies of Nel er was.",
    ]


def test_a_missed_day_is_caught_up_in_another_course_and_counts_once(given):
    truus = trainee()
    found = joined(given, course(given), truus)
    for one in found.days.filter(held_on__lte=TODAY):
        attendance.note(one, {truus: ABSENT if one.topic == "conversation" else PRESENT}, **given)
    every = [one.topic for one in found.days.all()]
    assert topics.missing(truus, every, TODAY) == ["het gesprek", "signalen en grenzen"]
    other = joined(given, course(given, day(0, "Het Gesprek "), day(-1, "own_story")), truus)
    for one in other.days.all():
        attendance.note(one, {truus: PRESENT}, **given)
    truus = type(truus).objects.get(pk=truus.pk)
    assert topics.missing(truus, every, TODAY) == ["signalen en grenzen"]
    assert len(topics.done(truus, TODAY)) == 3


def test_nobody_withdraws_of_whom_something_was_noted(given):
    truus = trainee(user=factories.UserFactory())
    found = joined(given, course(given), truus)
    trainings.withdraw(found.participations.get(), **given)
    assert (found.participations.count(), Message.objects.count()) == (0, 0)
    joined(given, found, truus)
    attendance.note(found.days.first(), {truus: ABSENT}, **given)
    with pytest.raises(Refused) as refusal:
        trainings.withdraw(found.participations.get(), **given)
    assert texts(refusal) == ["Van Truus is al genoteerd of zij er was. Dat blijft staan."]


@pytest.mark.parametrize(("typed", "kept"), [("Het gesprek ", "conversation"), (" over rouw", "over rouw")])
def test_a_usual_topic_is_kept_as_such_and_other_words_as_they_are(typed, kept):
    assert topics.code(typed) == kept


def test_what_is_written_in_the_way_of_a_date_is_a_date():
    assert trainings.said(TrainingDay(held_on=date(2026, 12, 7), topic="rouw", starts=time(9, 30))) == (
        "maandag 7 december 2026, om 09.30 uur: rouw"
    )
