"""What a year's evaluations say together; what one person said can't be reckoned from it (E1, E2, I2)."""

from datetime import date

import pytest

from bezoekdienst.reports import experiences, figures, hiding
from bezoekdienst.retention import tallies
from bezoekdienst.visiting import counted, evaluations, trajectories
from bezoekdienst.visiting.models import Resident
from tests import factories

YEAR = factories.TODAY.year
FIRST = "Hoe vaak ziet of spreekt u mensen?"


def lines(total):
    return {figure.words: figure.count for figure in experiences.of(total)}


def test_a_mark_is_told_from_five_on_rounded_as_people_do():
    assert lines({("mark", "8"): 4})["gemiddeld cijfer"] is None
    assert lines({("mark", "8"): 3, ("mark", "7"): 1, ("mark", "9"): 2})["gemiddeld cijfer"] == "8,2"
    assert lines({})["gemiddeld cijfer"] == "–"


@pytest.mark.parametrize(
    ("agree", "not_so", "told"),
    [(0, 0, "0 van 0"), (4, 0, None), (5, 0, "5 van 5"), (9, 1, None), (9, 5, "9 van 14"), (4, 9, None)],
)
def test_who_agrees_is_told_of_groups_only(agree, not_so, told):
    said = lines({("statement_0", "4"): agree, ("statement_0", "1"): not_so})
    assert said["ja: De bezoeken deden mij goed."] == told


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([0, 0, 0], [0, 0, 0]),
        ([2, 1, 0], [None, None, None]),
        ([6, 7, 0], [6, 7, 0]),
        ([6, 7, 2], [None, 7, None]),
        ([5, 1, 1], [5, None, None]),
        ([9, 0, 1], [None, 0, None]),
    ],
)
def test_a_small_part_cannot_be_reckoned_from_the_others(counts, told):
    assert hiding.parts(counts) == told


@pytest.mark.django_db
def test_what_was_said_counts_the_same_alive_and_erased():
    by = factories.coordinator()
    for _ in range(6):
        one = factories.TrajectoryFactory(intake__answers={"company": ["rarely", "often", ""]})
        trajectories.close(one, reason="goal_reached", on=factories.TODAY, by=by, at=factories.NOW)
        form = evaluations.send(one, by=by, at=factories.NOW)
        said = {"statements": [5, 4, 0, 1, 3], "mark": 9, "company": ["often", "often", "often"]}
        evaluations.receive(form, **said, received_on=date(2026, 11, 23), by=by, at=factories.NOW)
    alive = figures.of(YEAR, {}).experiences
    told = {figure.words: figure.count for figure in alive}
    assert (told["formulieren verstuurd"], told["formulieren terug"], told["gemiddeld cijfer"]) == (6, 6, "9,0")
    assert told["ja: De bezoeken deden mij goed."] == "6 van 6"
    assert told["ja: De vrijwilliger paste bij mij."] == "0 van 0"
    assert [told[f"{FIRST} Na afloop {word}"] for word in ("vaker", "even vaak", "minder vaak")] == [6, 0, 0]
    assert told["Hoe vaak mist u gezelschap? Na afloop vaker"] == 0
    tallies.add_up(counted.residents())
    Resident.objects.all().delete()
    assert figures.of(YEAR, tallies.of(YEAR)).experiences == alive
