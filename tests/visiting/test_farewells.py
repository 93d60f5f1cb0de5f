from datetime import UTC, date, datetime

import pytest

from bezoekdienst.api import people
from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import farewells, trajectories
from tests import cast, factories
from tests.refusals import texts

pytestmark = pytest.mark.django_db

THANKS = "Dank voor de wandelingen."


def ended(by):
    trajectory = cast.trajectory()
    trajectories.close(trajectory, reason="goal_reached", on=date(2026, 11, 20), by=by, at=factories.NOW)
    return trajectory


def test_a_last_word_is_kept_and_the_mail_says_nothing_of_it(by):
    trajectory = ended(by)
    farewells.thank(trajectory, words=f" {THANKS} ", by=by, at=factories.NOW)
    farewells.thank(trajectory, words=THANKS, by=by, at=factories.NOW)
    trajectory.refresh_from_db()
    assert trajectory.thanks == THANKS
    (row,) = people.mine(trajectory.volunteer.user, factories.TODAY)
    assert row["thanks"] == THANKS
    (message,) = Message.objects.all()
    assert (message.user, message.facts) == (trajectory.volunteer.user, {})
    subject, body = post.compose(message)
    assert subject == "Bezoekdienst: er staat iets voor u klaar"
    assert all(word not in subject + body for word in ("wandelingen", trajectory.resident.name))


def test_no_last_word_while_it_runs_nor_when_she_no_longer_sees_it(by):
    with pytest.raises(Refused) as refusal:
        farewells.thank(cast.trajectory(), words=THANKS, by=by, at=factories.NOW)
    assert texts(refusal) == ["Het traject loopt nog. Een laatste woord kan als het is afgerond."]
    trajectory = ended(by)
    farewells.thank(trajectory, words=THANKS, by=by, at=datetime(2026, 12, 4, 12, tzinfo=UTC))
    with pytest.raises(Refused) as refusal:
        farewells.thank(trajectory, words="", by=by, at=datetime(2026, 12, 5, 12, tzinfo=UTC))
    assert texts(refusal) == [
        "De vrijwilliger zag dit traject tot en met 4 december 2026. Bel of schrijf liever zelf.",
        "Schrijf een paar regels.",
    ]


def test_after_a_mistaken_close_there_is_no_last_word(by):
    trajectory = ended(by)
    farewells.thank(trajectory, words=THANKS, by=by, at=factories.NOW)
    trajectories.reopen(trajectory, by=by, at=factories.NOW)
    (row,) = people.mine(trajectory.volunteer.user, factories.TODAY)
    assert (row["ended_on"], row["thanks"], Message.objects.count()) == (None, "", 0)


def test_at_the_true_end_after_a_mistaken_close_she_is_told_again(by):
    trajectory = ended(by)
    farewells.thank(trajectory, words=THANKS, by=by, at=factories.NOW)
    Message.objects.update(state="sent")
    trajectories.reopen(trajectory, by=by, at=factories.NOW)
    trajectories.close(trajectory, reason="goal_reached", on=factories.TODAY, by=by, at=factories.NOW)
    farewells.thank(trajectory, words="Nu echt.", by=by, at=factories.NOW)
    assert list(Message.objects.values_list("state", flat=True)) == ["sent", "queued"]


def test_a_last_word_is_short(by):
    with pytest.raises(Refused) as refusal:
        farewells.thank(ended(by), words="a" * 1001, by=by, at=factories.NOW)
    assert texts(refusal) == ["Dit is te lang: hoogstens 1000 tekens."]
