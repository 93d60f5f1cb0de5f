"""Who was erased at her own request, by pseudonym, in a file outside the database: a backup brings nobody back.

The log is where it is written first; the file follows it. A pseudonym is random and leads to nobody, unless her row is
there again.
"""

import os
import re
import uuid
from pathlib import Path

from django.conf import settings

from bezoekdienst.audit.models import Event

KIND = "subject.erased"
_WHOLE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def path() -> Path:
    """The file: a pseudonym a line. Restoring a backup of the database must leave it alone."""
    return Path(settings.VAR_DIR) / "erased.txt"


def remembered() -> set[uuid.UUID]:
    """Every pseudonym in the file; a line that was torn off while writing is written again by the next night."""
    if not path().exists():
        return set()
    lines = path().read_text(encoding="ascii", errors="replace").split()
    return {uuid.UUID(line) for line in lines if _WHOLE.fullmatch(line)}


def write_down() -> int:
    """Add what the log has and the file hasn't; how many. Twice writes nothing new. Raises OSError."""
    logged = [
        name for facts in Event.objects.filter(kind=KIND).values_list("facts", flat=True) for name in facts["names"]
    ]
    new = sorted(set(map(uuid.UUID, logged)) - remembered())
    if new:
        path().parent.mkdir(parents=True, exist_ok=True)
        with path().open("a", encoding="ascii") as file:
            file.write("".join(f"\n{name}" for name in new))  # begins on a line of its own, whatever was torn off
            file.flush()
            os.fsync(file.fileno())
    return len(new)
