"""Whatever happens, in whatever order: the year cannot be outlived (T2 to T5, T9)."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.visiting.entries import Entries

pytestmark = pytest.mark.django_db
PATIENT = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def test_nothing_outlives_its_year_whatever_happens():
    run_state_machine_as_test(Entries, settings=settings(PATIENT, max_examples=20, stateful_step_count=20))


@pytest.mark.long
def test_nothing_outlives_its_year_in_long_histories_either():
    run_state_machine_as_test(Entries, settings=settings(PATIENT, max_examples=1_000, stateful_step_count=60))
