"""The demo's colleagues and volunteers, each made through the same verbs as in a real town."""

from datetime import timedelta
from typing import Any

from bezoekdienst.accounts import people
from bezoekdienst.accounts.roles import Role
from bezoekdienst.demo import cast
from bezoekdienst.demo.stage import Stage
from bezoekdienst.lib import calendar
from volunteers import districts, gatherings, losses, roster, trainings
from volunteers.models import Course, Gathering, SignOffTalk, Volunteer

TOPICS = ("Het gesprek", "Het verloop van een traject", "Eigen verhaal: wanneer en hoeveel", "Signalen en grenzen")
SINCE_DAYS = 520  # the service exists a little longer than its oldest trajectory


def run(stage: Stage) -> None:
    """Colleagues, the town's places, the training, eleven volunteers, one of them resting."""
    stage.telling.step("people", "The service: colleagues, volunteers, and where people live")
    began = stage.at(stage.anchor - timedelta(days=SINCE_DAYS))
    for colleague in cast.COLLEAGUES:
        people.create(colleague.email, colleague.name, colleague.roles, by=None, at=began)
    stage.telling.count("users", len(cast.COLLEAGUES), "people who work on the site")
    districts.take_over(cast.PLACES.splitlines(), by=stage.user("beheer"), at=began)
    course = _course(stage)
    for peer in cast.PEERS:
        _volunteer(stage, peer, course)
    stage.telling.count("volunteers", len(cast.PEERS), "volunteers, trained and signed off")
    _gathering(stage)


def _course(stage: Stage) -> Course:
    coordinator, first_on = stage.user("coordinator"), stage.anchor - timedelta(days=SINCE_DAYS - 20)
    days = [(first_on + timedelta(weeks=number), topic) for number, topic in enumerate(TOPICS)]
    return trainings.plan(
        "Training bezoekdienst", days=days, place="De Voorbeeldzaal", by=coordinator, at=stage.at(first_on)
    )


def _volunteer(stage: Stage, peer: cast.Peer, course: Course) -> None:
    coordinator, at = stage.user("coordinator"), stage.at(stage.anchor - timedelta(days=SINCE_DAYS - 5))
    user = people.create(f"{peer.login}@{cast.DOMAIN}", f"{peer.first} {peer.last}", [Role.VOLUNTEER], by=None, at=at)
    volunteer = roster.apply(user=user, email=user.email, **_told(stage, peer), by=coordinator, at=at)
    lost_on = calendar.add_months(stage.anchor, -peer.months_ago)
    losses.add(volunteer, kind=peer.loss, happened_on=lost_on, by=coordinator, at=at)
    talked_on = stage.anchor - timedelta(days=SINCE_DAYS - 5)
    losses.talk(volunteer, outcome=SignOffTalk.Outcome.FIT, held_on=talked_on, by=coordinator, at=at)
    roster.train(volunteer, by=coordinator, at=at)
    _train(stage, volunteer, peer, course)
    if peer.paused:
        roster.pause(volunteer, start_on=stage.anchor, end_on=None, by=coordinator, at=stage.at(stage.anchor))


def _told(stage: Stage, peer: cast.Peer) -> dict[str, Any]:
    return {
        "name": f"{peer.first} {peer.last}",
        "first_name": peer.first,
        "phone": "000 111 22 33",
        "birth_year": stage.anchor.year - peer.age,
        "sex": peer.sex,
        "pc4": peer.pc4,
        "max_km": peer.max_km,
        "languages": ["nl"],
        "interests": list(peer.interests),
        "dayparts": list(peer.dayparts),
        "life_view": peer.life_view,
    }


def _train(stage: Stage, volunteer: Volunteer, peer: cast.Peer, course: Course) -> None:
    coordinator, days = stage.user("coordinator"), list(course.days.all())
    last_on = days[-1].held_on
    done = stage.at(last_on, 17)
    for day in days:
        trainings.attend(day, volunteer, by=coordinator, at=done)
    vog_on = calendar.add_months(stage.anchor, -max(peer.vog_months_ago, 17))
    roster.record_vog(volunteer, vog_on=min(vog_on, last_on), by=coordinator, at=done)
    roster.agree_to_conduct(volunteer, agreed_on=last_on, by=coordinator, at=done)
    roster.activate(volunteer, by=coordinator, at=done)


def _gathering(stage: Stage) -> None:
    starts_at = stage.at(stage.anchor + timedelta(days=16), 14)
    gatherings.plan(
        Gathering.Kind.INTERVISION,
        starts_at=starts_at,
        place="De Voorbeeldzaal, Proefsingel 1",
        by=stage.user("coordinator"),
        at=stage.at(stage.anchor),
    )
    stage.telling.count("gatherings", 1, f"intervision planned on {starts_at:%Y-%m-%d}")
