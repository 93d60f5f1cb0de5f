"""Who waits and who could come, and the pages on who visits whom as somebody reads them."""

import html
import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.visiting.models import Intake
from matching import proposals
from matching.models import Proposal
from tests.factories import IntakeFactory, VolunteerFactory
from volunteers.models import Volunteer

LIST = "/voorstellen/"


def vera(**given: object) -> Volunteer:
    return VolunteerFactory(vog_on=timezone.localdate() - timedelta(days=90), **given)


def waits(name: str = "mevrouw Wachtmans", days: int = 12, **given: object) -> Intake:
    since = timezone.localdate() - timedelta(days=days)
    return IntakeFactory(waiting=True, waiting_since=since, visited_on=since, bereavement__resident__name=name, **given)


def propose() -> list[Proposal]:
    now = timezone.now()
    return proposals.propose(on=timezone.localdate(now), by=None, at=now)


def page(client: Client, address: str = LIST, **sent: str) -> str:
    """What stands on a page, or on what came back on a form: read as a person does."""
    answer = client.post(address, sent) if sent else client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def pair(intake: Intake, volunteer: Volunteer) -> str:
    return reverse("proposal_choose", args=[intake.pk, volunteer.pk])


def seen(client: Client, address: str) -> str:
    """What travels with the form of a pair."""
    return re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())[1]
