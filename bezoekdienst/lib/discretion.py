"""What must not stand in a log: the secret in the address of a calendar. Plain Python: gunicorn asks it too."""

import logging
import re

_SECRET = re.compile(r"(/agenda/)[^/\s?\"']+?(?=(?:\.ics)?(?:[\s?\"']|$))")


def masked(text: str) -> str:
    """The same text, without the secret of any calendar in it."""
    return _SECRET.sub(r"\1…", text)


class Discreet(logging.Filter):
    """A filter for handlers: masks what a line says, its arguments filled in."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), None
        return True
