import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices.models import Message
from letters import quarters, rounds
from letters.models import Letter, PrintJob, Round
from letters.states import RoundState
from tests.letters import chain

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))


def begin(on=chain.ON):
    return quarters.begin(on=on, at=chain.at(on, 6))


def mails():
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def test_on_the_first_day_the_newest_fresh_delivery_lies_under_a_draft_and_the_clerks_are_told():
    clerks = [chain.clerk(), chain.clerk()]
    chain.take_in(THREE[0], on=date(2026, 9, 20))
    newest = chain.take_in(*THREE, chain.widow(4, e08_83_10="081110"), on=date(2026, 9, 28))
    assert begin() == 2
    opened = Round.objects.get()
    assert (opened.extract, opened.state, opened.quarter_on) == (newest, RoundState.DRAFT, chain.ON)
    assert list(Message.objects.order_by("pk").values_list("kind", "user", "facts")) == [
        ("round_ready", clerk.pk, {"due": 3, "held": 1}) for clerk in clerks
    ]
    drafted = Event.objects.get(kind="round.drafted")
    assert (drafted.actor_id, drafted.facts) == (None, {"due": 3, "held": 1})


def test_however_often_it_runs_nothing_comes_twice():
    chain.clerk()
    chain.take_in(*THREE)
    assert [begin(), begin(), begin(chain.ON + timedelta(days=40))] == [2, 0, 0]
    assert (Round.objects.count(), mails()) == (1, ["round_ready"])


@pytest.mark.parametrize("days", [None, 15])
def test_without_a_fresh_delivery_the_clerks_hear_that_once(days):
    chain.clerk()
    if days:
        chain.take_in(*THREE, on=chain.ON, state_on=chain.ON - timedelta(days=days))
    assert [begin(), begin(chain.ON + timedelta(days=1))] == [1, 0]
    assert (Round.objects.get().extract, mails()) == (None, ["round_waits"])


def test_a_delivery_of_fourteen_days_old_is_fresh_enough():
    chain.take_in(*THREE, on=date(2026, 9, 20), state_on=date(2026, 9, 17))
    assert begin() == 2 and Round.objects.get().extract is not None


def test_a_delivery_that_comes_later_is_laid_when_it_comes(monkeypatch):
    rung = []
    monkeypatch.setattr("bezoekdienst.bell.ring", rung.append)
    chain.clerk()
    begin()
    later = chain.ON + timedelta(days=20)
    extract = chain.take_in(*THREE, on=later)
    assert rung.count("open_round") == 1
    assert begin(later) == 1
    assert (Round.objects.get().extract, mails()) == (extract, ["round_waits", "round_ready"])


def test_what_a_person_chose_is_left_alone():
    subject = chain.drafted(THREE[0])
    chain.take_in(*THREE, on=chain.ON)
    before = subject.extract
    assert begin() == 0
    subject.refresh_from_db()
    assert subject.extract == before
    with pytest.raises(Refused, match="al een aanlevering"):
        rounds.draft(subject, extract=chain.take_in(chain.widow(9)), by=None, at=chain.at())


def test_a_delivery_for_the_next_quarter_is_not_laid_under_this_one():
    assert begin(date(2026, 7, 1)) == 1
    extract = chain.take_in(*THREE, on=date(2026, 9, 20))  # judged for 1 October, which is near
    assert begin(date(2026, 9, 20)) == 0
    assert begin() == 2
    assert Round.objects.get(quarter_on=chain.ON).extract == extract


def test_a_cancelled_round_is_not_begun_again_and_its_delivery_not_laid_again():
    chain.clerk()
    extract = chain.take_in(*THREE)
    begin()
    rounds.cancel(Round.objects.get(), by=chain.clerk(), at=chain.at())
    assert begin() == 0 and Round.objects.count() == 1
    rounds.open_quarter(on=chain.ON, at=chain.at(), by=chain.clerk())
    assert begin() == 0
    again = Round.objects.get(state=RoundState.DRAFT)
    assert again.extract is None
    newer = chain.take_in(*THREE, chain.widow(7))
    assert begin() == 1
    again.refresh_from_db()
    assert (again.extract, extract.rounds.count()) == (newer, 1)


def test_the_clock_that_stood_still_for_a_quarter_catches_up_once():
    chain.clerk()
    begin(date(2026, 7, 1))
    on = date(2027, 1, 9)
    chain.take_in(*THREE, on=on)
    assert [begin(on), begin(on)] == [2, 0]
    found = Round.objects.order_by("quarter_on").values_list("quarter_on", "extract__state_on")
    assert list(found) == [(date(2026, 7, 1), None), (date(2027, 1, 1), on)]
    assert mails() == ["round_waits", "round_ready"]


def test_nothing_is_frozen_released_or_posted_without_people():
    chain.take_in(*THREE)
    for days in range(0, 90, 10):
        begin(chain.ON + timedelta(days=days))
    assert Round.objects.get().state == RoundState.DRAFT
    assert (Letter.objects.count(), PrintJob.objects.count()) == (0, 0)


def test_a_delivery_judged_before_an_earlier_round_is_not_laid():
    chain.clerk()
    old = chain.take_in(chain.widow(8), on=date(2026, 9, 29))  # judged for 1 October
    chain.frozen(*THREE, on=date(2026, 9, 30))
    old.reference_on = date(2026, 9, 29)
    old.save(update_fields=["reference_on"])
    assert begin() == 1
    assert Round.objects.get(quarter_on=chain.ON).extract is None
    assert mails().count("round_waits") == Message.objects.count() > 0


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_lay_it_once_and_tell_it_once():
    chain.clerk()
    chain.take_in(*THREE)
    together, found = threading.Barrier(3), []

    def clock():
        try:
            together.wait()
            found.append(begin())
        finally:
            connection.close()

    clocks = [threading.Thread(target=clock) for _ in range(3)]
    for one in clocks:
        one.start()
    for one in clocks:
        one.join()
    assert (sum(found), Round.objects.count(), mails()) == (2, 1, ["round_ready"])
    assert Event.objects.filter(kind="round.drafted").count() == 1
