"""Open means not ended and not past the hard stop, everywhere (T5): who asks for less has a reason that stands here."""

import ast
from collections.abc import Iterator

from bezoekdienst.visiting.states import TrajectoryState
from tests.test_architecture import OURS, ROOT

# "path:function" that goes by the state alone, and why it may.
BY_STATE: dict[str, str] = {
    "bezoekdienst/visiting/states.py:": "says which states there are",
    "bezoekdienst/visiting/obstacles.py:to_start": "`trajectories.start` has closed what outlived its year",
    "bezoekdienst/visiting/obstacles.py:to_reopen": "`trajectories.reopen` has closed what outlived its year",
    "bezoekdienst/visiting/endings.py:note_death": "closes what outlived its year too, on the day its year was over",
    "bezoekdienst/visiting/endings.py:note_leaving": "the obstacles refuse what is past its hard stop",
    "bezoekdienst/visiting/deaths.py:_ended_by_it": "asks what a death ended, whichever day that was",
    "bezoekdienst/reports/agenda.py:_acquaintances": "no meeting is planned past its year",
    "bezoekdienst/retention/terms.py:_done_residents": "erases nothing before the job closed it: the careful side",
    "bezoekdienst/retention/subjects/erasing.py:_refusals": "erases nobody before the job closed it: the careful side",
    "bezoekdienst/visiting/bereavements.py:visited_elsewhere": "proposed a night later: the careful side",
    "bezoekdienst/visiting/mergers/merging.py:_write": "undone by hand only where nothing runs: the careful side",
    "bezoekdienst/web/views/signal_acts.py:_note": "a signal goes with the visits it came from, over last night or not",
    "bezoekdienst/demo/history.py:_signal": "the demo tells its own story",
    "matching/imports/files.py:": "counts what is in the books already, closed last night or not",
    "bezoekdienst/visiting/imports/persons.py:_stands": "who is in the books already, closed last night or not",
    "letters/replies.py:_is_hers": "a letter stays hers a night longer: the careful side",
}
# What holds a trajectory against a day, in the same function: asked by name, or as a condition of the query.
BY_DAY = {"open_on", "outlived", "is_open", "is_open_on"}
DAYS = {"hard_stop_on", "ended_on"}
ASKS = {"filter", "exclude", "get", "Q", "When"}
STATES = {str(state) for state in TrajectoryState} - {"active"}  # a volunteer is "active" too


def asked_by_state(tree: ast.AST) -> Iterator[str]:
    """The functions and classes in which open trajectories are asked for without their last day."""
    named = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    inner = {id(part) for node in named for part in ast.walk(node) if part is not node}
    outside = [node for node in ast.walk(tree) if id(node) not in inner and not isinstance(node, ast.Module)]
    for name, nodes in [("", outside), *((node.name, list(ast.walk(node))) for node in named)]:
        if any(map(_is_by_state, nodes)) and not any(map(_is_by_day, nodes)):
            yield name


def _is_by_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Name) and node.id == "TRAJECTORY_OPEN":
        return True
    if not isinstance(node, ast.Call) or getattr(node.func, "attr", getattr(node.func, "id", "")) not in ASKS:
        return False
    return any(
        word.arg and word.arg.split("__")[-1] == "state" and _names_a_state(word.value) for word in node.keywords
    )


def _names_a_state(value: ast.AST) -> bool:
    said = {part.value for part in ast.walk(value) if isinstance(part, ast.Constant)}
    return bool(said & STATES) or any(
        isinstance(one, ast.Name) and one.id == "TrajectoryState" for one in ast.walk(value)
    )


def _is_by_day(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return not DAYS.isdisjoint((node.arg or "").split("__"))
    return getattr(node, "attr", getattr(node, "id", "")) in BY_DAY


def test_whoever_asks_what_is_open_asks_on_which_day_or_says_why_not():
    found = {
        f"{path.relative_to(ROOT)}:{name}" for path in OURS for name in asked_by_state(ast.parse(path.read_text()))
    }
    assert found == set(BY_STATE)


def test_the_search_sees_what_it_should_and_passes_what_is_held_against_a_day():
    said = "def {}(on): return Trajectory.objects.{}"
    lines = [
        said.format("open_set", "filter(state__in=TRAJECTORY_OPEN)"),
        said.format("not_ended", "exclude(state=TrajectoryState.ENDED)"),
        said.format("in_words", 'filter(resident__trajectories__state="ended")'),
        said.format("today", "open_on(on).filter(state=TrajectoryState.ACTIVE)"),
        said.format("dated", "filter(state__in=TRAJECTORY_OPEN, hard_stop_on__gte=on)"),
    ]
    assert list(asked_by_state(ast.parse("\n".join(lines)))) == ["open_set", "not_ended", "in_words"]
