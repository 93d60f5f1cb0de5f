import pytest

from bezoekdienst.visiting import states
from volunteers import states as volunteer_states

TABLES = [
    (states.IntakeState, states.INTAKE_TRANSITIONS),
    (states.TrajectoryState, states.TRAJECTORY_TRANSITIONS),
    (states.SignalState, states.SIGNAL_TRANSITIONS),
    (volunteer_states.State, volunteer_states.TRANSITIONS),
]


@pytest.mark.parametrize(("kind", "table"), TABLES)
def test_every_state_has_a_line_and_leads_to_known_states_only(kind, table):
    assert set(table) == set(kind)
    assert set().union(*table.values()) <= set(kind)


@pytest.mark.parametrize(("kind", "table"), TABLES)
def test_every_state_can_be_reached_from_the_first(kind, table):
    reached, ahead = set(), {next(iter(kind))}
    while ahead:
        state = ahead.pop()
        reached.add(state)
        ahead |= set(table[state]) - reached
    assert reached == set(kind)


def test_she_can_die_in_every_state_in_which_something_is_still_to_come():
    before_death = {state for state, then in states.INTAKE_TRANSITIONS.items() if states.IntakeState.DIED in then}
    assert before_death == states.INTAKE_OPEN | {states.IntakeState.MATCHED}


def test_nothing_follows_a_death():
    assert states.INTAKE_TRANSITIONS[states.IntakeState.DIED] == frozenset()
