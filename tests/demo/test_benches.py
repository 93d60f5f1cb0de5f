"""Every bench runs, small, and ends with one JSON object; nothing here looks at the clock."""

import io
import json

import pytest
from django.core.management import call_command

KEYS = {
    "registry": {"rows_per_s", "bare_rows_per_s", "peak_mb"},
    "letters": {"count", "ours_ms", "ours_cpu_ms", "plain_cpu_ms", "typst_ms", "peak_mb"},
    "matching": {"ours_s", "raw_s", "greedy_s", "peak_mb", "optimal"},
}
SMALL = {
    "registry": {"rows": 200, "xlsx": 50},
    "letters": {"count": 2},
    "matching": {"volunteers": 40, "residents": 20},
}


@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_bench_ends_with_one_json_object(name: str) -> None:
    out = io.StringIO()
    call_command("bench", name, json=True, stdout=out, **SMALL[name])
    figures = json.loads(out.getvalue().splitlines()[-1])
    assert KEYS[name] <= figures.keys()


def test_the_joint_plan_of_a_made_up_town_is_certified() -> None:
    out = io.StringIO()
    call_command("bench", "matching", json=True, stdout=out, volunteers=60, residents=50)
    figures = json.loads(out.getvalue().splitlines()[-1])
    assert figures["placed"] > 5
    assert figures["optimal"] is True
