"""A trajectory that runs, and an act on its page."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.visiting.models import Trajectory, Visit
from tests.factories import TrajectoryFactory


def running(days: int = 100) -> Trajectory:
    made: Trajectory = TrajectoryFactory(started_on=timezone.localdate() - timedelta(days=days))
    return made


def act(client: Client, one: Trajectory, word: str, **filled: object) -> str:
    answer = client.post(reverse("trajectory_act", args=[one.pk, word]), filled, follow=True)
    one.refresh_from_db()
    return answer.content.decode()


def visit(one: Trajectory, note: str = "") -> Visit:
    made: Visit = Visit.objects.create(
        trajectory=one, on=timezone.localdate(), note=note, logged_at=timezone.now(), sent_digest="x"
    )
    return made


def shown(client: Client, one: Trajectory) -> str:
    return client.get(reverse("trajectory", args=[one.pk])).content.decode()
