"""Who may open which page: every address x method x role, walked from the site map; what matters most also by hand."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver, reverse

from bezoekdienst.accounts.roles import ABILITIES, Ability, Role
from bezoekdienst.web import access
from tests.web.clients import logged_in

pytestmark = pytest.mark.one_database  # who may open what asks nothing of the database that could differ

METHODS = ("get", "post", "put", "patch", "delete")
STAND_INS = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "int": "987654",
    "slug": "geen",
    "str": "geen",
    "path": "geen",
}


class Route:
    """One address of the site map, with stand-ins for whatever it takes: rows that don't exist."""

    def __init__(self, path: str, view: Any, name: str) -> None:
        self.path, self.view, self.name = path, view, name
        match = ResolverMatch(view, (), {}, url_name=name.rpartition(":")[2], namespaces=name.split(":")[:-1])
        self.access = access.declared(view, match)

    def __repr__(self) -> str:
        return self.name or self.path


def routes(resolver: URLResolver | None = None, before: str = "/", namespaces: tuple[str, ...] = ()) -> Iterator[Route]:
    for entry in (resolver or get_resolver()).url_patterns:
        path = before + _filled(str(entry.pattern))
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from routes(entry, path, inner)
        elif isinstance(entry, URLPattern):
            yield Route(path, entry.callback, ":".join((*namespaces, entry.name or "")))


def _filled(pattern: str) -> str:
    pattern = re.sub(r"<(?:(\w+):)?\w+>", lambda found: STAND_INS[found[1] or "str"], pattern)
    # What is left of regular expressions stands only in Django's admin: its catch-all and its list of apps.
    return re.sub(r"\(\?P<\w+>.*?\)", "geen", pattern).lstrip("^").removesuffix("$").replace("\\Z", "")


ROUTES = list(routes())
CLOSED = {401, 403}
# Logging out would end the walk; the admin's own login leads to ours; its autocomplete has nothing to complete.
LEAVES_OR_SENDS_ON = {"/m/uit", "/beheer/login/", "/beheer/autocomplete/"}


@pytest.mark.parametrize("route", ROUTES, ids=repr)
def test_every_address_says_who_may_open_it(route: Route) -> None:
    assert route.access is not None, f"{route.path}: see bezoekdienst/web/access.py"


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_every_address_opens_for_whom_it_says_and_for_nobody_else(db: None, role: Role | None) -> None:
    wrong, client = [], Client()
    for route in ROUTES:
        if "logout" in route.name or route.path in LEAVES_OR_SENDS_ON:
            continue
        if role and SESSION_KEY not in client.session:
            client = logged_in(role)
        for method in METHODS:
            open_to = _opens(route, role)
            if open_to and route.name.startswith(("account_", "mfa_")):
                continue  # half-way through logging in these send on by themselves, wherever one is
            answer = getattr(client, method)(route.path)
            if answer.status_code == 405:
                continue  # nothing behind this door takes the method
            if open_to != (not _turned_away(answer, role)):
                should = "open" if open_to else "closed"
                wrong.append(f"{method.upper()} {route.path}: {answer.status_code}, should be {should}")
    assert wrong == []


def _opens(route: Route, role: Role | None) -> bool:
    if route.access == access.PUBLIC:
        return True
    if role is None:
        return False
    return route.access == access.SIGNED_IN or bool(ABILITIES[role] & frozenset(route.access or ()))


def _turned_away(answer: Any, role: Role | None) -> bool:
    if role is None and answer.status_code == 302:
        return answer["Location"].startswith("/account/login/")
    return answer.status_code in CLOSED


C, D, K, P, V, F, B = (
    *(Role.COORDINATOR, Role.DEPUTY, Role.CLERK, Role.PRINT_ROOM),
    *(Role.VOLUNTEER, Role.PRIVACY_OFFICER, Role.OPERATOR),
)
# By hand, so that a slip in a view's own declaration is seen too.
MATTERS: dict[str, set[Role]] = {
    "clock": {C, D, K, B},
    "intakes": {C, D},
    "intake": {C, D},
    "residents": {C, D},
    "resident": {C, D},
    "resident_file": {C},
    "resident_erase": {C},
    "volunteer_file": {C},
    "volunteer_erase": {C},
    "doubles": {C, D},
    "double": {C, D},
    "double_apart": {C, D},
    "proposals": {C, D},
    "trajectories": {C, D},
    "trajectory": {C, D},
    "travel": {C, D},
    "signals": {C, D},
    "signal": {C, D},
    "referral_act": {C, D},
    "referral_letter": {C, D},
    "reply_back": {C, D},
    "death_undone": {C, D},
    "volunteers": {C, D},
    "volunteer": {C, D},
    "loss_act": {C, D},
    "course": {C, D},
    "training_day": {C, D},
    "together": {C, D},
    "takeovers": {C, D, K},
    "takeover": {C, D},
    "running_import": {C, D},
    "waiting_import": {C, D},
    "objections_import": {C, D, K},
    "objections_import_wrong": {C, D, K},
    "volunteers_import": {C, D},
    "volunteers_import_wrong": {C, D},
    "policy": {C, D, K, F},
    "policy_change": {C},
    "policy_withdraw": {C},
    "policy_matching": {C},
    "policy_districts": {C},
    "addressee_file": {K},
    "rounds": {C, D, K},
    "round": {C, D, K},
    "extract_new": {K},
    "extract": {K},
    "trial": {K},
    "trial_take_along": {K},
    "mapping_forget": {K},
    "print_jobs": {K, P},
    "events": {F},
    "retention_schedule": {F},
    "phone": {V},
    "api:me": {V},
    "api:visit": {V},
    "admin:index": {B},
}


@pytest.mark.parametrize("name", MATTERS)
def test_what_matters_most_is_open_to_these_roles_only(name: str) -> None:
    found = [route for route in ROUTES if route.name == name]
    assert isinstance(found[0].access, frozenset)
    assert {role for role in Role if ABILITIES[role] & found[0].access} == MATTERS[name]


@pytest.mark.parametrize("name", ["sign_up", "style", "health", "account_login"])
def test_these_are_open_to_everybody(name: str) -> None:
    assert {route.access for route in ROUTES if route.path == reverse(name)} == {access.PUBLIC}


# Lists that can be taken along as a file. Not signals, proposals or letters: what stands there lies about in no file.
LISTS = (
    *("residents", "intakes", "waiting_list", "trajectories", "travel"),
    *("volunteers", "gatherings", "courses", "activities", "figures", "rounds", "events"),
)
# What waits for fresh proof (07-trust: export, release, erasure, roles; and what can't be undone), by its button.
FRESH: dict[str, set[str]] = {
    "clock": {"De datum klopt"},  # it sets erasing going
    "round_act": {"Ronde vrijgeven", "Ronde intrekken"},
    "volunteer_phones": {"Code laten zien"},  # it makes somebody a user, signed in for months
    "volunteer_act": {"Gegevens bewaren"},  # where it moves the address that codes to log in go to
    "double": {"Voorgoed samenvoegen"},
    "addressee_file": {"Antwoord geven", "Voorgoed wissen"},
    "resident_file": {"Inzage geven"},
    "volunteer_file": {"Inzage geven"},
    "resident_erase": {"Voorgoed wissen"},
    "volunteer_erase": {"Voorgoed wissen"},
    **{name: {"Lijst meenemen"} for name in LISTS},
}


def test_what_weighs_most_asks_for_fresh_proof_and_nothing_else_does() -> None:
    assert {route.name: route.view.fresh for route in ROUTES if hasattr(route.view, "fresh")} == FRESH


def test_what_was_said_about_her_own_loss_is_for_the_coordinator_only() -> None:
    assert {role for role in Role if Ability.TALKS in ABILITIES[role]} == {C}


def test_the_clerk_sees_no_residents_and_the_coordinator_no_addressees() -> None:
    assert Ability.RESIDENTS not in ABILITIES[Role.CLERK]
    assert Ability.ROUNDS not in ABILITIES[Role.COORDINATOR]
