"""A signal as it is reported, and a step that the coordinator takes with it."""

import uuid
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.visiting import referrals
from bezoekdienst.visiting.models import Signal, Trajectory
from tests import factories


def report(
    by: User | None, kind: str = "sleep_food", hours_ago: int = 0, trajectory: Trajectory | None = None
) -> Signal:
    assert by is not None
    whom = {"resident": trajectory.resident if trajectory else factories.ResidentFactory(), "trajectory": trajectory}
    at = timezone.now() - timedelta(hours=hours_ago)
    return referrals.report(uuid.uuid4(), **whom, kind=kind, note="Eet weinig.", by=by, at=at)


def act(client: Client, one: Signal, word: str, **filled: object) -> str:
    answer = client.post(reverse("signal_act", args=[one.pk, word]), filled, follow=True)
    one.refresh_from_db()
    return answer.content.decode()


# What is passed on


def referred(client: Client, coordinator: User) -> Signal:
    one = report(coordinator)
    act(client, one, "gezien")
    consent = {
        "consent_on": timezone.localdate().isoformat(),
        "shared": "dat zij weinig eet",
        "consent_by": "haar zoon",
    }
    act(client, one, "doorverwijzen", to="de huisarts", **consent)
    return one
