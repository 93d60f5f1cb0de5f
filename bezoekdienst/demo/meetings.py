"""The demo's intervision: a series of a year of which one was held and one was moved, and a theme day."""

from datetime import timedelta

from bezoekdienst.demo import cast
from bezoekdienst.demo.stage import Stage
from volunteers import gatherings, invitations, rhythm, series
from volunteers.models import Gathering, Volunteer

PLACE = "De Voorbeeldzaal, Proefsingel 1"
HELD_DAYS_AGO, AHEAD_DAYS = 26, 330
ABSENT, SILENT, CANNOT = {"wim", "els"}, {"bep", "coba", "els"}, {"sjaak"}


def run(stage: Stage) -> None:
    """Planned two months ago; everybody answered but three, about a day that has been moved since."""
    stage.telling.step("meetings", "The volunteers meet: intervision every six weeks, and a theme day")
    coordinator, planned_at = stage.user("coordinator"), stage.at(stage.anchor - timedelta(days=60))
    first_at = stage.at(stage.anchor - timedelta(days=HELD_DAYS_AGO), 14)
    moments = rhythm.moments(first_at, every_weeks=6, until=first_at + timedelta(days=AHEAD_DAYS))
    made = series.plan(moments, every_weeks=6, place=PLACE, minutes=120, by=coordinator, at=planned_at)
    held, following, moved = made.gatherings.all()[:3]
    there = [stage.volunteer(peer.login) for peer in cast.PEERS if peer.login not in ABSENT]
    gatherings.hold(held, present=there, by=coordinator, at=first_at + timedelta(hours=3))
    _answer(stage, following)
    _answer(stage, moved)
    _move(stage, moved)
    theme_at = stage.at(stage.anchor + timedelta(days=40), 10)
    gatherings.plan(
        Gathering.Kind.THEME_DAY,
        starts_at=theme_at,
        place=PLACE,
        minutes=360,
        theme="Afscheid nemen",
        by=coordinator,
        at=stage.at(stage.anchor - timedelta(days=3)),
    )
    stage.telling.count("gatherings", len(moments) + 1, f"meetings, the next on {following.starts_at:%Y-%m-%d}")


def _answer(stage: Stage, gathering: Gathering) -> None:
    at = stage.at(stage.anchor - timedelta(days=30), 20)
    for peer in cast.PEERS:
        if peer.login not in SILENT:
            volunteer: Volunteer = stage.volunteer(peer.login)
            mine = gathering.invitations.select_related("gathering", "volunteer").get(volunteer=volunteer)
            invitations.answer(mine, coming=peer.login not in CANNOT, by=stage.user(peer.login), at=at)


def _move(stage: Stage, gathering: Gathering) -> None:
    gatherings.change(
        gathering,
        starts_at=gathering.starts_at + timedelta(days=7),
        place="Het Proefhuis, Voorbeeldplein 2",
        minutes=120,
        by=stage.user("coordinator"),
        at=stage.at(stage.anchor - timedelta(days=2)),
    )
