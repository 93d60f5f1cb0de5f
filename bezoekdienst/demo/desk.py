"""What lies on the coordinator's desk beside the round: calls, appointments, a possible double, a referral, a form."""

import uuid
from datetime import date, timedelta
from typing import Any

from bezoekdienst.demo.stage import Stage
from bezoekdienst.notices import digests
from bezoekdienst.visiting import activities, evaluations, home_visits, intakes, referrals
from bezoekdienst.visiting.models import Activity, Intake, Trajectory
from bezoekdienst.visiting.states import SignalKind, Source

ACTIVITIES = (
    ("Koffieochtend", "Elke dinsdag om tien uur in De Voorbeeldzaal, bij Gastvrouw Verzonnen."),
    ("Wandelgroep", "Elke donderdag om twee uur vanaf de Kladhof. Een uur, rustig aan."),
)
MONDAY_AND_THURSDAY = "14"


def run(stage: Stage) -> None:
    """Who signed up without a letter and isn't visited yet, and what else the coordinator has under way."""
    stage.telling.step("desk", "What lies on the coordinator's desk")
    _called_in_vain(stage)
    _appointments(stage)
    _referral(stage)
    digests.choose(
        stage.user("coordinator"),
        weekdays=MONDAY_AND_THURSDAY,
        holds=True,
        at=stage.at(stage.anchor - timedelta(days=30)),
    )
    digests.queue_due(on=stage.anchor, at=stage.at(stage.anchor, 7))
    stage.telling.count("signed_up", 4, "signed up without a letter; two of them may be one and the same")
    stage.telling.count("appointments", 2, "home visits planned")


def look_back(stage: Stage) -> None:
    """Whose year is over was pointed to the coffee morning, and sent her form in."""
    by, at = stage.user("coordinator"), stage.at(stage.anchor, 9)
    for name, details in ACTIVITIES:
        activities.add(name=name, details=details, by=by, at=stage.at(stage.anchor - timedelta(days=60)))
    ended = Trajectory.objects.exclude(ended_on=None).get()
    told_on = stage.anchor - timedelta(days=20)
    activities.point(Activity.objects.earliest("pk"), ended.resident, pointed_on=told_on, by=by, at=stage.at(told_on))
    evaluations.receive(
        evaluations.send(ended, by=by, at=stage.at(stage.anchor - timedelta(days=5))),
        statements=(5, 5, 4, 4, 5),
        mark=8,
        text="Fijn dat zij wist hoe het is.",
        company=(),
        received_on=stage.anchor - timedelta(days=1),
        by=by,
        at=at,
    )


def _sign_up(stage: Stage, name: str, days_ago: int, **told: Any) -> Intake:
    at = stage.at(stage.anchor - timedelta(days=days_ago))
    return intakes.open(name=name, town="Arnhem", by=stage.user("coordinator"), at=at, **told)


def _called_in_vain(stage: Stage) -> None:
    """The doctor signed her up and nobody answers; yesterday she called herself, and was written down again."""
    told = {"phone": "000 333 44 10", "street": "Kwinkslagpad 7", "postcode": "6822 XX"}
    intake = _sign_up(stage, "mevrouw P. Wachtkamer", 6, source=Source.GP, **told)
    for days_ago in (5, 3):
        on = stage.anchor - timedelta(days=days_ago)
        at = stage.at(on, 11)
        intakes.contact(
            intake.resident, made_on=on, way="phone", reached=False, note="", by=stage.user("coordinator"), at=at
        )
    _sign_up(stage, "Pien Wachtkamer", 1, source=Source.SELF, phone="000-3334410", best_time="na tien uur")


def _appointments(stage: Stage) -> None:
    """One on the next working day, of which he knows; one a few days later, still to be told."""
    by, at = stage.user("coordinator"), stage.at(stage.anchor - timedelta(days=2), 15)
    home = {"phone": "000 333 44 11", "street": "Luchtballonlaan 3", "postcode": "6835 XX"}
    known = _sign_up(stage, "de heer B. Zeepbel", 8, source=Source.FAMILY, **home)
    intakes.plan(known, for_at=stage.at(_working_day(stage.anchor, 1), 10), goes=by, by=by, at=at)
    home_visits.confirm(known, way=Intake.Confirmed.PHONE, by=by, at=at)
    home = {"phone": "000 333 44 12", "street": "Droomdijk 18", "postcode": "6814 XX"}
    told = _sign_up(stage, "mevrouw F. Fabeltje", 4, source=Source.SELF, email="fabeltje@bezoekdienst.example", **home)
    deputy = stage.user("plaatsvervanger")
    intakes.plan(told, for_at=stage.at(_working_day(stage.anchor, 4), 14), goes=deputy, by=by, at=at)


def _working_day(on: date, days: int) -> date:
    """The first day from Monday to Friday that lies at least so many days after `on`."""
    on += timedelta(days=days)
    return on + timedelta(days=max(0, 7 - on.weekday()) if on.weekday() > 4 else 0)


def _referral(stage: Stage) -> None:
    """A worry that was passed on five weeks ago; nobody noted what came of it."""
    by, on = stage.user("coordinator"), stage.anchor - timedelta(weeks=5)
    trajectory = Trajectory.objects.open_on(stage.anchor).get(volunteer=stage.volunteer("joke"))
    signal = referrals.report(
        uuid.uuid5(uuid.NAMESPACE_OID, "referred"),
        resident=trajectory.resident,
        trajectory=trajectory,
        kind=SignalKind.MONEY,
        note="De rekeningen liggen op een stapel.",
        by=stage.user("joke"),
        at=stage.at(on, 9),
    )
    referrals.see(signal, by=by, at=stage.at(on, 10))
    shared = "dat zij hulp wil met haar rekeningen"
    referrals.refer(signal, to="het sociaal wijkteam", consent_on=on, shared=shared, by=by, at=stage.at(on, 11))
