"""Rows of running trajectories as they stand on paper, and what becomes of them."""

import io
from typing import Any

from django.apps import apps

from bezoekdienst import paper
from bezoekdienst.audit.models import Event
from bezoekdienst.paper import Outcome
from bezoekdienst.visiting.models import Resident, Trajectory
from matching.imports.files import TABLE
from tests import cast, factories

WIM = {
    "Achternaam": "van Verzonnen",
    "Voornaam": "Wim",
    "Telefoon": "026 000 90 01",
    "Straat en huisnummer": "Proefstraat 1",
    "Postcode": "6811ab",
    "Plaats": "Arnhem",
    "Geboortejaar": "1948",
    "Geslacht": "man",
    "Hoe aangemeld": "huisarts",
    "Aangemeld op": "1-2-2026",
    "Vrijwilliger": "Vera Vrijwilliger",
    "Gekoppeld op": "20-2-2026",
    "Begonnen op": "2-3-2026",
    "Soort verlies": "lang ziekbed",
    "Verlies ongeveer": "najaar 2025",
    "Dagdelen": "ma ochtend, do",
    "Toestemming voor bezoek op": "10-2-2026",
    "Verteld dat het stopt op": "10-2-2026",
    "Gesprek op": "10-2-2026",
}
ANS = {**WIM, "Voornaam": "Ans", "Telefoon": "026 000 90 02", "Geslacht": "vrouw"}


def csv(*rows: dict[str, str]) -> bytes:
    heading = list(dict.fromkeys(name for row in rows for name in row))
    lines = [heading, *([row.get(name, "") for name in heading] for row in rows)]
    return "\n".join(";".join(line) for line in lines).encode()


def take_in(*rows: dict[str, str]) -> Outcome:
    return paper.take_in(TABLE, io.BytesIO(csv(*rows)), by=cast.coordinator(), at=factories.NOW)


def wrong(*rows: dict[str, str]) -> list[tuple[str, ...]]:
    """What is said of each row, when all of them are wrong; nobody is there afterwards, also not half."""
    found = take_in(*rows)
    assert found.counts == {"new": 0, "known": 0, "wrong": len(rows)}
    assert not Resident.objects.exists() and not Trajectory.objects.exists()
    return [line.said for line in found.wrong]


def everything() -> dict[str, list[Any]]:
    """Every row of every table but the log."""
    models = [model for model in apps.get_models() if model is not Event]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}
