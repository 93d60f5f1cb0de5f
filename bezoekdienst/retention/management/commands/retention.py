"""`bezoekdienst retention plan [--on DATE]` and `bezoekdienst retention apply`."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bezoekdienst.policy import versions
from bezoekdienst.retention import applying, loading, plan


class Command(BaseCommand):
    help = "What has had its time: show it, or erase it (which also happens by itself, every night)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["plan", "apply"])
        parser.add_argument("--on", type=date.fromisoformat, help="as on this day (only to look ahead)")

    def handle(self, *args: Any, act: str, on: date | None, **options: Any) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        # Never applied as on another day: nothing goes early because somebody mistyped a year.
        counts = applying.run(on=today, at=now).counts if act == "apply" else plan.plan(on or today)
        words = terms(on or today)
        for key, count in counts.items():
            self.stdout.write(f"{count:>8}  {key:<20} {words[key]}")
        self.stdout.write(f"{sum(counts.values()):>8}  samen, {'gewist' if act == 'apply' else 'zou weggaan'}")


def terms(on: date) -> dict[str, str]:
    """The schedule's terms as sentences, with the policy's numbers of `on` filled in."""
    policy = versions.current(on)
    return {key: sentence.format_map(vars(policy)) for key, sentence in loading.schedule().terms.items()}
