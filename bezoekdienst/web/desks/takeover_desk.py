"""The tables that can be taken over from paper, each with its words on the page, and who may take it over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.lib import wording
from bezoekdienst.paper import Table
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Supply
from bezoekdienst.visiting.imports import files as waiting
from bezoekdienst.visiting.models import Intake, Resident, Trajectory
from letters.imports import files as objections
from matching.imports import files as running
from volunteers.imports import files as volunteers
from volunteers.models import Volunteer

_SHOWN = 20  # earlier take-overs


@dataclass(frozen=True, slots=True)
class Desk:
    """One table on its page. `name` begins its routes, `word` stands in the address.

    `one` and `many`: what a row is about; `counted`: what is counted before and after. `after` and `after_label`: where
    one goes when it is done. `warned` introduces what is said of a row that is new.
    """

    name: str
    word: str
    title: str
    lead: str
    one: str
    many: str
    abilities: tuple[Ability, ...]
    table_for: Callable[[User], Table]
    about: str
    counted: tuple[str, str]
    after: str
    after_label: str
    warned: str = "Let op:"
    why: str = ""  # on the page that leads through all of them
    made: tuple[type[Any], str] | None = None  # the rows it makes, and the event of each; None where nobody is kept

    def may(self, user: User) -> bool:
        """Whether she may take this table over."""
        return any(roles.may(user, ability) for ability in self.abilities)

    @property
    def url(self) -> str:
        return reverse(f"{self.name}_import")


VOLUNTEERS = Desk(
    name="volunteers",
    word="vrijwilligers",
    title="Vrijwilligers overnemen",
    lead="Van papier, of uit uw eigen lijst. U ziet eerst wat er gebeurt.",
    one="vrijwilliger",
    many="vrijwilligers",
    abilities=(Ability.VOLUNTEERS,),
    table_for=lambda user: volunteers.TABLE,
    about="web/imports/_about_volunteers.html",
    counted=("vrijwilliger", "vrijwilligers"),
    after="volunteers",
    after_label="Naar de vrijwilligers",
    warned="Nog niet actief:",
    why="Eerst wie er op bezoek gaat. Een traject noemt straks de vrijwilliger.",
    made=(Volunteer, "volunteer.taken_over"),
)
RUNNING = Desk(
    name="running",
    word="trajecten",
    title="Lopende trajecten overnemen",
    lead="Wie nu bezocht wordt, met de echte begindag. Het jaar loopt gewoon door.",
    one="traject",
    many="trajecten",
    abilities=(Ability.RESIDENTS,),
    table_for=lambda user: running.TABLE,
    about="web/imports/_about_running.html",
    counted=("lopend traject", "lopende trajecten"),
    after="trajectories",
    after_label="Naar de trajecten",
    why="Dan wie bezocht wordt, met de echte begindag. Het jaar loopt gewoon door.",
    made=(Trajectory, "trajectory.taken_over"),
)
WAITING = Desk(
    name="waiting",
    word="wachtlijst",
    title="Wachtlijst overnemen",
    lead="Wie zich aanmeldde, wie u sprak, en wie op een vrijwilliger wacht. Met de dagen van toen.",
    one="persoon",
    many="personen",
    abilities=(Ability.RESIDENTS,),
    table_for=lambda user: waiting.TABLE,
    about="web/imports/_about_waiting.html",
    counted=("aanmelding onder handen", "aanmeldingen onder handen"),
    after="intakes",
    after_label="Naar de intakes",
    why="Dan wie wacht of net is aangemeld. Wie het langst wacht, blijft vooraan staan.",
    made=(Intake, "intake.taken_over"),
)


def _objections(user: User) -> Table:
    """Numbers of the register are for the municipality, which has them; the service knows names (07-trust)."""
    if not roles.may(user, Ability.ROUNDS):
        return objections.FOR_THE_SERVICE
    supply = versions.current(timezone.localdate()).supply
    return objections.WITHOUT_BSN if supply == Supply.REGULATION else objections.FOR_THE_MUNICIPALITY


OBJECTIONS = Desk(
    name="objections",
    word="bezwaren",
    title="Bezwaren overnemen",
    lead="Wie nooit een brief wil. Wij onthouden alleen een kenmerk, geen naam.",
    one="bezwaar",
    many="bezwaren",
    abilities=(Ability.ROUNDS, Ability.REPLIES),
    table_for=_objections,
    about="web/imports/_about_objections.html",
    counted=("kenmerk", "kenmerken"),
    after="rounds",
    after_label="Naar de rondes",
    why="Ten slotte wie nooit een brief wil. Wij onthouden alleen een kenmerk, geen naam.",
)
DESKS = (VOLUNTEERS, RUNNING, WAITING, OBJECTIONS)


def page_of(about: Model | None) -> str:
    """The page of somebody on a line; "" when there is none."""
    routes = {Volunteer: "volunteer", Trajectory: "trajectory", Intake: "intake", Resident: "resident"}
    return reverse(routes[type(about)], args=[about.pk]) if about is not None else ""


def told(one: Trajectory) -> list[tuple[str, str]]:
    """That a trajectory came over from paper, and the visits of before; nothing for one that began here."""
    event = events.history(one).filter(kind="trajectory.taken_over").first()
    if event is None:
        return []
    visits, last_on = event.facts.get("visits"), event.facts.get("visited_on")
    lines = [wording.day(timezone.localdate(event.at))]
    if visits is not None:
        lines.append(f"{visits} {'bezoek' if visits == 1 else 'bezoeken'} daarvoor")
    if last_on:
        lines.append(f"laatste bezoek daarvoor: {wording.day(date.fromisoformat(last_on))}")
    return [("Overgenomen van papier", "\n".join(lines))]


def earlier(desks: Sequence[Desk], user: User) -> list[tuple[Event, Desk, str]]:
    """The last files that were taken over, with what was done in words; the newest first."""
    by_kind = {desk.table_for(user).taken: desk for desk in desks}
    found = Event.objects.filter(kind__in=by_kind).select_related("actor").order_by("-id")[:_SHOWN]
    return [(event, by_kind[event.kind], _told(event, by_kind[event.kind])) for event in found]


def of(event: Event, user: User) -> Desk | None:
    """Of which table a take-over was, when its people can be shown to her."""
    mine = (desk for desk in DESKS if desk.may(user) and desk.made)
    return next((desk for desk in mine if desk.table_for(user).taken == event.kind), None)


def people(event: Event, desk: Desk) -> tuple[list[tuple[str, str, str]], int]:
    """Who came with that file, by name: (name, where she stands, her page); and how many are there no more."""
    assert desk.made is not None
    model, kind = desk.made
    made = Event.objects.filter(kind=kind, at=event.at, actor_id=event.actor_id)
    keys = list(made.values_list("subject_id", flat=True))
    rows = list(model._default_manager.filter(pk__in=keys))
    shown = sorted((_name(row), str(row.get_state_display()), page_of(row)) for row in rows)
    return shown, len(keys) - len(rows)


def _name(row: Any) -> str:
    return str(row.name if isinstance(row, Volunteer) else row.resident.name)


def _told(event: Event, desk: Desk) -> str:
    number = int(event.facts.get("new", 0))
    return f"{number} {desk.one if number == 1 else desk.many}"
