"""`bezoekdienst retention plan [--on DATE]`, `bezoekdienst retention apply` and `bezoekdienst retention replay`."""

from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bezoekdienst.lib.errors import Refused
from bezoekdienst.policy import versions
from bezoekdienst.retention import applying, clock, loading, plan

DOUBT = (
    "This machine says it is {}; the last we know of is {}. Nothing was erased. "
    "Set the clock right; or is it? Then say so: --date-is-right"
)

REPLAYED = {
    "erased": "mensen opnieuw gewist",
    "letters": "brieven teruggevonden",
    "posted": "brieven weer op de post gezet",
    "on_paper": "brieven misschien al gedrukt: kijk waar ze liggen",
    "objections": "kenmerken van wie geen brief wil teruggezet",
}


class Command(BaseCommand):
    help = (
        "What has had its time: show it, or erase it (which also happens by itself, every night). "
        "After a backup was put back, before anybody logs in: replay what was erased, promised and sent since."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["plan", "apply", "replay"])
        parser.add_argument("--on", type=date.fromisoformat, help="as on this day (only to look ahead)")
        parser.add_argument("--date-is-right", action="store_true", help="you looked: this machine's date is right")

    def handle(self, *args: Any, act: str, on: date | None, **options: Any) -> None:
        now = timezone.now()
        if act == "replay":
            self._replay(now)
        else:
            self._erase(now, act, on, **options)

    def _erase(self, now: datetime, act: str, on: date | None, **options: Any) -> None:
        today = timezone.localdate(now)
        if options["date_is_right"]:
            clock.confirm(by=None, at=now)
        if act == "apply" and (found := clock.doubt(now)):
            raise CommandError(DOUBT.format(today, timezone.localdate(found.before)))
        # Never applied as on another day: nothing goes early because somebody mistyped a year.
        counts = applying.run(on=today, at=now).counts if act == "apply" else plan.plan(on or today)
        words = loading.terms(versions.current(on or today))
        for key, count in counts.items():
            self.stdout.write(f"{count:>8}  {key:<20} {words[key]}")
        self.stdout.write(f"{sum(counts.values()):>8}  samen, {'gewist' if act == 'apply' else 'zou weggaan'}")

    def _replay(self, now: datetime) -> None:
        try:
            counts = applying.replay(at=now)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        for key, words in REPLAYED.items():
            self.stdout.write(f"{counts[key]:>8}  {words}")
