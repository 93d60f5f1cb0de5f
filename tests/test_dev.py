"""What a newcomer meets first: the script, the pinned packages, the containers."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SETS = ("setup", "base", "test", "check", "bench")
# Read by the containers themselves.
NOT_SETTINGS = {"INBOX_FOLDER", "MIGRATE", "POSTGRES_DB", "POSTGRES_PASSWORD", "POSTGRES_USER"}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What ./dev needs of a checkout, in a folder of its own."""
    shutil.copy(ROOT / "dev", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "bin").mkdir()
    for program in ("cat", "cksum", "dirname", "ls"):
        (tmp_path / "bin" / program).symlink_to(str(shutil.which(program)))
    return tmp_path


def pretend(program: Path, script: str) -> None:
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def dev(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the script on a machine that has nothing but what stands in `checkout/bin`."""
    shell = str(shutil.which("sh"))
    environment = {"PATH": str(checkout / "bin"), "HOME": str(checkout)}
    return subprocess.run(
        [shell, str(checkout / "dev"), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_dev_alone_gives_every_command_one_line(checkout: Path) -> None:
    said = dev(checkout).stdout.splitlines()
    assert [line.split()[1] for line in said] == ["demo", "test", "serve", "work", "check", "bench", "install", "lock"]
    assert all(line.startswith("./dev ") for line in said)


def test_an_unknown_command_is_refused_with_the_known_ones(checkout: Path) -> None:
    done = dev(checkout, "deploy")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "There is no ./dev deploy. There is:"


def test_a_machine_without_apt_gets_one_sentence_that_names_every_package(checkout: Path) -> None:
    pretend(checkout / "bin" / "python3", 'case "$2" in *version_info*) exit 0 ;; *) exit 1 ;; esac')
    done = dev(checkout, "install", "demo")
    packages = "python3-venv libpangoft2-1.0-0 libharfbuzz-subset0"
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"Please install what Debian calls {packages} (as root: apt-get install {packages}), and try again.\n"
    )


def test_an_old_python_gets_one_sentence(checkout: Path) -> None:
    pretend(checkout / "bin" / "python3", 'case "$1" in --version) echo Python 3.10.12 ;; *) exit 1 ;; esac')
    done = dev(checkout, "demo")
    assert done.returncode == 1
    assert done.stderr == (
        "This needs Python 3.11 or newer, and python3 is Python 3.10.12: install a newer one, or name it in PYTHON.\n"
    )


def test_a_second_run_installs_nothing(checkout: Path) -> None:
    pretend(checkout / "bin" / "python3", "exit 0")
    pretend(checkout / ".venv" / "bin" / "python", "exit 0")
    pretend(checkout / ".venv" / "bin" / "uv", 'echo "$@" >> uv.log')
    first, second = dev(checkout, "install", "demo"), dev(checkout, "install", "demo")
    assert (first.returncode, first.stdout) == (0, "Installing requirements/base.txt\n")
    assert (second.returncode, second.stdout) == (0, "")
    assert len((checkout / "uv.log").read_text().splitlines()) == 1


def test_changed_requirements_are_installed_again(checkout: Path) -> None:
    pretend(checkout / "bin" / "python3", "exit 0")
    pretend(checkout / ".venv" / "bin" / "python", "exit 0")
    pretend(checkout / ".venv" / "bin" / "uv", "exit 0")
    dev(checkout, "install", "demo")
    with (checkout / "requirements" / "base.txt").open("a") as base:
        base.write("six==1.17.0\n")
    assert dev(checkout, "install", "demo").stdout == "Installing requirements/base.txt\n"


def test_a_command_is_handed_to_the_command_line_with_its_arguments(checkout: Path) -> None:
    pretend(checkout / "bin" / "python3", "exit 0")
    pretend(checkout / ".venv" / "bin" / "python", 'echo "$@"')
    pretend(checkout / ".venv" / "bin" / "uv", "exit 0")
    dev(checkout, "install", "demo")
    assert dev(checkout, "bench", "letters", "--json").stdout == "-m bezoekdienst bench letters --json\n"


def test_only_a_bench_brings_what_we_are_measured_against(checkout: Path) -> None:
    pretend(checkout / "bin" / "python3", "exit 0")
    pretend(checkout / ".venv" / "bin" / "python", "exit 0")
    pretend(checkout / ".venv" / "bin" / "uv", "exit 0")
    installed = [dev(checkout, "install", "demo").stdout, dev(checkout, "bench", "letters").stderr]
    assert installed == ["Installing requirements/base.txt\n", "Installing requirements/bench.txt\n"]


def test_a_bench_goes_on_without_what_can_not_be_had(checkout: Path) -> None:
    pretend(checkout / "bin" / "python3", "exit 0")
    pretend(checkout / ".venv" / "bin" / "python", 'echo "$@"')
    pretend(checkout / ".venv" / "bin" / "uv", 'case "$*" in *bench.txt*) exit 1 ;; esac')
    done = dev(checkout, "bench", "letters", "--json")
    assert (done.returncode, done.stdout) == (0, "-m bezoekdienst bench letters --json\n")
    assert done.stderr.splitlines()[-1].startswith("Without requirements/bench.txt:")
    assert not (checkout / ".venv" / "installed-bench").exists()


def requirements(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", SETS)
def test_requirements_are_pinned_with_hashes_and_name_no_address(name: str) -> None:
    text = requirements(name)
    pins = re.findall(r"^([a-z0-9._-]+)==\S+.*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[^\s#]", text, re.MULTILINE)) > 0
    assert "//" not in text
    assert re.search(r"^--?[a-z]", text, re.MULTILINE) is None


@pytest.mark.parametrize("name", SETS)
def test_every_dependency_of_the_project_is_pinned(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] if name == "base" else project["dependency-groups"][name]
    pinned = set(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]+\])?==", requirements(name), re.MULTILINE))
    names = {re.sub(r"[._]", "-", re.split(r"[^A-Za-z0-9._-]", line)[0]).lower() for line in wanted}
    assert names - pinned == set()


def pins(name: str) -> dict[str, list[str]]:
    """Package -> its pins: several where Python versions need different ones."""
    found: dict[str, list[str]] = {}
    for package, pin in re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]+\])?(==[^\\\n]+)", requirements(name), re.MULTILINE):
        found.setdefault(package, []).append(pin.strip())
    return found


@pytest.mark.parametrize(("one", "other"), [("base", "test"), ("base", "check"), ("test", "check")])
def test_the_sets_fit_in_one_environment(one: str, other: str) -> None:
    ours, theirs = pins(one), pins(other)
    shared = ours.keys() & theirs.keys()
    assert {package: ours[package] for package in shared} == {package: theirs[package] for package in shared}
    assert shared >= pins("base").keys()


def test_containers_are_given_only_settings_that_exist() -> None:
    settings = (ROOT / "bezoekdienst" / "settings.py").read_text()
    known = set(re.findall(r"""env(?:\.\w+)?\(\s*["'](\w+)["']""", settings))
    compose = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text())
    given = {name for service in compose["services"].values() for name in service.get("environment", {})}
    given |= set(re.findall(r"^(\w+)=", (ROOT / "docker" / "env.example").read_text(), re.MULTILINE))
    assert {"SECRET_KEY", "FIELD_KEYS", "PSEUDONYM_KEY", "DATABASE_URL", "REDIS_URL", "PRODUCTION"} <= given
    assert given - known - NOT_SETTINGS == set()


def test_the_example_holds_no_key_and_the_filled_in_copy_is_ignored() -> None:
    example = (ROOT / "docker" / "env.example").read_text()
    for key in ("SECRET_KEY", "FIELD_KEYS", "PSEUDONYM_KEY", "POSTGRES_PASSWORD"):
        assert re.search(rf"^{key}=$", example, re.MULTILINE)
    assert "docker/env" in (ROOT / ".gitignore").read_text().splitlines()


@pytest.mark.parametrize("script", ["dev", ".ci/run", "docker/entrypoint.sh"])
def test_a_script_is_executable_and_its_shell_can_read_it(script: str) -> None:
    path = ROOT / script
    shell = path.read_text().splitlines()[0].rsplit("/", 1)[1]
    assert os.access(path, os.X_OK)
    assert subprocess.run([shell, "-n", str(path)], check=False, capture_output=True).stderr == b""
