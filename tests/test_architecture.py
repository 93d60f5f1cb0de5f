"""The house stays the house: who imports whom, how long things are, how they are called, who may say what."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from bezoekdienst.audit.sentences import SENTENCES
from tests.test_permissions import ROUTES

ROOT = Path(__file__).parents[1]
PACKAGES = ("bezoekdienst", "letters", "matching", "volunteers")
OURS = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.html"))
MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 250, 25, 120

# What may be longer, and why. "path" for a module or template, "path:function" for a function.
LONGER: dict[str, str] = {
    "bezoekdienst/settings.py": "one file says how an installation runs; splitting it hides what belongs together",
    "bezoekdienst/web/views/style_examples.py:_lists": "example data",
    "bezoekdienst/web/views/style_examples.py:_person": "example data",
}
# Who may look at the clock: what answers a request, starts a job or is typed as a command.
CLOCK = (
    "bezoekdienst/web/",
    "bezoekdienst/api/",
    "bezoekdienst/mobile/",
    "bezoekdienst/demo/",
    "bezoekdienst/tasks.py",
    "bezoekdienst/__main__.py",
    "/management/commands/",
    "bezoekdienst/accounts/adapter.py",
    "bezoekdienst/accounts/middleware.py",
    "bezoekdienst/accounts/views.py",
)
_NOW = re.compile(
    r"\btimezone\.(now|localdate|localtime)\(\)|\b(date\.today|datetime\.(now|today|utcnow)|time\.time)\("
)
PURE = (
    "bezoekdienst.lib.calendar",
    "bezoekdienst.lib.pseudonyms",
    "bezoekdienst.lib.places",
    "bezoekdienst.lib.errors",
    "bezoekdienst.lib.transitions",
    "bezoekdienst.lib.words",
    "bezoekdienst.visiting.mergers.likeness",
    "bezoekdienst.visiting.limits",
    "letters.registry.check",
    "letters.registry.names",
    "letters.registry.addresses",
    "letters.registry.dates",
    "letters.selection",
    "matching.facts",
    "matching.blocks",
    "matching.scoring",
    "matching.assignment",
    "matching.explanation",
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function with its lines, signature included, docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node) is not None:
                lines -= (first.end_lineno or first.lineno) - first.lineno + 1
            yield f"{name(path)}:{node.name}", lines


def test_imports_go_one_way() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_nothing_is_longer_than_can_be_overseen() -> None:
    found = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in OURS}
    too_long = {path: lines for path, lines in found.items() if lines > MODULE_LINES}
    too_long |= {where: lines for path in OURS for where, lines in functions(path) if lines > FUNCTION_LINES}
    templates = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in TEMPLATES}
    too_long |= {path: lines for path, lines in templates.items() if lines > TEMPLATE_LINES}
    assert {where: lines for where, lines in too_long.items() if where not in LONGER} == {}


def test_an_exception_that_is_no_longer_needed_goes() -> None:
    paths = {name(path) for path in [*OURS, *TEMPLATES]}
    places = {where for path in OURS for where, _ in functions(path)}
    assert [where for where in LONGER if where not in paths | places] == []


def test_every_address_declares_its_access() -> None:
    assert [route.path for route in ROUTES if route.access is None] == []


def test_dates_end_in_on_and_moments_in_at() -> None:
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in PACKAGES
        for field in model._meta.local_fields
        if isinstance(field, models.DateField) and field.name not in ALLOWED_DATES
        if not field.name.endswith("_at" if isinstance(field, models.DateTimeField) else "_on")
    ]
    assert wrong == []


# `on` of a visit, `at` of an event: nothing to tell apart. `last_login` is Django's. `waiting_since` reads as a date.
ALLOWED_DATES = {"on", "at", "last_login", "waiting_since"}


def test_only_pairing_starts_a_trajectory() -> None:
    calls = {name(path) for path in OURS if re.search(r"\btrajectories\.start\(", path.read_text(encoding="utf-8"))}
    assert calls <= {"matching/pairing.py"}
    imports = re.compile(r"from bezoekdienst\.visiting\.trajectories import|Trajectory\.objects\.(bulk_)?create\(")
    makes = {name(path) for path in OURS if imports.search(path.read_text(encoding="utf-8"))}
    # what began on paper has no acquaintance left to start: a verb of its own, by the same rules of the year
    assert makes <= {"bezoekdienst/visiting/trajectories.py", "bezoekdienst/visiting/takeovers.py"}


def test_the_project_package_is_empty_so_that_pure_modules_load_no_django() -> None:
    assert (ROOT / "bezoekdienst" / "__init__.py").read_text() == ""


@pytest.mark.parametrize("module", PURE)
def test_what_decides_loads_no_django(module: str) -> None:
    path = ROOT / module.replace(".", "/")
    if not (path.with_suffix(".py").exists() or (path / "__init__.py").exists()):
        pytest.fail(f"{module} is gone: it belongs in the list of pure modules under its new name")
    code = f"import {module}, sys; sys.exit(any(name.partition('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_no_clock_inside_the_domain() -> None:
    looks = [
        name(path)
        for path in OURS
        if not any(place in name(path) for place in CLOCK) and _NOW.search(path.read_text(encoding="utf-8"))
    ]
    assert looks == []


def test_every_kind_of_event_that_is_recorded_has_a_sentence_and_every_sentence_a_kind() -> None:
    recorded, said = set(), set()
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in ("record", "_record"):
                recorded |= {each.value for argument in node.args[:1] for each in ast.walk(argument) if _is_kind(each)}
            if path.name != "sentences.py" and _is_kind(node):
                said.add(node.value)
    assert recorded - set(SENTENCES) == set()
    assert set(SENTENCES) - said == set()


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _is_kind(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(_KIND.match(node.value))


_KIND = re.compile(r"[a-z]+\.[a-z_]+\Z")


def test_no_drawers_for_everything() -> None:
    drawers = {"services", "utils", "helpers", "common"}
    assert [name(path) for path in OURS if drawers & {path.stem, *path.relative_to(ROOT).parts}] == []


def test_no_signals_for_our_own_effects() -> None:
    receivers = re.compile(r"@receiver\(|(pre|post)_(save|delete|init)\.connect\(")
    assert [name(path) for path in OURS if receivers.search(path.read_text(encoding="utf-8"))] == []


def test_nothing_names_a_machine() -> None:
    here = re.compile(r"(?<![\w.])/(work|root|home)/")
    texts = [*OURS, *TEMPLATES, ROOT / "README.md", ROOT / "SECURITY.md", ROOT / "pyproject.toml", ROOT / "dev"]
    assert [name(path) for path in texts if path.exists() and here.search(path.read_text(encoding="utf-8"))] == []
