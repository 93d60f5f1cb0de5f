"""Taking over one person with her visits: one row, or a row for each volunteer of her year, the earliest first (T2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting import endings, reviews, takeovers, trajectories
from bezoekdienst.visiting.imports import persons
from bezoekdienst.visiting.imports.persons import Volunteers
from bezoekdienst.visiting.models import Contact, Intake, Trajectory
from bezoekdienst.visiting.states import EndReason
from bezoekdienst.visiting.takeovers import Course, Talk, Year
from matching.imports.fit import Fit
from volunteers.models import Volunteer
from volunteers.states import GONE

Values = Mapping[str, Any]


class Broken(Exception):
    """Her row number `place` (from 0) can't be taken over, and so none of hers can."""

    def __init__(self, place: int, refused: Refused) -> None:
        super().__init__(place)
        self.place, self.refused = place, refused


@dataclass(frozen=True, slots=True)
class Taken:
    """One of her trajectories that was taken over, and what the coordinator should look at."""

    trajectory: Trajectory
    warnings: tuple[str, ...]


class Desk:
    """Who visits, and how they are, read once for a whole file; and who takes over, when."""

    def __init__(self, by: User, at: datetime) -> None:
        self.by, self.at, self.today = by, at, timezone.localdate(at)
        self.volunteers, self.fit = Volunteers(), Fit(self.today)


def take_over(rows: Sequence[Values], desk: Desk) -> list[Taken]:
    """Somebody with all of `rows`, in order of their start: all but the last ended, and were followed by the next.

    The year is that of the earliest. Raises Broken; then nothing of her is kept.
    """
    place, taken = 0, list[Taken]()
    try:
        with transaction.atomic():
            refuse_if(_order(rows))
            intake, year = _person(rows, desk)
            policy = takeovers.run_year(intake.bereavement, year, by=desk.by, at=desk.at)
            for place, said in enumerate(rows):  # noqa: B007 (the row that broke)
                taken.append(_course(intake, said, policy, desk))
    except Refused as refused:
        raise Broken(place, refused) from None
    return taken


def _order(rows: Sequence[Values]) -> list[Reason]:
    """Of several volunteers one follows the other; the last is there still (T9)."""
    *before, last = rows
    if "ended_on" in last:
        text = "Dit bezoek loopt niet meer. Wacht zij op een ander? Neem haar dan over met de wachtlijst."
        return [Reason("T9", text)]
    if any("ended_on" not in one for one in before):
        text = "Van deze persoon lopen hier twee trajecten. Vul bij het eerste in wanneer het eindigde."
        return [Reason("T9", text)]
    after = zip(before, rows[1:], strict=True)
    if any(following["started_on"] < one["ended_on"] for one, following in after):
        return [Reason("T9", "Het volgende traject van deze persoon begint voor dit eindigde.")]
    return []


def _person(rows: Sequence[Values], desk: Desk) -> tuple[Intake, Year]:
    """Signed up, talked to, waiting: as everybody was before a volunteer came. And her year, from the first of all."""
    first, by, at = {**rows[-1], **rows[0]}, desk.by, desk.at  # each row may tell something the other leaves out
    matched_on = _matched_on(rows[0])
    if first.get("signed_up_on", matched_on) > matched_on:
        raise Refused(Reason("I1", "“Aangemeld op” ligt na de dag van de koppeling."))
    not_with = desk.volunteers.named(first["not_with"]) if "not_with" in first else None
    visited_on = first.get("visited_on") or matched_on
    intake = persons.sign_up(first, (visited_on, matched_on), by=by, at=at)
    persons.exclude(intake, not_with, by=by, at=at)
    consents = {"visits": rows[0]["started_on"], **persons.consents(first)}
    takeovers.talk(intake, Talk(visited_on, visited_on, persons.answers(first), consents), by=by, at=at)
    began = [said[key] for said in rows for key in ("year_on", "started_on") if key in said]
    lengthened = next((said for said in reversed(rows) if "extended_to_on" in said), {})
    return intake, Year(min(began), lengthened.get("extended_to_on"), lengthened.get("extension_reason", ""))


def _course(intake: Intake, said: Values, policy: Policy, desk: Desk) -> Taken:
    by, at, volunteer = desk.by, desk.at, desk.volunteers.named(said["volunteer"])
    ended_on = said.get("ended_on")
    warnings = () if ended_on else _may_visit(intake, volunteer, said, desk)
    course = Course(
        _matched_on(said), said["started_on"], ended_on,
        said.get("planned_on"), said.get("visits"), said.get("last_visit_on"),
    )  # fmt: skip
    one = takeovers.begin(intake, volunteer, course, policy=policy, by=by, at=at)
    for day in said.get("reviews", ()):
        reviews.note(one, made_on=day, way="phone", reached=True, review=Contact.Review.AS_NOW, by=by, at=at)
    _pause(one, said, desk)
    if ended_on:
        endings.end(one, reason=EndReason.STOPPED_BY_VOLUNTEER, on=ended_on, by=by, at=at)
    else:
        desk.fit.add(volunteer, said)
    return Taken(one, warnings)


def _may_visit(intake: Intake, volunteer: Volunteer, said: Values, desk: Desk) -> tuple[str, ...]:
    """Warnings. Raises Refused for who is a volunteer no more, or whom she doesn't want (V1, M1)."""
    if volunteer.state in GONE:
        text = f"{volunteer.name} is “{volunteer.get_state_display()}”, en kan dus niemand bezoeken."
        raise Refused(Reason("V1", text))
    if intake.resident.exclusions.filter(volunteer=volunteer, why="she_declined").exists():
        raise Refused(Reason("M1", f"In deze regel staat ook dat {volunteer.name} hier niet mag komen."))
    found = desk.fit.warnings(volunteer, said, said["started_on"])
    if "visits_on" in said:
        return found
    day = wording.day(said["started_on"])
    return (*found, f"“Toestemming voor bezoek op” is leeg. Wij nemen {day}: toen zei zij ja.")


def _pause(one: Trajectory, said: Values, desk: Desk) -> None:
    since_on, until_on = said.get("pause_on"), said.get("pause_until")
    if since_on is None:
        refuse_if([Reason("T6", "Er staat een laatste dag van een pauze, maar niet de eerste.")] if until_on else [])
    elif until_on and until_on < desk.today:
        takeovers.had_pause(one, since_on=since_on, until_on=until_on)
    else:
        trajectories.pause(one, since_on=since_on, by=desk.by, at=desk.at)


def _matched_on(said: Values) -> date:
    day: date = said.get("matched_on") or said["started_on"]
    return day
