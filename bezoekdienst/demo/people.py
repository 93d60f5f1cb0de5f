"""The demo's colleagues and volunteers, each made through the same verbs as in a real town."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from bezoekdienst.accounts import people
from bezoekdienst.accounts.roles import Role
from bezoekdienst.demo import cast
from bezoekdienst.demo.stage import Stage
from bezoekdienst.lib import calendar, words
from volunteers import attendance, districts, losses, pauses, roster, trainings
from volunteers.models import Course, SignOffTalk, Volunteer

SINCE_DAYS = 520  # the service exists a little longer than its oldest trajectory


def run(stage: Stage) -> None:
    """Colleagues, the town's places, the training, eleven volunteers, one of them resting."""
    stage.telling.step("people", "The service: colleagues, volunteers, and where people live")
    began = stage.at(stage.anchor - timedelta(days=SINCE_DAYS))
    for colleague in cast.COLLEAGUES:
        people.create(colleague.email, colleague.name, colleague.roles, by=None, at=began)
    stage.telling.count("users", len(cast.COLLEAGUES), "people who work on the site")
    districts.take_over(cast.PLACES.splitlines(), by=stage.user("beheer"), at=began)
    first_on = stage.anchor - timedelta(days=SINCE_DAYS - 20)
    weekly = (first_on + timedelta(weeks=number) for number in range(len(words.TRAINING_TOPICS)))
    course = _course(stage, "Eerste training", weekly, began)
    for peer in cast.PEERS:
        _volunteer(stage, peer, course)
    stage.telling.count("volunteers", len(cast.PEERS), "volunteers, trained and signed off")
    _newcomers(stage)
    stage.telling.count("newcomers", 3, "more who are on their way")


def _course(stage: Stage, name: str, days: Iterable[date], at: datetime) -> Course:
    """A training about the usual topics, on these days."""
    planned = [
        trainings.Day(on, topic, time(10), time(16), "De Voorbeeldzaal, Proefsingel 1")
        for on, topic in zip(days, words.TRAINING_TOPICS, strict=True)
    ]
    return trainings.plan(name, days=planned, by=stage.user("coordinator"), at=at)


def _volunteer(stage: Stage, peer: cast.Peer, course: Course) -> None:
    coordinator, applied_on = stage.user("coordinator"), stage.anchor - timedelta(days=SINCE_DAYS - 5)
    at = stage.at(applied_on)
    volunteer = _apply(stage, peer, at)
    losses.talk(volunteer, outcome=SignOffTalk.Outcome.FIT, held_on=applied_on, by=coordinator, at=at)
    trainings.join(course, [volunteer], by=coordinator, at=at)
    _train(stage, volunteer, peer, course)
    if peer.paused:
        pauses.plan(volunteer, start_on=stage.anchor, end_on=None, by=coordinator, at=stage.at(stage.anchor))


def _apply(stage: Stage, peer: cast.Peer, at: datetime) -> Volunteer:
    """She applied, with a login of her own, and told of her loss."""
    coordinator = stage.user("coordinator")
    user = people.create(f"{peer.login}@{cast.DOMAIN}", f"{peer.first} {peer.last}", [Role.VOLUNTEER], by=None, at=at)
    told = _told(stage, peer)
    volunteer = roster.apply(user=user, email=user.email, **told, by=coordinator, at=at)
    lost_on = calendar.add_months(stage.anchor, -peer.months_ago)
    losses.add(volunteer, kind=peer.loss, happened_on=lost_on, by=coordinator, at=at)
    return volunteer


def _told(stage: Stage, peer: cast.Peer) -> dict[str, Any]:
    return {
        "name": f"{peer.first} {peer.last}",
        "first_name": peer.first,
        "phone": f"000 111 22 {cast.NUMBERED.index(peer) + 10}",
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
        attendance.note(day, {volunteer: (attendance.Presence.PRESENT, "")}, by=coordinator, at=done)
    vog_on = calendar.add_months(stage.anchor, -max(peer.vog_months_ago, 17))
    roster.record_vog(volunteer, vog_on=min(vog_on, last_on), by=coordinator, at=done)
    roster.agree_to_conduct(volunteer, agreed_on=last_on, by=coordinator, at=done)
    roster.activate(volunteer, by=coordinator, at=done)


def _newcomers(stage: Stage) -> None:
    """One who applied, one who was asked to come back today, and one half-way the training that runs."""
    coordinator, anchor = stage.user("coordinator"), stage.anchor
    _apply(stage, cast.APPLICANT, stage.at(anchor - timedelta(days=2)))
    then = stage.at(anchor - timedelta(days=90))
    later = _apply(stage, cast.LATER, then)
    outcome, held_on = SignOffTalk.Outcome.LATER, then.date()
    losses.talk(later, outcome=outcome, held_on=held_on, again_on=anchor, by=coordinator, at=then)
    _trainee(stage, _course(stage, "Training van nu", (anchor + timedelta(days=n) for n in (-14, -7, 7, 14)), then))


def _trainee(stage: Stage, course: Course) -> None:
    """She missed the second day, and waits for her VOG."""
    coordinator, anchor = stage.user("coordinator"), stage.anchor
    began_on = anchor - timedelta(days=30)
    at = stage.at(began_on)
    trainee = _apply(stage, cast.TRAINEE, at)
    losses.talk(trainee, outcome=SignOffTalk.Outcome.FIT, held_on=began_on, by=coordinator, at=at)
    trainings.join(course, [trainee], by=coordinator, at=at)
    for day, presence in zip(
        course.days.all(), (attendance.Presence.PRESENT, attendance.Presence.ABSENT), strict=False
    ):
        attendance.note(day, {trainee: (presence, "")}, by=coordinator, at=stage.at(day.held_on, 17))
    roster.ask_vog(trainee, asked_on=anchor - timedelta(days=10), by=coordinator, at=stage.at(anchor))
    starts_on = anchor + timedelta(days=20)
    ends_on = starts_on + timedelta(days=13)
    pauses.plan(stage.volunteer("coba"), start_on=starts_on, end_on=ends_on, by=coordinator, at=stage.at(anchor))
