"""`./dev serve`: the site on the first free port from 8000 on."""

import os
import socket
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

TRIES = 20


def free_port(wanted: int) -> int:
    """`wanted`, or the first free one after it. Raises OSError when twenty in a row are taken."""
    for port in range(wanted, wanted + TRIES):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"ports {wanted} to {wanted + TRIES - 1} are all taken")


class Command(BaseCommand):
    help = "Serve the site for one person at a desk. For a real installation see docker/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        chosen = free_port(port)
        if chosen != port:
            self.stdout.write(f"Port {port} is taken, so this takes the next free one: {chosen}.")
        self.stdout.write(f"The site is at http://localhost:{chosen}  (for one desk; stop with Ctrl-C)")
        os.environ.setdefault("DJANGO_RUNSERVER_HIDE_WARNING", "true")  # the line above says what this is for
        call_command("runserver", f"127.0.0.1:{chosen}", use_reloader=False, skip_checks=True)
