"""The command line: `python -m bezoekdienst COMMAND`. `extract check` needs no database and loads no Django."""

import os
import sys
from pathlib import Path


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:2] == ["extract", "check"]:
        from letters.registry import check

        return check.run(arguments[2:])
    if arguments[:1] == ["demo"]:
        # the demo has a folder of its own: its database and files never mix with real ones
        os.environ.setdefault("DEMO", "1")
        os.environ.setdefault("VAR_DIR", str(Path(__file__).resolve().parent.parent / "var" / "demo"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bezoekdienst.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["bezoekdienst", *arguments])
    return 0


if __name__ == "__main__":
    sys.exit(main())
