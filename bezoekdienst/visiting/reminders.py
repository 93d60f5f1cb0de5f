"""What is due to be said about visiting, and to whom (I1, T1, T6, T7, B4): by mail, without personal content."""

from collections.abc import Iterable, Iterator
from datetime import date

from bezoekdienst.accounts import people
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.notices.reminders import Reminder, tells
from bezoekdienst.policy import versions
from bezoekdienst.visiting import dues, gather, limits
from bezoekdienst.visiting.facts import IntakeFacts, Terms, TrajectoryFacts

KINDS = {
    "contact_due": ("aanmelding zonder telefoontje", "aanmeldingen zonder telefoontje"),
    "visit_due": ("aanmelding zonder gesprek thuis", "aanmeldingen zonder gesprek thuis"),
    "unsettled": ("kennismaking die nog niet rond is", "kennismakingen die nog niet rond zijn"),
    "review_due": ("tussengesprek", "tussengesprekken"),
    "ends": ("traject dat bijna afloopt", "trajecten die bijna aflopen"),
    "year_ends": ("traject waarvan het jaar bijna om is", "trajecten waarvan het jaar bijna om is"),
    "ends_yours": ("traject dat bijna afloopt", "trajecten die bijna aflopen"),
    "year_ends_yours": ("traject waarvan het jaar bijna om is", "trajecten waarvan het jaar bijna om is"),
    "silent": ("traject zonder nieuw verslag", "trajecten zonder nieuw verslag"),
}


@tells(KINDS)
def due(on: date) -> Iterator[Reminder]:
    """Everything that is true on `on` and worth a mail; whether it was said before is the queue's business."""
    coordinators, terms = tuple(people.holders(Role.COORDINATOR)), gather.terms(versions.current(on))
    for intake in gather.intakes():
        yield from _intake(intake, terms, on, coordinators)
    found = gather.trajectories(on)
    volunteers = User.objects.in_bulk([one.volunteer_user for one in found if one.volunteer_user])
    for one in found:
        yield from _of_coordinators(one, terms, on, coordinators)
        if (user := volunteers.get(one.volunteer_user or 0)) and not one.paused:  # T6: in a pause reminders rest
            yield from _of_volunteer(one, terms, on, user)


def _intake(one: IntakeFacts, terms: Terms, on: date, to: tuple[User, ...]) -> Iterator[Reminder]:
    """I1: a first contact within so many working days, a visit within so many weeks."""
    if _is_past(dues.contact_until(one, terms), on):
        days = {"days": terms.contact_working_days}
        yield Reminder(f"intake:{one.pk}:contact:{one.opened_on}", "contact_due", to, days)
    if _is_past(dues.talk_until(one, terms), on):
        yield Reminder(f"intake:{one.pk}:visit:{one.opened_on}", "visit_due", to, {"weeks": terms.intake_weeks})


def _of_coordinators(one: TrajectoryFacts, terms: Terms, on: date, to: tuple[User, ...]) -> Iterator[Reminder]:
    """T1, T6, T7. In a pause only that the year runs out: that goes on (T6)."""
    if _is_past(dues.settle_until(one, terms), on):
        yield Reminder(f"trajectory:{one.pk}:unsettled", "unsettled", to, {"weeks": terms.acquaintance_weeks})
    if (review := dues.review(one, on)) and not one.paused:
        # The year is the bereavement's (T2): who hands over in between isn't asked twice.
        yield Reminder(f"bereavement:{one.bereavement}:review:{review[0]}", "review_due", to, {"months": review[0]})
    yield from (ending for ending in _endings(one, on, to, "") if ending.kind == "year_ends" or not one.paused)


def _of_volunteer(one: TrajectoryFacts, terms: Terms, on: date, user: User) -> Iterator[Reminder]:
    """T7, and B4: friendly, once a silence. The coordinator's list shows the long ones by itself."""
    yield from _endings(one, on, (user,), "_yours")
    if since_on := dues.silent_since(one, terms.reminder_weeks, on):
        yield Reminder(f"trajectory:{one.pk}:silent:{since_on}", "silent", (user,), {"weeks": terms.reminder_weeks})


def _endings(one: TrajectoryFacts, on: date, to: tuple[User, ...], whose: str) -> Iterator[Reminder]:
    for ending in dues.endings(one, on):
        kind = "year_ends" if ending.is_stop else "ends"
        cause = f"trajectory:{one.pk}:{kind}:{ending.on}:"
        nearer = _causes(cause, (weeks for weeks in limits.WARNING_WEEKS if weeks < ending.weeks))
        yield Reminder(f"{cause}{ending.weeks}", kind + whose, to, {"weeks": ending.weeks}, nearer)


def _causes(beginning: str, thresholds: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"{beginning}{threshold}" for threshold in thresholds)


def _is_past(until_on: date | None, on: date) -> bool:
    return until_on is not None and until_on < on
