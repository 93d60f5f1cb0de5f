"""A delivery of nobody who exists, and a round brought as far as a test needs it, through the verbs alone."""

import hashlib
import io
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events
from letters import last_check, letterheads, rendering, rounds
from letters.deliveries import extracts
from letters.models import Extract, Letter, PrintJob, Round
from letters.printing import boxes, following, making, sending
from tests import factories
from tests.registry import extracts as deliveries

ON = date(2026, 10, 1)
LETTERHEAD = {
    "municipality": "Arnhem",
    "service_name": "bezoekdienst van STERN",
    "service_about": "STERN hoort bij welzijnsorganisatie SWOA.",
    "coordinator": "Anna Voorbeeld",
    "phone": "000 123 45 67",
    "phone_hours": "op werkdagen van 9 tot 12 uur",
    "email": "bezoek@stern.example",
    "sign_up_url": "https://aanmelden.stern.example/",
    "return_line": "Gemeente Arnhem, Postbus 0000, 0000 XX Arnhem",
    "reply_address": ["Gemeente Arnhem", "Antwoordnummer 0000", "0000 XX Arnhem"],
    "reply_hint": "Een postzegel is niet nodig.",
    "signatory": "Berend Fictief",
    "signatory_role": "wethouder",
    "legal_basis": "Dit hoort bij de taak van de gemeente (Wmo 2015).",
    "complaint": "Mail de functionaris: privacy@arnhem.example.",
}


def at(on: date = ON, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime(on.year, on.month, on.day, hour))


def bsn(number: int) -> str:
    """The `number`-th burgerservicenummer that passes the eleven test."""
    found, candidate = -1, 100_000_000 + number * 37
    while found < 0:
        digits = [int(digit) for digit in str(candidate)]
        total = sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
        if total % 11 == 0:
            return str(candidate)
        candidate += 1
    raise AssertionError


NAMES = ("Beuk", "Els", "Iep", "Linde", "Wilg", "Spar", "Den", "Olm", "Esp", "Berk", "Hazel", "Vlier")


def widow(number: int, **changes: str) -> str:
    """The line of the `number`-th widow: her own numbers, name, birth date and address."""
    given = {
        "e01_01_10": "",
        "e01_01_20": bsn(2 * number),
        "e01_02_40": f"Proef{NAMES[number % len(NAMES)].lower()}",
        "e01_03_10": f"194{number % 10}05{10 + number % 18}",
        "e01_61_10": "E",
        "e05_01_20": bsn(2 * number + 1),
        "e05_07_10": "20260314",
        "e05_85_10": "20260314",
        "e05_86_10": "20260316",
        "e08_11_20": str(number + 1),
        "e08_11_60": f"68{11 + number % 30}AB",
    }
    return deliveries.line(**(given | changes))


def delivery(*lines: str) -> io.BytesIO:
    return io.BytesIO(deliveries.text(*lines).encode("utf-8-sig"))


def clerk():
    return factories.UserFactory(roles=[Role.CLERK])


def take_in(*lines: str, on: date = ON, state_on: date | None = None) -> Extract:
    return extracts.take_in(delivery(*lines), state_on=state_on or on, by=None, at=at(on), on=on)


def drafted(*lines: str, on: date = ON) -> Round:
    """A round with these people under it, and a letterhead."""
    if letterheads.current() is None:
        letterheads.save(texts=LETTERHEAD, profile="c5_left", by=None, at=at(on))
    extract = take_in(*lines, on=on)
    opened = rounds.open_quarter(on=on, at=at(on))
    assert opened is not None
    return rounds.draft(opened, extract=extract, by=clerk(), at=at(on))


def frozen(*lines: str, on: date = ON) -> Round:
    return rounds.freeze(drafted(*lines, on=on), by=clerk(), at=at(on))


def check(subject: Round, *lines: str, on: date = ON) -> list[Letter]:
    """The last check with these people in the fresh extract, by some clerk; the letters that it pulled."""
    return last_check.lay(subject, delivery(*lines), state_on=on, by=clerk(), at=at(on), on=on)


def looked_at(subject: Round, by: User, moment: datetime) -> Round:
    """As if she had opened the proof pages and found them good; laying them out takes long and is tested elsewhere."""
    with transaction.atomic():
        events.record("round.proof_opened", by=by, at=moment, subject=subject)
    return rounds.proof_seen(subject, by=by, at=moment)


def checked(*lines: str, on: date = ON) -> Round:
    subject = looked_at(frozen(*lines, on=on), clerk(), at(on))
    check(subject, *lines, on=on)
    return subject


def released(*lines: str, on: date = ON) -> Round:
    return rounds.release(checked(*lines, on=on), by=clerk(), at=at(on))


def printed(*lines: str, on: date = ON) -> Round:
    subject = released(*lines, on=on)
    making.make_all(at=at(on))
    for box in subject.boxes.all():
        sending.finish(box, by=clerk(), at=at(on))
    return rounds.printed(subject, by=clerk(), at=at(on))


def on_disk(box: PrintJob) -> str:
    """The SHA-256 of a box's file as it stands."""
    return hashlib.sha256(boxes.path(box).read_bytes()).hexdigest()


def files() -> list[Path]:
    """Everything that stands where boxes are kept."""
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def follow_until(says: str) -> None:
    """Follow the boxes at the printer until one says this: a printer takes a moment to find its tray empty."""
    deadline = time.monotonic() + 20
    while not PrintJob.objects.filter(printer_says__startswith=says).exists():
        assert following.follow(at=timezone.now()) == 0
        assert time.monotonic() < deadline, says
        time.sleep(0.1)


def posted(*lines: str, on: date = ON) -> Round:
    """On the post. Nobody looks at these sheets any more, so they aren't laid out: slow, and tested elsewhere."""
    day = on + timedelta(days=1)
    with mock.patch.object(rendering, "render_box", blank):
        subject = printed(*lines, on=on)
    return rounds.post(subject, on=day, by=clerk(), at=at(day))


def blank(sheets: Sequence[Any], stationery: Any, path: Path) -> rendering.Rendering:
    """Pretends that a box was typeset."""
    path.write_bytes(b"%PDF-")
    return rendering.Rendering(path, len(sheets), 2 * len(sheets), 5, "0" * 64, 0, ())
