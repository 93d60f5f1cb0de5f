"""In production it refuses to start rather than run with a key that everybody knows."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[1]
GOOD = {
    "PRODUCTION": "1",
    "SECRET_KEY": "a" * 50,
    "FIELD_KEYS": Fernet.generate_key().decode(),
    "PSEUDONYM_KEY": "b" * 40,
    "ALLOWED_HOSTS": "bezoekdienst.example",
    "EMAIL_URL": "submission://name:password@mail.example:587",
}


def _start(module: str, settings: dict[str, str], var: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in {*GOOD, "DEBUG", "DEMO"}}
    environment = {**clean, "DJANGO_SETTINGS_MODULE": "bezoekdienst.settings", "VAR_DIR": str(var), **settings}
    environment["DATABASE_URL"] = f"sqlite:///{var}/db.sqlite3"
    (var / "static").mkdir(exist_ok=True)
    command = [sys.executable, "-c", f"import {module}"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"DEMO": "1"}, "DEMO is on"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "for-development-only-not-a-secret-0123456789-0123456789"}, "SECRET_KEY is missing"),
        ({"FIELD_KEYS": ""}, "FIELD_KEYS is missing"),
        ({"FIELD_KEYS": "ZGV2ZWxvcG1lbnQtb25seS1ub3QtYS1zZWNyZXQtISE="}, "FIELD_KEYS is missing or the default"),
        ({"PSEUDONYM_KEY": "for-development-only-not-a-secret"}, "PSEUDONYM_KEY is missing"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty"),
        ({"EMAIL_URL": ""}, "EMAIL_URL is missing"),
        ({"EMAIL_URL": "console://"}, "EMAIL_URL is missing"),
    ],
)
def test_production_refuses_to_start(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    done = _start("bezoekdienst.settings", {**GOOD, **changes}, tmp_path)
    assert done.returncode != 0
    assert said in done.stderr


def test_production_starts_with_keys_of_its_own(tmp_path: Path) -> None:
    done = _start("bezoekdienst.wsgi", GOOD, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_web_server_means_production_unless_it_is_told_otherwise(tmp_path: Path) -> None:
    refused = _start("bezoekdienst.wsgi", {}, tmp_path)
    assert "Not started in production" in refused.stderr
    assert _start("bezoekdienst.wsgi", {"PRODUCTION": "0"}, tmp_path).returncode == 0
