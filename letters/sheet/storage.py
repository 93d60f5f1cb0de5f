"""Files written whole or not at all."""

import contextlib
import os
import tempfile
from pathlib import Path


def write(content: bytes, path: Path) -> None:
    """Put `content` at `path`: temporary name, fsync, rename. Raises OSError (disk full) and leaves nothing behind."""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        put(Path(temporary), path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise


def put(part: Path, path: Path) -> None:
    """Give a written file its own name, in the same folder; whoever opens `path` finds the old file or the new one."""
    part.replace(path)
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    # without this a power cut may forget the rename, though not the file
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
