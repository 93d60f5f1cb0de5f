"""The page of a year in figures: what there is is shown, what there isn't is one sentence, and nothing small leaks."""

import dataclasses
from datetime import timedelta

import pytest

from bezoekdienst.accounts.roles import Role
from bezoekdienst.reports import figures
from bezoekdienst.reports.hiding import Figure
from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.web.desks import figures_desk
from bezoekdienst.web.desks.figures_desk import Line
from tests import factories
from tests.web import clients

YEAR = factories.TODAY.year


def _group(heading: str, **changed: object) -> figures_desk.Group:
    found = dataclasses.replace(figures.of(YEAR, {}), **changed)  # type: ignore[arg-type]
    return next(one for one in figures_desk.lay_out(found)["groups"] if one.heading == heading)


@pytest.mark.django_db
def test_what_did_not_occur_is_one_sentence_and_not_a_row_of_noughts() -> None:
    group = _group("Bezoeken", visits=(Figure("thuis", 8), Figure("telefoon", 0), Figure("wandeling", 2)))
    assert group.lines == [Line("thuis", 8, 100), Line("wandeling", 2, 25)]
    assert group.rest == "Kwam niet voor: telefoon."


@pytest.mark.django_db
def test_a_single_count_has_no_bar_and_nothing_at_all_is_said_so() -> None:
    assert _group("Bezoeken", visits=(Figure("thuis", 8),)).lines == [Line("thuis", 8, None)]
    assert _group("Bezoeken") == figures_desk.Group("Bezoeken", [], "Er was geen bezoek.")


@pytest.mark.django_db
def test_a_hidden_count_has_no_bar_that_would_tell_it() -> None:
    group = _group("Signalen", signals=(Figure("geld", None), Figure("geheugen", 5), Figure("gezondheid", 10)))
    assert group.lines == [Line("gezondheid", 10, 100), Line("geheugen", 5, 50), Line("geld", "minder dan 5", None)]


@pytest.mark.django_db
def test_a_mark_that_is_hidden_is_left_out_for_under_five_reads_as_a_bad_one() -> None:
    experiences = (Figure("formulieren verstuurd", 2), Figure("formulieren terug", 1), Figure("gemiddeld cijfer", None))
    found = dataclasses.replace(figures.of(YEAR, {}), experiences=experiences)
    forms = figures_desk.lay_out(found)["forms"]
    assert forms == {"counts": [Line("formulieren verstuurd", 2), Line("formulieren terug", 1)], "answers": []}


@pytest.mark.django_db
def test_how_long_people_waited_ends_where_nobody_waited_longer() -> None:
    for days in (3, 20):
        matched_on = factories.TODAY - timedelta(days=1)
        trajectory = factories.TrajectoryFactory(matched_on=matched_on)
        Intake.objects.filter(bereavement=trajectory.bereavement).update(
            waiting_since=matched_on - timedelta(days=days)
        )
    waits = figures_desk.lay_out(figures.of(YEAR, {}))["waits"]
    assert (waits["half"], waits["many"]) == ("De helft wachtte hooguit 3 dagen.", 2)
    assert waits["lines"] == [Line("tot 2 weken", 1, 100), Line("2 tot 4 weken", 1, 100)]


@pytest.mark.django_db
def test_more_sign_ups_than_letters_make_no_funnel() -> None:
    factories.ResidentFactory(source="letter", signed_up_on=factories.TODAY)
    assert figures_desk.lay_out(figures.of(YEAR, {}))["funnel_steps"] == []


@pytest.mark.django_db
def test_a_year_in_which_nothing_happened_says_so_and_only_known_years_are_offered() -> None:
    client = clients.logged_in(Role.CLERK)
    page = client.get("/cijfers/")
    assert (page.context["chips"], page.context["totals"]) == ([], [])
    assert "Er is nog niets te tellen." in page.content.decode()
    factories.ResidentFactory(signed_up_on=factories.TODAY - timedelta(days=2 * 366))
    page = client.get(f"/cijfers/?jaar={YEAR - 1}")
    assert [words for words, _, _ in page.context["chips"]] == [str(YEAR), str(YEAR - 1), str(YEAR - 2)]
    assert "Er was niets te tellen." in page.content.decode()


@pytest.mark.django_db
def test_a_year_in_which_somebody_only_said_goodbye_is_not_empty() -> None:
    began_on = factories.TODAY - timedelta(days=2 * 366)
    one = factories.TrajectoryFactory(started_on=began_on, resident__signed_up_on=began_on)
    Trajectory.objects.filter(pk=one.pk).update(
        state="ended", ended_on=began_on + timedelta(days=300), end_reason="goal_reached"
    )
    page = clients.logged_in(Role.CLERK).get(f"/cijfers/?jaar={(began_on + timedelta(days=300)).year}")
    assert (page.context["is_empty"], "Doel bereikt" in page.content.decode()) == (False, True)


@pytest.mark.django_db
def test_the_clerk_gets_no_way_to_the_people() -> None:
    factories.ResidentFactory(signed_up_on=factories.TODAY)
    for role, ways in ((Role.COORDINATOR, True), (Role.CLERK, False)):
        page = clients.logged_in(role).get("/cijfers/").content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        assert ("telt=resident" in main, "Wie is er, en wie zoeken we" in main) == (ways, ways)
