"""Two entries beside each other: their page, and how its form is filled in."""

from datetime import date

from django.urls import reverse

from bezoekdienst.visiting.models import Resident

OVER = {"state": "ended", "end_reason": "goal_reached", "ended_on": date(2026, 6, 1)}


def page(pair: tuple[Resident, Resident]) -> str:
    return reverse("double", args=[pair[0].pk, pair[1].pk])


def same(pair: tuple[Resident, Resident]) -> dict[str, object]:
    """What is filled in when it is the same loss and what stands there is right."""
    loss, root = pair[1].bereavements.get(), pair[0].bereavements.get()
    return {f"verlies-{loss.pk}": root.pk, "gegeven-name": pair[0].pk, "gegeven-address": pair[1].pk}


def filled(pair: tuple[Resident, Resident], step: str, **more: object) -> dict[str, object]:
    return {**same(pair), "gegeven-first_name": pair[1].pk, "step": step, **more}
