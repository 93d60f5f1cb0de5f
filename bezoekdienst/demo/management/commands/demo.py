"""`./dev demo`: the chain on the shipped extract, then the site to click through."""

import json
import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from bezoekdienst.demo import story
from bezoekdienst.retention.subjects import erased
from letters import promises


class Command(BaseCommand):
    help = "Play the whole chain in a small fictional Arnhem, then serve the site. SERVE=0 stops before serving."

    def handle(self, *args: Any, **options: Any) -> None:
        summary = self._earlier() or self._play()
        self._tell(summary)
        if os.environ.get("SERVE", "1") != "0":
            self._who()
            call_command("serve", port=int(os.environ.get("PORT", "8000")))

    def _earlier(self) -> dict[str, Any] | None:
        """What an earlier run left, when it came to its end: what was clicked since is never taken away."""
        database = Path(str(settings.DATABASES["default"]["NAME"]))
        if not story.path().exists() or (connection.vendor == "sqlite" and not database.exists()):
            return None
        summary: dict[str, Any] = json.loads(story.path().read_text("utf-8"))
        call_command("migrate", verbosity=0)
        self.stdout.write(
            f"The demo was made before; its today is {summary['anchor']}. (Remove {_shown()} to begin anew.)"
        )
        return summary

    def _play(self) -> dict[str, Any]:
        anchor = _anchor()
        self._clear()
        call_command("migrate", verbosity=0)
        self.stdout.write(f"A small fictional Arnhem; its today is {anchor}. Everybody in it is made up.")
        return story.tell(anchor)

    def _clear(self) -> None:
        """Take away what an interrupted run left; a database that isn't the demo's own is never touched."""
        database = Path(str(settings.DATABASES["default"]["NAME"]))
        if connection.vendor != "sqlite" or not database.is_relative_to(settings.VAR_DIR):
            return
        connection.close()
        sqlite = (database, Path(f"{database}-wal"), Path(f"{database}-shm"))
        for leftover in (*sqlite, story.path(), promises.path(), erased.path()):
            leftover.unlink(missing_ok=True)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)

    def _tell(self, summary: dict[str, Any]) -> None:
        steps = summary["steps"]
        self.stdout.write("\nMade:")
        pages = summary["pages_per_letter"]
        self.stdout.write(f"  {summary['letters']} letters of {pages} pages, in {', '.join(summary['letters_pdfs'])}")
        read = steps["extract"]
        sums = f"{read['due']} due + {read['held']} held + {read['left_out']} left out"
        self.stdout.write(f"  {read['persons']} persons = {sums}")
        self.stdout.write(f"  summary with every count: {_shown(story.path())}")

    def _who(self) -> None:
        self.stdout.write("\nLog in with one of these; the code is shown on the page (in the demo only):")
        for email, role in story.who_can_log_in():
            self.stdout.write(f"  {email:42} {role}")
        self.stdout.write("  The volunteer's phone page is at /m/, the public sign-up page at /aanmelden.\n")
        sys.stdout.flush()


def _anchor() -> date:
    """The demo's today: the day of its first run, kept so that every later run tells the same story."""
    kept = Path(settings.VAR_DIR) / "anchor.txt"
    if kept.exists():
        return date.fromisoformat(kept.read_text("utf-8").strip())
    today = timezone.localdate()
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(f"{today}\n", "utf-8")
    return today


def _shown(path: Path | None = None) -> str:
    chosen = path or Path(settings.VAR_DIR)
    return str(chosen.relative_to(settings.ROOT)) if chosen.is_relative_to(settings.ROOT) else str(chosen)
