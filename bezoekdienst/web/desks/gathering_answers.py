"""Who comes to a gathering, as its page and the list show it."""

from collections.abc import Iterable
from typing import TypedDict

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime

from volunteers import invitations
from volunteers.invitations import Said
from volunteers.models import Gathering, Invitation
from volunteers.states import HERE

# Who is to be called stands first.
HEADINGS = (
    (Said.NOTHING, "Nog geen antwoord"),
    (Said.OLD_YES, "Zeiden ja voor de oude datum"),
    (Said.OLD_NO, "Konden niet op de oude datum"),
    (Said.YES, "Komen"),
    (Said.NO, "Komen niet"),
)


class Told(TypedDict):
    """A line of the list of gatherings."""

    gathering: Gathering
    said: str


class Group(TypedDict):
    """Those who said the same; which answers their line still offers."""

    heading: str
    rows: list[Invitation]
    offers: tuple[tuple[str, str], ...]


def of_the_group(gathering: Gathering | None = None) -> "QuerySet[Invitation]":
    """The invitations of who is still here, or of whom it is known whether she came; of one gathering, or of all."""
    found = Invitation.objects.filter(Q(volunteer__state__in=HERE) | Q(present__isnull=False))
    if gathering is not None:
        found = found.filter(gathering=gathering)
    return found.select_related("volunteer__user", "gathering").order_by("volunteer__first_name", "pk")


def groups(invited: Iterable[Invitation]) -> list[Group]:
    """Those who said the same together; nobody in none."""
    by_answer: dict[Said, list[Invitation]] = {}
    for each in invited:
        by_answer.setdefault(invitations.said(each), []).append(each)
    return [
        {"heading": heading, "rows": by_answer[said], "offers": _offers(said)}
        for said, heading in HEADINGS
        if said in by_answer
    ]


def told(one: Gathering, invited: Iterable[Invitation] | None = None, *, past: bool = False) -> Told:
    """How it stands, in a sentence."""
    rows = list(one.invitations.all()) if invited is None else list(invited)
    there = [each.present for each in rows if each.present is not None]
    if one.cancelled_at:
        said = "Gaat niet door."
    elif there:
        said = f"{there.count(True)} van de {len(there)} waren er."
    elif past:
        said = "Nog niet genoteerd wie er was."
    else:
        said = _coming([invitations.said(each) for each in rows])
    return {"gathering": one, "said": said}


def title(one: Gathering) -> str:
    """Intervisie op donderdag 3 maart."""
    return f"{str(one.get_kind_display()).capitalize()} op {date_format(localtime(one.starts_at), 'l j F')}"


def _coming(answers: list[Said]) -> str:
    if not answers:
        return "Nog niemand uitgenodigd."
    if set(answers) == {Said.NOTHING}:
        return "Nog geen antwoorden."
    yes, no, nothing = answers.count(Said.YES), answers.count(Said.NO), answers.count(Said.NOTHING)
    old = answers.count(Said.OLD_YES) + answers.count(Said.OLD_NO)
    parts = [f"{yes} {'komt' if yes == 1 else 'komen'}", f"{no} niet", f"{nothing} nog geen antwoord"]
    return ", ".join([*parts, *([f"{old} alleen voor de oude datum"] if old else [])]) + "."


def _offers(said: Said) -> tuple[tuple[str, str], ...]:
    if said == Said.YES:
        return (("nee", "Komt toch niet"),)
    if said == Said.NO:
        return (("ja", "Komt toch"),)
    return (("ja", "Komt"), ("nee", "Komt niet"))
