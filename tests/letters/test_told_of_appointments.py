"""Whatever becomes of an appointment, in whatever order: the last mail about it says what is true (I1, T8)."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices import post
from bezoekdienst.visiting import deaths, endings, home_visits, intakes, returns
from bezoekdienst.visiting.models import Intake
from letters import correspondence
from tests import cast, factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
HERS = "bea@voorbeeld.example"
ON, OFF = "Uw afspraak met de bezoekdienst", "Onze afspraak gaat niet door"
INSTEAD = "\n\nOp "  # begins which day it is no longer
MINUTE, MOMENTS = timedelta(minutes=1), [NOW + timedelta(days=days) for days in (3, 4)]
ACTS = st.one_of(
    st.tuples(st.just("plan"), st.sampled_from(MOMENTS)),
    st.tuples(st.sampled_from(["confirm", "confirm", "off", "stop", "reopen", "die", "live", "send"]), st.none()),
)
THERE, ELSEWHERE = [("plan", moment) for moment in MOMENTS]
TOLD, SENT, CALLED_OFF = ("confirm", None), ("send", None), ("off", None)


def act(intake, word, moment, at):
    given = {"by": cast.coordinator(), "at": at}
    acts = {
        "plan": lambda: intakes.plan(intake, for_at=moment, goes=cast.coordinator(), **given),
        "confirm": lambda: home_visits.confirm(intake, way="mail", **given),
        "off": lambda: home_visits.call_off(intake, **given),
        "stop": lambda: intakes.stop(intake, state="withdrawn", **given),
        "reopen": lambda: returns.reopen(intake, **given),
        "die": lambda: endings.note_death(intake.resident, died_on=TODAY, **given),
        "live": lambda: deaths.take_back(intake.resident, **given),
        "send": lambda: post.send_due(at),
    }
    with suppress(Refused):
        acts[word]()


def got():
    return [one for one in mail.outbox if one.to == [HERS]]


def holds_true(intake):
    """What the page says of the mail is so, and what she read last too, but for a move nobody told her of yet."""
    read = got()
    if intake.state == "planned" and intake.confirmed_way == "mail":
        takes_a_place = len(read) > 1 and read[-2].subject != OFF and INSTEAD in read[-1].body
        assert read[-1].subject == (f"{ON} is verplaatst" if takes_a_place else ON)
        assert correspondence._said(intake.planned_for_at) in read[-1].body.split(INSTEAD)[0]
    if intake.state in ("signed_up", "withdrawn") and read:
        assert read[-1].subject == OFF


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(ACTS, min_size=4, max_size=14))
@example([THERE, TOLD, SENT, ELSEWHERE, TOLD, SENT, THERE, TOLD])
@example([THERE, TOLD, SENT, CALLED_OFF, SENT, THERE, TOLD, SENT, CALLED_OFF])
@example([THERE, TOLD, SENT, CALLED_OFF, ("stop", None)])
@example([THERE, TOLD, SENT, ELSEWHERE, TOLD, ("die", None), ("live", None)])
def test_the_last_mail_says_what_is_true_and_after_a_death_there_is_none(steps):
    with transaction.atomic():
        mail.outbox.clear()
        intake = factories.IntakeFactory(bereavement__resident__email=HERS)
        for number, (word, moment) in enumerate(steps):
            at = NOW + number * MINUTE
            if word == "die":
                post.send_due(at)
            before = len(got())
            act(intake, word, moment, at)
            intake = Intake.objects.select_related("resident").get(pk=intake.pk)
            assert not intake.resident.died_on or len(got()) == before
        post.send_due(NOW + len(steps) * MINUTE)
        holds_true(intake)
        transaction.set_rollback(True)
