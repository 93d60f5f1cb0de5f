"""One's own calendar as a feed: when and what, never who (07-trust). What is in it is decided at every reading."""

import dataclasses
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from bezoekdienst.accounts import feeds, roles
from bezoekdienst.accounts.models import CalendarFeed, RoleHolding, User
from bezoekdienst.accounts.roles import ABILITIES, Ability
from bezoekdienst.lib import ical
from bezoekdienst.visiting import acquaintances, appointments, home_visits, limits, reviews
from bezoekdienst.visiting.models import Intake, Trajectory, Visit
from bezoekdienst.visiting.states import IntakeState, TrajectoryState
from letters import correspondence
from volunteers import invitations, topics
from volunteers.gathering_mail import entry, uid
from volunteers.invitations import Said
from volunteers.models import Gathering, Invitation, TrainingDay, Volunteer
from volunteers.states import HERE

BACK = timedelta(days=31)  # what was stays a while: a calendar in which last week vanishes looks broken
OFFICE = [role for role, abilities in ABILITIES.items() if {Ability.RESIDENTS, Ability.VOLUNTEERS} <= abilities]
VISITS = [role for role, abilities in ABILITIES.items() if Ability.PHONE in abilities]


def find(secret: str) -> CalendarFeed | None:
    """The feed with this secret, of somebody whose role still gives her a calendar; one query, whatever is wrong."""
    held = RoleHolding.objects.filter(user=OuterRef("user"), until_on=None)
    here = Volunteer.objects.filter(user=OuterRef("user"), state__in=HERE)
    visits = Q(Exists(held.filter(role__in=VISITS))) & Q(Exists(here))
    return feeds.having(secret).filter(Exists(held.filter(role__in=OFFICE)) | visits).first()


def of(user: User, at: datetime) -> bytes:
    """Her calendar: as a volunteer her own, as a coordinator that of the service; as both, each thing once."""
    on = timezone.localdate(at)
    found: dict[str, ical.Entry] = {}
    volunteer = Volunteer.objects.filter(user=user, state__in=HERE).first()
    if volunteer and roles.may(user, Ability.PHONE):
        found |= {each.uid: each for each in _own(volunteer, on)}
    if roles.may(user, Ability.RESIDENTS) and roles.may(user, Ability.VOLUNTEERS):
        found |= {each.uid: each for each in _of_the_service(on, user)}
    return ical.calendar(found.values(), at=at, name="Bezoekdienst")


def appointment(intake: Intake, at: datetime) -> bytes:
    """The planned home visit as a file of its own, to put in a calendar by hand; like a feed it names nobody."""
    entry = dataclasses.replace(_talk(intake), changes=home_visits.changes(intake))
    return ical.calendar([entry], at=at, name="Bezoekdienst")


def _own(volunteer: Volunteer, on: date) -> Iterator[ical.Entry]:
    asked = Invitation.objects.filter(volunteer=volunteer, gathering__in=_gatherings(on)).select_related("gathering")
    yield from (entry(each.gathering) for each in asked if invitations.said(each) != Said.NO)
    yield from map(_training, _days(on).filter(course__participations__volunteer=volunteer))
    visits = Prefetch("visits", Visit.objects.order_by("-on", "-logged_at"))
    for trajectory in Trajectory.objects.open_on(on).filter(volunteer=volunteer).prefetch_related(visits):
        if _meets(trajectory, on):
            yield _acquaintance(trajectory)
        next_on = appointments.next_on(trajectory.visits.all(), on)
        last_on = limits.last_day(trajectory.ended_on, trajectory.hard_stop_on)
        if next_on and (last_on is None or next_on <= last_on):
            yield ical.Entry(uid("visit", trajectory.pk, next_on), "Bezoek", next_on, private=True)


def _of_the_service(on: date, user: User) -> Iterator[ical.Entry]:
    for gathering in _gatherings(on):
        yield entry(gathering, url=_page("bijeenkomsten", gathering.pk))
    yield from map(_training, _days(on))
    yield from _talks(on, user)
    running = Trajectory.objects.open_on(on).select_related("resident", "bereavement")
    for one in running.prefetch_related(reviews.beside()):
        if _meets(one, on):
            url = _page("trajecten", one.pk)
            yield dataclasses.replace(_acquaintance(one), url=url, notes=url)
        yield from _trajectory(one, on)


def _gatherings(on: date) -> "QuerySet[Gathering]":
    return Gathering.objects.filter(starts_at__date__gte=on - BACK)


def _days(on: date) -> "QuerySet[TrainingDay]":
    return TrainingDay.objects.filter(held_on__gte=on - BACK).select_related("course")


def _training(day: TrainingDay) -> ical.Entry:
    starts: datetime | date = day.held_on
    minutes = 0
    if day.starts and day.ends:
        starts = timezone.make_aware(datetime.combine(day.held_on, day.starts))
        minutes = _minutes(day.ends) - _minutes(day.starts)
    return ical.Entry(uid("training", day.pk), f"Training: {topics.label(day.topic)}", starts, minutes, place=day.place)


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def _talks(on: date, user: User) -> Iterator[ical.Entry]:
    """Home visits that are planned, for who goes there; where nobody is named yet, for everybody."""
    planned = Intake.objects.filter(state=IntakeState.PLANNED, planned_for_at__date__gte=on - BACK)
    return map(_talk, planned.filter(Q(planned_with=user) | Q(planned_with=None)))


def _talk(intake: Intake) -> ical.Entry:
    url = _page("intakes", intake.pk)
    return correspondence.entry(intake, url=url, notes=url)


def _meets(one: Trajectory, on: date) -> bool:
    meets = one.state == TrajectoryState.ACQUAINTANCE
    return meets and one.meeting_on is not None and one.meeting_on >= on - BACK


def _acquaintance(one: Trajectory) -> ical.Entry:
    assert one.meeting_on is not None
    starts = acquaintances.starts(one.meeting_on, one.meeting_time)
    return ical.Entry(uid("acquaintance", one.pk), "Kennismaking", starts, acquaintances.MINUTES, private=True)


def _trajectory(one: Any, on: date) -> Iterator[ical.Entry]:
    """T6 and T3: when to call, unless she was spoken to already; when it is planned to end, when it must."""
    if one.planned_end_on is None or one.hard_stop_on is None:  # an acquaintance
        return
    year_on, talks = one.bereavement.year_started_on, [talk.made_on for talk in one.resident.reviewed]
    had = limits.reviews_had(year_on, talks) if year_on else {}
    days = {f"gesprek na {months} maanden": day for months, day in reviews.days(one)}
    done = {f"gesprek na {months} maanden" for months in had}
    days["laatste dag volgens plan"] = one.planned_end_on
    if one.hard_stop_on != one.planned_end_on:
        days["het jaar is om"] = one.hard_stop_on
    url = _page("trajecten", one.pk)
    for number, (what, day) in enumerate(days.items()):
        if on - BACK <= day <= one.hard_stop_on and not (what in done and day > on):
            name = uid("trajectory", one.pk, number)
            yield ical.Entry(name, f"Traject: {what}", day, url=url, notes=url, private=True)


def _page(*parts: object) -> str:
    return f"{settings.SITE_URL.rstrip('/')}/{'/'.join(str(part) for part in parts)}/"
