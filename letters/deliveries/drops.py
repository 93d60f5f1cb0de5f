"""What lies in a watched folder: which files are whole, opened by one reader at a time, and taken away afterwards.

Nothing but plain files is ever opened: no link of either kind is followed, and whatever waits for a reader (a pipe, a
device) is left alone.
"""

import fcntl
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from bezoekdienst.lib.errors import Reason, Refused

WHOLE_AFTER = timedelta(minutes=1)  # untouched for so long a file is no longer being written
LEFT_AFTER = timedelta(days=1)  # untouched for so long one that was never finished won't be any more
_UNFINISHED = (".part", ".filepart", ".tmp")  # what programs call a file until it is whole
_DATE = re.compile(r"(?<!\d)20\d{6}(?!\d)")
_OURS = re.compile(r"[A-Za-z0-9._-]{1,80}")
_NUMBER = re.compile(r"\d{7}")
_PLAIN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Busy(Exception):
    """Somebody else is at this file, or it isn't whole yet: look again later."""


class NoFile(Exception):
    """Not a plain file: a folder, a link, a pipe, a device."""


class Drop:
    """One whole file that nobody else reads now, `stream` at its start."""

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self.path, self.stream = path, stream
        self._seen = os.fstat(stream.fileno())

    @property
    def size(self) -> int:
        return self._seen.st_size

    @property
    def changed(self) -> bool:
        """Whether somebody wrote in it since it was opened: then what was read of it is not to be trusted."""
        now = os.fstat(self.stream.fileno())
        return (now.st_size, now.st_mtime_ns) != (self._seen.st_size, self._seen.st_mtime_ns)

    def remove(self) -> None:
        """Take it out of the folder; not another file that came under the same name meanwhile. May raise OSError."""
        with suppress(FileNotFoundError):
            if os.path.samestat(self.path.lstat(), self._seen):
                self.path.unlink()


def lying(folder: Path) -> list[Path]:
    """Everything in the folder that isn't hidden, by name. Raises OSError when it can't be looked into or cleared."""
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError  # what can't be taken away would be read again and again
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


@contextmanager
def opened(path: Path, *, at: datetime) -> Iterator[Drop]:
    """The file at `path`, for this reader alone. Raises Busy, NoFile, OSError (also when it is gone meanwhile)."""
    seen = path.lstat()
    if not stat.S_ISREG(seen.st_mode):
        raise NoFile
    if _is_young(seen, at, LEFT_AFTER if is_unfinished(path.name) else WHOLE_AFTER):
        raise Busy
    if seen.st_nlink > 1:
        raise NoFile
    with os.fdopen(os.open(path, _PLAIN), "rb") as stream:
        _lock(stream)
        found = os.fstat(stream.fileno())
        if not os.path.samestat(seen, found) or not os.path.samestat(path.lstat(), found):
            raise Busy  # exchanged while we opened it: perhaps for what is no plain file
        yield Drop(path, stream)


def is_unfinished(name: str) -> bool:
    """Whether the sender's program still calls it unfinished."""
    return name.lower().endswith(_UNFINISHED)


def state_on(name: str) -> date:
    """The state date in a file's name, as 20261001. Raises Refused when there is none, or more than one."""
    found = set(_DATE.findall(name))
    with suppress(ValueError):
        if len(found) == 1:
            return datetime.strptime(found.pop(), "%Y%m%d").replace(tzinfo=UTC).date()
    said = "In de naam van het bestand staan meer datums." if len(found) > 1 else "In de naam staat geen goede datum."
    advice = "Zet er de dag in waarop het register er zo uitzag, zoals in brp-20261001.csv, en lever het opnieuw aan."
    raise Refused(Reason("L12", f"{said} {advice}"))


def shown(name: str) -> str:
    """The name when it is one for a delivery; any other could hold somebody's name or number, and isn't kept."""
    is_ours = _OURS.fullmatch(name) and _DATE.search(name) and not _NUMBER.search(_DATE.sub("", name))
    return name if is_ours else "een bestand"


def _is_young(seen: os.stat_result, at: datetime, term: timedelta) -> bool:
    """Touched less than `term` ago. What lies days ahead is a sender's wrong clock and no reason to wait for it."""
    age = at - datetime.fromtimestamp(seen.st_mtime, UTC)
    return -LEFT_AFTER < age < term


def _lock(stream: BinaryIO) -> None:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Busy from None
    except OSError:
        return  # no locks on this kind of disk: the database still takes a delivery once
