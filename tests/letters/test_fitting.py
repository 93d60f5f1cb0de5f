"""Where the lines of the letter's own text end."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from letters.sheet import fitting
from letters.sheet.wording import Run

NO_BREAK = "\u00a0"
WORDS = st.text(st.sampled_from("abdeghijklmnoprstuvwz,.’-" + NO_BREAK), min_size=1, max_size=12)
RUNS = st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=20), st.booleans()), min_size=1, max_size=6)


@given(RUNS, st.sampled_from(["serif", "sans"]), st.sampled_from([fitting.BODY_SIZE, fitting.LARGE_SIZE]))
def test_only_spaces_become_line_ends_and_no_line_is_too_wide(
    given_runs: list[tuple[list[str], bool]], family: str, size: float
) -> None:
    runs = [Run(" ".join(texts), bold) for texts, bold in given_runs]
    broken = fitting.broken(runs, family, size)
    assert [Run(run.text.replace("\n", " "), run.bold) for run in broken] == runs
    light = fitting.metrics(family)
    for line in "".join(run.text for run in broken).split("\n"):
        assert " " not in line or light.width_mm(line, size) <= fitting.BODY_WIDTH


def test_a_line_is_as_long_as_the_paper_allows() -> None:
    words = [f"woord{number}" for number in range(60)]
    (run,) = fitting.broken([Run(" ".join(words), bold=False)], "serif", fitting.BODY_SIZE)
    lines = run.text.split("\n")
    for line, following in itertools.pairwise(lines):
        longer = f"{line} {following.split()[0]}"
        assert fitting.metrics("serif").width_mm(longer, fitting.BODY_SIZE) > fitting.BODY_WIDTH


def test_a_word_goes_down_whole_with_the_comma_that_another_weight_begins_with() -> None:
    number = f"000{NO_BREAK}123{NO_BREAK}45{NO_BREAK}67"
    start = "Wilt u bezoek of eerst meer weten? Bel dan met Anna Voorbeeld van de dienst, op"
    runs = [Run(f"{start} ", bold=False), Run(number, bold=True), Run(", tot 12 uur.", bold=False)]
    broken = fitting.broken(runs, "serif", fitting.BODY_SIZE)
    assert "".join(run.text for run in broken).split("\n")[-1].endswith(f"{number}, tot 12 uur.")


def test_spaces_and_line_ends_that_were_typed_count_as_one_space() -> None:
    assert fitting.broken([Run("Dag \n\t mevrouw", bold=False)], "sans", 12) == (Run("Dag mevrouw", bold=False),)
