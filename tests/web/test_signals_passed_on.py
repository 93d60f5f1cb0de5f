"""What the office notes itself, and what is passed on to somebody else: with consent, but for danger (S1 to S3)."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.lib import danger
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import follow_ups, referrals
from bezoekdienst.visiting.models import Signal
from bezoekdienst.visiting.states import SignalState
from bezoekdienst.web.today import gathering_facts, worklist
from letters import letterheads
from tests import cast, factories
from tests.letters import chain
from tests.web import clients
from tests.web.worries import referred

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return cast.coordinator()


@pytest.fixture
def client(coordinator: User) -> Client:
    return clients.of(coordinator)


def test_a_worry_whose_consent_was_taken_back_is_not_forgotten(client: Client, coordinator: User) -> None:
    """Nobody helps her now, and the referral asks no more: so the signal itself does."""
    one = referred(client, coordinator)
    later = timezone.now() + timedelta(weeks=3)
    assert [need.route for need in worklist.needs(gathering_facts.gather_facts(later))] == []
    follow_ups.withdraw(one.referrals.get(), on=timezone.localdate(), by=coordinator, at=timezone.now())
    assert [(need.route, need.pk) for need in worklist.needs(gathering_facts.gather_facts(later))] == [
        ("signal", one.pk)
    ]


# What the office notes itself


def note(client: Client, address: str, **filled: object) -> str:
    given = {"id": str(uuid.uuid4()), "kind": "money", "note": "Kan de huur niet betalen.", **filled}
    return client.post(address, given, follow=True).content.decode()


def test_a_worry_is_noted_from_the_page_of_a_person_an_intake_and_a_trajectory(client: Client) -> None:
    running = cast.trajectory()
    intake = running.bereavement.intake
    anybody = factories.ResidentFactory()
    for name, pk in (
        ("trajectory_act", running.pk),
        ("intake_act", intake.pk),
        ("resident_act", running.resident_id),
        ("resident_act", anybody.pk),
    ):
        assert "Het signaal is genoteerd." in note(client, reverse(name, args=[pk, "signaal"]))
    assert [one.trajectory for one in Signal.objects.order_by("reported_at")] == [running, running, running, None]


def test_the_same_button_pressed_twice_notes_one(client: Client) -> None:
    address = reverse("resident_act", args=[factories.ResidentFactory().pk, "signaal"])
    pk = str(uuid.uuid4())
    for _ in range(2):
        assert "Het signaal is genoteerd." in note(client, address, id=pk, mine="on")
    assert (Signal.objects.count(), Signal.objects.get().state) == (1, SignalState.SEEN)


def test_who_takes_it_up_herself_mails_nobody_and_who_does_not_does(client: Client) -> None:
    colleague = factories.coordinator()
    address = reverse("resident_act", args=[factories.ResidentFactory().pk, "signaal"])
    note(client, address, kind="safety", mine="on")
    assert not Message.objects.exists()
    note(client, address, kind="safety")
    assert [message.user for message in Message.objects.all()] == [colleague]


def test_the_page_on_which_it_is_noted_says_whom_to_call(client: Client) -> None:
    address = reverse("resident_act", args=[factories.ResidentFactory().pk, "signaal"])
    assert danger.SAID in client.get(address).content.decode()


def test_what_came_of_a_referral_is_noted_on_its_page(client: Client, coordinator: User) -> None:
    one = referred(client, coordinator)
    address = reverse("referral_act", args=[one.referrals.get().pk, "uitkomst"])
    page = client.post(address, {"outcome": "Eet weer mee met de buren."}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("signal", args=[one.pk])
    text = page.content.decode()
    said = ("Eet weer mee met de buren.", "Toestemming van haar zoon", "dat zij weinig eet", f"door {coordinator.name}")
    assert [sentence for sentence in said if sentence not in text] == []


def test_consent_that_is_taken_back_stands_with_the_referral(client: Client, coordinator: User) -> None:
    one = referred(client, coordinator)
    address = reverse("referral_act", args=[one.referrals.get().pk, "ingetrokken"])
    text = client.post(address, {"on": timezone.localdate().isoformat()}, follow=True).content.decode()
    assert "De toestemming is ingetrokken op" in text
    assert address not in text
    assert reverse("referral_letter", args=[one.referrals.get().pk]) not in text


def test_the_letter_that_goes_with_a_referral_stands_beside_it(client: Client, coordinator: User) -> None:
    letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", by=None, at=chain.at())
    one = referred(client, coordinator)
    address = reverse("referral_letter", args=[one.referrals.get().pk])
    assert address in client.get(reverse("signal", args=[one.pk])).content.decode()
    letter = client.get(address)
    assert (letter.status_code, letter["Content-Type"], letter.content[:5]) == (200, "application/pdf", b"%PDF-")


def test_a_referral_of_an_intake_leads_back_to_it(client: Client, coordinator: User) -> None:
    talked = factories.IntakeFactory(state="other_help", visited_on=factories.TODAY)
    made = referrals.refer_intake(talked, to="de GGZ", danger_reason="valt", by=coordinator, at=timezone.now())
    page = client.post(reverse("referral_act", args=[made.pk, "uitkomst"]), {"outcome": "Staat op de lijst."})
    assert page["Location"] == reverse("intake", args=[talked.pk])
    assert "Staat op de lijst." in client.get(page["Location"]).content.decode()
