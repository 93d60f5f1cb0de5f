"""The demo's phone: visits logged over the REST API, with session and CSRF token, as a volunteer's page does it."""

import uuid
from datetime import timedelta
from typing import Any

from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.utils import timezone

from bezoekdienst.accounts import limits
from bezoekdienst.demo import cast, history
from bezoekdienst.demo.stage import Stage

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def run(stage: Stage) -> None:
    """Who visits somebody logs it, twice, as a phone with bad signal would; one of them with other content."""
    stage.telling.step("visits", "Volunteers log visits over the REST API, as the phone would")
    answers: list[int] = []
    for peer in cast.PEERS:
        if peer.login in history.QUIET:
            continue
        phone = Phone(stage, peer.login)
        for person in phone.mine():
            visit, body = uuid.uuid4(), _usual(stage, person)
            if not answers:
                answers += [phone.log(visit, body), phone.log(visit, {**body, "minutes": 30})]
            else:
                answers += [phone.log(visit, body), phone.log(visit, body)]
    count = stage.telling.count
    count("logged", answers.count(201), "visits logged (201 Created)")
    count("sent_again", answers.count(200), "sent a second time: the same visit, no second one (200 OK)")
    count(
        "conflicts", answers.count(422), "sent with other content under the same id: refused, both kept visible (422)"
    )


class Phone:
    """One volunteer's browser, in process: same routes, same checks, no network."""

    def __init__(self, stage: Stage, login: str) -> None:
        self._client = Client(enforce_csrf_checks=True)
        self._client.force_login(stage.user(login), backend=BACKEND)
        session = self._client.session
        limits.start(session, stage.user(login), at=timezone.now())
        session.save()
        request = RequestFactory().get("/m/")
        self._token = get_token(request)
        self._client.cookies["csrftoken"] = request.META["CSRF_COOKIE"]

    def mine(self) -> list[dict[str, Any]]:
        """Whom she visits now."""
        people: list[dict[str, Any]] = self._client.get("/api/v1/trajectories").json()
        return [person for person in people if person["state"] == "active"]

    def log(self, visit: uuid.UUID, body: dict[str, Any]) -> int:
        """PUT one visit; the status of the answer."""
        answer = self._client.put(
            f"/api/v1/visits/{visit}", body, content_type="application/json", headers={"X-CSRFToken": self._token}
        )
        return answer.status_code


def _usual(stage: Stage, person: dict[str, Any]) -> dict[str, Any]:
    """“As usual”: at home, an hour, all is well; on the day itself for who only just began."""
    new = person["started_on"] == stage.anchor.isoformat()
    on = stage.anchor if new else stage.anchor - timedelta(days=1)
    return {
        "trajectory": person["id"],
        "on": on.isoformat(),
        "kind": "at_home",
        "minutes": 60,
        "mood": "well",
        "note": "Een goed gesprek gehad over hoe het nu gaat.",
        "kilometres": 4,
        "next_on": None if new else (stage.anchor + timedelta(days=13)).isoformat(),
    }
