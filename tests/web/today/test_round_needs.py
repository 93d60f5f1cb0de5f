"""After a backup was put back the clerk's first page says what was found again, and what she must do herself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from letters import memory, promises, replaying
from letters.models import Addressee, Extract, Round, Suppression
from tests.letters import chain
from tests.web import clients

pytestmark = pytest.mark.django_db
LINES = (chain.widow(1), chain.widow(2))
AGAIN = "Noteer ze opnieuw."


@pytest.fixture(autouse=True)
def october(time_machine):
    time_machine.move_to(chain.at(), tick=True)


def lost_and_found():
    """What stands beside the database is known again by one from before all of it."""
    promises.write_down()
    for subject in Round.objects.all():
        subject.ledger.all().delete()
        subject.delete()
    for rows in (Addressee, Extract, Suppression):
        rows.objects.all().delete()
    return replaying.replay(at=chain.at())


def page(url="rounds", *args):
    return clients.logged_in(Role.CLERK).get(reverse(url, args=args)).content.decode()


def test_nothing_is_said_when_nothing_was_lost():
    chain.frozen(*LINES)
    assert replaying.replay(at=chain.at()) == replaying.Replayed()
    assert "reservekopie" not in page()


def test_letters_that_were_posted_are_known_again_and_answers_are_to_be_noted_again():
    chain.posted(*LINES)
    assert lost_and_found() == replaying.Replayed(letters=2, posted=2)
    told = page()
    assert "Er is een reservekopie teruggezet. 2 brieven waren daarin nog niet bekend." in told and AGAIN in told
    assert "Er kunnen al brieven gedrukt zijn." not in told
    assert "Na een reservekopie zijn 2 brieven van deze ronde teruggevonden" in page("round", Round.objects.get().pk)


def test_a_round_that_was_not_posted_yet_may_be_on_paper(time_machine):
    chain.frozen(chain.widow(1))
    lost_and_found()
    subject = Round.objects.get()
    told = page()
    assert "Een brief was daarin nog niet bekend." in told
    assert f"De {subject} was al verder dan in de reservekopie. Er kunnen al brieven gedrukt zijn." in told
    assert "Na een reservekopie" in page("round", subject.pk)
    time_machine.move_to(chain.at(chain.ON + timedelta(days=14)), tick=True)
    assert "reservekopie" not in page()


def test_objections_alone_are_told_too():
    memory.suppress({"strong": ["person-b:1"]}, on=chain.ON)
    lost_and_found()
    assert "Bezwaren waren daarin nog niet bekend." in page()
