"""The watched folder (EXTRACT_INBOX): what is dropped there is taken in as on the page, told to the clerks, and gone.

A file goes when what became of it is sure in the database. Who dies between the two leaves a file that the next look
knows by its hash, and takes away without a word.
"""

import logging
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.lib.spreadsheets import source
from letters import clerks
from letters.deliveries import drops, extracts
from letters.deliveries.drops import Drop
from letters.models import InboxFile
from letters.registry.formats import tables

log = logging.getLogger(__name__)
AGAIN = timedelta(days=7)  # what still lies there, or still is wrong, is told once more after so long
MOST = 100  # files of one look: a sender that runs wild keeps nothing else waiting for hours
FOLDER = "de aanlevermap"
GONE = Reason("L12", "Er is niets ingelezen, en het bestand is gewist.")
UNMAPPED = (
    "In deze tabel staan kolommen die wij nog niet kennen. Lees het bestand zelf in op deze pagina en wijs aan wat "
    "elke kolom is. Daarna kennen wij de tabel, ook in de aanlevermap."
)
LEFT = "Dit bestand is niet helemaal aangekomen. Lever het opnieuw aan."
NO_FILE = "Dit is geen gewoon bestand. Wij openen het niet, en het ligt er nog. Vraag de beheerder het weg te halen."
UNREADABLE = "Wij kunnen dit bestand niet openen of wissen. Het ligt er nog. Vraag de beheerder ernaar te kijken."
BROKEN = "Bij het inlezen ging iets mis. Er is niets bewaard en het bestand ligt er nog. Vraag de beheerder te kijken."
NO_FOLDER = "Wij kunnen niet bij de aanlevermap. Lever aan op deze pagina, en vraag de beheerder ernaar te kijken."


def take_all(*, on: date, at: datetime) -> int:
    """Read the whole files in the folder, one after the other; of how many there is something new to see."""
    if settings.EXTRACT_INBOX is None:
        return 0
    try:
        lying = drops.lying(Path(settings.EXTRACT_INBOX))
    except OSError:
        return _still_wrong(FOLDER, NO_FOLDER, at)
    told = 0
    for path in lying:
        told += _take(path, on, at)
        if told == MOST:
            break  # the rest at the next look
    return told


def unseen() -> "list[InboxFile]":
    """What went wrong and nobody has seen yet, the newest first."""
    return list(InboxFile.objects.exclude(reasons=[]).filter(seen_at=None))


def see(file: InboxFile, *, by: User, at: datetime) -> None:
    """Somebody knows of it: it leaves the list."""
    with transaction.atomic():
        if InboxFile.objects.filter(pk=file.pk, seen_at=None).update(seen_at=at, seen_by=by):
            events.record("inbox.seen", by=by, at=at, subject=file)


def _take(path: Path, on: date, at: datetime) -> int:
    name = drops.shown(path.name)
    try:
        with drops.opened(path, at=at) as drop:
            told = _settle(drop, on, at)
            drop.remove()
        return told
    except (drops.Busy, FileNotFoundError):
        return 0
    except drops.NoFile:
        return _still_wrong(name, NO_FILE, at)
    except OSError:
        return _still_wrong(name, UNREADABLE, at)
    except (OperationalError, InterfaceError):  # it is the database that is away: the file waits for the next look
        raise
    except Exception as error:  # one file that nobody foresaw must not keep the others waiting
        log.error("a file in the inbox could not be read: %s", type(error).__name__)
        return _still_wrong(name, BROKEN, at)


def _settle(drop: Drop, on: date, at: datetime) -> int:
    """Take the file in, or write down why not; nothing for a second copy. Raises Busy when it changed meanwhile."""
    try:
        with transaction.atomic():
            _take_in(drop, on, at)
            if drop.changed:
                raise drops.Busy
    except extracts.SecondCopy:
        return 0
    except Refused as refused:
        if drop.changed:
            raise drops.Busy from None
        name, reasons = drops.shown(drop.path.name), [*_reasons(refused), GONE]
        if _was_told(name, Reason("L12", UNREADABLE), at=at) and _was_told(name, *reasons, at=at):
            return 0  # it is only here still because it can't be removed
        _refuse(name, reasons, at)
    return 1


def _take_in(drop: Drop, on: date, at: datetime) -> None:
    if drops.is_unfinished(drop.path.name):
        raise Refused(Reason("L12", LEFT))
    state_on = drops.state_on(drop.path.name)
    if drop.size > source.MAX_BYTES:
        raise source.too_big()
    extract = extracts.take_in(drop.stream, state_on=state_on, by=None, at=at, on=on)
    row = InboxFile.objects.create(name=drops.shown(drop.path.name), read_at=at, extract=extract)
    clerks.tell(f"inbox:{row.pk}", "extract_taken_in", at, due=extract.due, held=extract.held)


def _reasons(refused: Refused) -> list[Reason]:
    """What is kept of a refusal. Of a heading that we don't know nothing: it could be somebody's data."""
    return [Reason("L12", UNMAPPED)] if isinstance(refused, tables.Unmapped) else list(refused.reasons)


def _refuse(name: str, reasons: list[Reason], at: datetime) -> None:
    """Written down for each file; one mail a day is enough for who didn't look at the first yet."""
    with transaction.atomic():
        row = InboxFile.objects.create(name=name, read_at=at, reasons=[list(reason) for reason in reasons])
        events.record("inbox.refused", by=None, at=at, subject=row)
        first = InboxFile.objects.exclude(reasons=[]).filter(seen_at=None).earliest("pk")
        clerks.tell(f"inbox:{first.pk}:{timezone.localdate(at)}", "extract_refused", at)


def _still_wrong(name: str, text: str, at: datetime) -> int:
    """Told at first sight and again after a week, not at every look."""
    reason = Reason("L12", text)
    if _was_told(name, reason, at=at):
        return 0
    _refuse(name, [reason], at)
    return 1


def _was_told(name: str, *reasons: Reason, at: datetime) -> bool:
    told = InboxFile.objects.filter(name=name, reasons=[list(reason) for reason in reasons])
    return told.filter(read_at__gt=at - AGAIN).exists()
