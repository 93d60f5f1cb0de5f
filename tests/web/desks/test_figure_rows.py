"""From a number of the year to its rows: the list holds exactly what the number counts, and says who is gone since."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.reports import figures
from bezoekdienst.retention import tallies
from bezoekdienst.visiting import counted
from bezoekdienst.visiting.models import Evaluation, Intake, Resident, Signal, Trajectory
from bezoekdienst.visiting.states import SignalState
from bezoekdienst.web.desks import figure_rows
from letters import replies
from letters.acquaintances import Person
from letters.states import ReplyKind, ReplyWay
from tests import factories
from tests.letters import chain
from tests.web import clients

pytestmark = pytest.mark.django_db
ON, YEAR = factories.TODAY, factories.TODAY.year
HREF = re.compile(r'<a href="([^"]*telt=[^"]*)">([\d.]+)</a>')


def _year() -> None:
    """A year with more than one of everything, and something of the year before beside each."""
    for number in range(6):
        signed_up_on = ON - timedelta(days=400 if number == 5 else 20)
        about = {"source": ("letter", "gp")[number % 2], "signed_up_on": signed_up_on}
        trajectory = factories.TrajectoryFactory(**{f"bereavement__resident__{key}": one for key, one in about.items()})
        Intake.objects.filter(bereavement=trajectory.bereavement).delete()
        visited_on = ON - timedelta(days=380 if number == 5 else 10)
        factories.IntakeFactory(bereavement=trajectory.bereavement, waiting=True, visited_on=visited_on)
        for kind in ("at_home", "phone")[: 1 + number % 2]:
            factories.VisitFactory(trajectory=trajectory, kind=kind)
        Evaluation.objects.create(trajectory=trajectory, sent_on=ON, received_on=ON if number < 3 else None)
        if number < 4:
            ended = {"state": "ended", "ended_on": ON, "end_reason": ("goal_reached", "moved")[number % 2]}
            Trajectory.objects.filter(pk=trajectory.pk).update(**ended)
        _signals(trajectory, number)
    factories.IntakeFactory(bereavement__resident__signed_up_on=ON)


def _signals(trajectory: Trajectory, number: int) -> None:
    state = SignalState.CLOSED if number % 2 else SignalState.REPORTED
    about = {"resident": trajectory.resident, "trajectory": trajectory, "reported_at": factories.NOW, "urgent": False}
    Signal.objects.create(kind="gloom", state=state, **about)
    if number < 4:
        Signal.objects.create(kind="money", state=state, **about)


def _links(client: Client, year: int = YEAR) -> list[tuple[str, int]]:
    """Every number on the page of the year that leads somewhere: (address, number)."""
    page = client.get(f"/cijfers/?jaar={year}").content.decode()
    return [(html.unescape(url), int(said.replace(".", ""))) for url, said in HREF.findall(page)]


def _shown(client: Client, url: str) -> list[Any]:
    """The keys of the rows on a list."""
    found = client.get(url).context
    for name in ("lines", "running", "groups", "rows"):
        if name in found:
            break
    rows: dict[str, Any] = {
        "lines": lambda: [(one.get("resident") or one["intake"]).pk for one in found["lines"]],
        "running": lambda: [one["round"].pk for one in (*found["running"], *found["over"])],
        "groups": lambda: [one["person_url"].split("/")[2] for _, _, items in found["groups"] for one in items],
        "rows": lambda: [
            *(int(one["url"].split("/")[2]) for one in found["bars"]),
            *(int(one["person_url"].split("/")[2]) for one in found["meetings"]),
        ],
    }
    return list(rows[name]())


def test_each_number_that_leads_somewhere_leads_to_as_many_rows() -> None:
    _year()
    client = clients.logged_in(Role.COORDINATOR)
    links = _links(client)
    told = figures.told(figures.of(YEAR, {}))
    assert {re.search(r"telt=(\w+)", url)[1] for url, _ in links} == {name for name, _ in told}  # type: ignore[index]
    for url, number in links:
        asked, shown = client.get(url).context["of_year"], _shown(client, url)
        assert sorted(map(str, shown)) == sorted(map(str, asked.rows)), url
        assert (asked.many, asked.rows.total()) == (number, number), url
        if "Samen" not in asked.sums:
            assert (len(shown), asked.sums) == (number, ""), url


def test_who_is_erased_since_is_said_and_how_many_of_them() -> None:
    _year()
    leaving = Resident.objects.filter(trajectories__end_reason="goal_reached").order_by("pk")[:1]
    tallies.add_up(counted.residents().filter(pk__in=leaving.values("pk")))
    Resident.objects.get(pk=leaving[0].pk).delete()
    client = clients.logged_in(Role.COORDINATOR)
    page = client.get(f"/trajecten/?toon=alle&jaar={YEAR}&telt=trajectory_end&deel=goal_reached")
    words = f"Alleen trajecten die in {YEAR} eindigden: doel bereikt. 1 van deze 2 is al gewist."
    assert words in " ".join(page.content.decode().split())
    assert len(page.context["bars"]) == 1
    page = client.get(f"/trajecten/?toon=alle&jaar={YEAR}&telt=visit&deel=at_home")
    assert page.context["of_year"].sums == "Samen 6 bezoeken. 1 van deze 6 is al gewist."
    Resident.objects.all().delete()
    page = client.get(f"/trajecten/?toon=alle&jaar={YEAR}&telt=trajectory_end&deel=goal_reached")
    assert (page.context["of_year"].sums, page.context["bars"]) == ("Die ene is al gewist.", [])


def test_a_number_that_is_hidden_has_no_way_and_cannot_be_asked_for() -> None:
    _year()
    client = clients.logged_in(Role.COORDINATOR)
    signals = [url for url, _ in _links(client) if "telt=signal" in url]
    assert signals == [f"/signalen/?toon=alle&jaar={YEAR}&telt=signal&deel=gloom"]
    for part in ("money", "", "memory"):
        page = client.get(f"/signalen/?toon=alle&jaar={YEAR}&telt=signal&deel={part}")
        assert page.context["of_year"] is None
    assert len(_shown(client, "/signalen/?toon=alle")) == 10


@pytest.mark.parametrize(
    "asked",
    ["jaar=1066&telt=match", "jaar=&telt=match", "jaar=2026&telt=talk", "jaar=2026&telt=x", "jaar=x&telt=match"],
)
def test_what_nobody_knows_leaves_the_list_as_it_was(asked: str) -> None:
    factories.TrajectoryFactory()
    page = clients.logged_in(Role.COORDINATOR).get(f"/trajecten/?{asked}")
    assert (page.context["of_year"], len(page.context["bars"])) == (None, 1)


def test_letters_and_answers_lead_to_their_rounds_for_the_clerk_too() -> None:
    _year()
    subject = chain.posted(*(chain.widow(number) for number in range(4)))
    on = subject.posted_on + timedelta(days=1)
    for letter, kind in zip(subject.letters.all(), (ReplyKind.YES, ReplyKind.YES, ReplyKind.NEVER), strict=False):
        told = Person(phone="026 000 00 01")
        replies.register(letter, kind=kind, way=ReplyWay.CARD, person=told, by=None, at=chain.at(on), on=on)
    client = clients.logged_in(Role.CLERK)
    links = {url.split("telt=")[1]: (url, number) for url, number in _links(client, on.year)}
    assert {name: number for name, (_, number) in links.items()} == {
        "letter": 4, "reply&deel=yes": 2, "reply&deel=never": 1,
    }  # fmt: skip
    said = {name: client.get(url).context["of_year"].sums for name, (url, _) in links.items()}
    assert said == {
        "letter": "Samen 4 brieven.", "reply&deel=yes": "Samen 2 antwoorden.", "reply&deel=never": "Samen 1 antwoord.",
    }  # fmt: skip
    assert [_shown(client, url) for url, _ in links.values()] == [[subject.pk]] * 3


def test_chip_and_order_keep_the_number_and_all_of_it_is_one_step_away() -> None:
    _year()
    client = clients.logged_in(Role.COORDINATOR)
    for url in dict.fromkeys(url for url, _ in _links(client)):
        page = client.get(url)
        chosen = [*page.context.get("chips", ()), *page.context.get("sorts", ())]
        kept = url.split("jaar=")[1]
        assert [one[1] for one in chosen if kept not in one[1]] == [], url
        assert f'href="/cijfers/?jaar={YEAR}"' in page.content.decode(), url


def test_what_is_chosen_is_what_the_log_says_of_a_list_taken_along() -> None:
    factories.TrajectoryFactory()
    client = clients.logged_in(Role.COORDINATOR)
    client.post(f"/trajecten/?toon=alle&jaar={YEAR}&telt=match", {"als": "csv"})
    assert Event.objects.get(kind="list.taken_along").facts["part"].split(", ")[-1] == f"koppelingen van {YEAR}"


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_a_number_takes_as_many_queries_for_three_as_for_one(
    people: int, django_assert_num_queries: Any
) -> None:
    for _ in range(people):
        factories.VisitFactory()
    request = RequestFactory().get(f"/?jaar={YEAR}&telt=visit")
    with django_assert_num_queries(13):
        assert figure_rows.asked_for(request, "trajectories", ON).many == people  # type: ignore[union-attr]
