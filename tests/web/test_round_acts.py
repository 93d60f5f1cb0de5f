"""Steps of the clerk's page in which a person must look twice."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from letters import last_check
from letters.states import LetterState, RoundState
from tests.letters import chain
from tests.web import clients

pytestmark = pytest.mark.django_db
MANY = tuple(chain.widow(number) for number in range(9))
TICK = 'name="even_many"'


def text(response):
    return response.content.decode()


def upload(*lines):
    file = chain.delivery(*lines)
    file.name = "vers.csv"
    return {"file": file, "state_on": chain.ON.isoformat()}


def test_half_a_file_is_asked_about_and_nothing_is_pulled_before_it_is_ticked(time_machine):
    time_machine.move_to(chain.at())
    clerk, subject = clients.logged_in(Role.CLERK), chain.frozen(*MANY)
    chain.looked_at(subject, chain.clerk(), chain.at())
    page, step = reverse("round", args=[subject.pk]), reverse("round_act", args=[subject.pk, "controle"])
    assert TICK not in text(clerk.get(page))
    refused = clerk.post(step, upload(*MANY[:2]))
    assert refused.status_code == 409
    assert "Dit bestand haalt 7 van de 9 brieven eruit." in text(refused) and TICK in text(refused)
    assert "Kies het bestand opnieuw: dat kan uw browser niet onthouden." in text(refused)
    assert not subject.letters.filter(state=LetterState.PULLED).exists()
    assert TICK not in text(clerk.post(step, {"state_on": "2026-10-01"}))  # another mistake asks for no tick
    assert clerk.post(step, {**upload(*MANY[:2]), "even_many": "on"}).status_code == 302
    assert subject.letters.filter(state=LetterState.PULLED).count() == 7


def test_the_envelopes_are_counted_before_the_letters_are_gone(time_machine):
    subject = chain.printed(*MANY[:3])
    moment = chain.at(chain.ON + timedelta(days=1))
    time_machine.move_to(moment)
    clerk, step = clients.logged_in(Role.CLERK), reverse("round_act", args=[subject.pk, "gepost"])
    assert 'name="taken_out"' not in text(clerk.get(reverse("round", args=[subject.pk])))
    last_check.lay(subject, chain.delivery(*MANY[:2]), state_on=chain.ON, by=chain.clerk(), at=moment, on=moment.date())
    assert 'name="taken_out"' in text(clerk.get(reverse("round", args=[subject.pk])))
    day = moment.date().isoformat()
    assert "Tel de enveloppen die u eruit haalde" in text(clerk.post(step, {"on": day}))
    assert "staat een ander aantal enveloppen" in text(clerk.post(step, {"on": day, "taken_out": "2"}))
    assert clerk.post(step, {"on": day, "taken_out": "1"}).status_code == 302
    subject.refresh_from_db()
    assert subject.state == RoundState.POSTED
