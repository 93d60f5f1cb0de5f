"""`./dev work`: a worker and beat together, on Redis, or on the embedded broker (a folder) without it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Do the jobs: everything in bezoekdienst/tasks.py, at its hour and when the bell rings."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        Path(settings.BROKER_DIR).mkdir(parents=True, exist_ok=True)
        self.stdout.write("Jobs run on " + (settings.REDIS_URL or "the embedded broker") + "  (stop with Ctrl-C)")
        celery = [sys.executable, "-m", "celery", "--app", "bezoekdienst.celery"]
        beat = subprocess.Popen([*celery, "beat", "--loglevel", "WARNING"], env=os.environ)
        # one process: on SQLite a second writer would only wait for the first
        worker = subprocess.Popen([*celery, "worker", "--pool", "solo", "--loglevel", "INFO"], env=os.environ)
        try:
            worker.wait()
        except KeyboardInterrupt:
            worker.wait(timeout=60)  # it heard the same Ctrl-C, and finishes the box it is making
        finally:
            beat.terminate()
            beat.wait(timeout=10)
