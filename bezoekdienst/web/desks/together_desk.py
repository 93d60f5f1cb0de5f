"""Who is there and whom we look for, as its page tells it: load and rest of each volunteer, the group beside who waits.

Reads only; a fixed number of queries, whatever the number of people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from bezoekdienst.visiting.models import Trajectory
from matching import blocks, composition, explanation, recruiting, rest, situation
from matching.composition import Somebody
from matching.facts import ResidentFacts, VolunteerFacts
from matching.recruiting import Advice, Situation
from volunteers.models import District, Volunteer
from volunteers.states import State

NEW = (State.APPLICANT, State.TRAINING)
GROUPS = (("vrijwilligers", "volunteers"), ("bezocht", "trajectories"), ("wachten", "proposals"))  # and their lists


@dataclass(frozen=True, slots=True)
class Load:
    """One volunteer: how full, since when she visits nobody, until when she rests, why she can't be deployed."""

    volunteer: VolunteerFacts
    free: int
    rests_until: date | None
    idle_days: int | None

    @property
    def percent(self) -> int:
        """How full, in percent."""
        return round(100 * self.volunteer.open_count / self.volunteer.capacity)

    @property
    def order(self) -> tuple[int, int, str]:
        """Who has room first, the longest without anybody first; then who rests, who is full, who can't now."""
        kind = 3 if not self.volunteer.is_available else 2 if not self.free else 1 if self.rests_until else 0
        return kind, -(self.idle_days or 0), self.volunteer.name


@dataclass(frozen=True, slots=True)
class Together:
    """All of the page."""

    advice: list[Advice]
    names: dict[int, str]
    loads: list[Load]
    traits: list[dict[str, Any]]
    groups: list[tuple[str, str, int]]
    new: int
    longest: int

    @property
    def figures(self) -> list[tuple[str, int, str]]:
        """The group in four numbers, each with the list it counts where there is one."""
        shown = (reverse("volunteers") + "?toon={}").format
        able = [one for one in self.loads if not one.volunteer.not_deployable]
        return [
            ("plaatsen vrij", sum(one.free for one in able if not one.rests_until), shown("inzetbaar")),
            ("met rust", sum(bool(one.rests_until) for one in able), ""),
            ("vol", sum(one.percent >= 100 for one in able), ""),
            ("nu niet inzetbaar", len(self.loads) - len(able), shown("niet")),
        ]


def lay_out(on: date) -> Together:
    """How things stand on `on`."""
    stand, areas = situation.read(on), _areas()
    board, unplaced = stand.board, stand.plan.waiting
    near = {one.id: explanation.funnel(board, one.id).in_reach for one in board.residents}
    now = Situation(_sought(board), board.volunteers, near, unplaced, areas, on, board.rest_weeks)
    loads = sorted((_load(one, board.rest_weeks, on) for one in board.volunteers), key=lambda load: load.order)
    people: list[Sequence[Somebody]] = [board.volunteers, _visited(on), board.residents]
    return Together(
        advice=recruiting.advise(now),
        names={one.id: one.name for one in board.residents},
        loads=loads,
        traits=[_trait(trait, people) for trait in composition.compose(people, areas=areas, on=on)],
        groups=[(said, url, len(group)) for (said, url), group in zip(GROUPS, people, strict=True)],
        new=Volunteer.objects.filter(state__in=NEW).count(),
        longest=max((one.idle_days or 0 for one in loads), default=0),
    )


def _sought(board: explanation.Board) -> list[ResidentFacts]:
    """Who waits for somebody now: not who is held back, nor for whom nobody can come, as when her year is over."""
    waiting = (one for one in board.residents if not one.held_back)
    return [one for one in waiting if not blocks.whoever_comes(one, blocks.case(one, None, on=board.on))]


def _areas() -> dict[str, str]:
    return {pc4: district.name for district in District.objects.all() for pc4 in district.pc4s}


def _visited(on: date) -> list[ResidentFacts]:
    """Who is visited now, with what a group is made up of."""
    return [_person(one) for one in Trajectory.objects.open_on(on).select_related("resident", "bereavement__intake")]


def _person(one: Trajectory) -> ResidentFacts:
    resident, intake = one.resident, getattr(one.bereavement, "intake", None)
    said = intake.answers if intake else {}
    return ResidentFacts(
        id=one.pk,
        name=resident.name,
        signed_up_on=resident.signed_up_on,
        waiting_since=resident.signed_up_on,
        loss=one.bereavement.kind or None,
        birth_year=resident.birth_year,
        sex=resident.sex or None,
        area=resident.pc4 or None,
        dayparts=frozenset(said.get("dayparts", ())),
        languages=frozenset(said.get("languages", ("nl",))),
    )


def _load(one: VolunteerFacts, rest_weeks: int, on: date) -> Load:
    idle_days = (on - one.idle_since).days if one.idle_since else None
    return Load(one, one.free_places, rest.until(one, rest_weeks, on), idle_days)


def _trait(trait: composition.Trait, people: Sequence[Sequence[Somebody]]) -> dict[str, Any]:
    """A trait with its counts, and how large a part of each group that is, in percent."""
    rows = [
        {
            "label": share.label,
            "lacks": share.label != composition.UNKNOWN and not share.counts[0] and bool(share.counts[-1]),
            "cells": [
                {"count": count, "percent": 100 * count / len(group) if group else 0}
                for count, group in zip(share.counts, people, strict=True)
            ],
        }
        for share in trait.shares
    ]
    return {"label": trait.label, "rows": rows, "several": trait.several}
