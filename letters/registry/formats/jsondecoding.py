"""The JSON decoder of the standard library, with what a damaged delivery asks of it besides.

It also tells of keys that come twice, leaves numbers as they stand, and looks at no more of a text than it needs: its
errors count the lines of all that it was given, which among millions of damaged objects would take hours.
"""

import json
from typing import Any

Object = dict[str, Any]

MAX_OBJECT = 1024 * 1024  # characters
_WINDOW = 8 * 1024  # nearly every object is shorter; a longer one is looked at again, eight times as far
_CUT = 16  # an error this near the end of a window may come from the cut


class Decoder:
    """`at` decodes one value out of a text. After an error `cost` is how many characters were looked at in vain."""

    def __init__(self) -> None:
        self.cost = 0
        self._doubled = False
        self._json = json.JSONDecoder(
            object_pairs_hook=self._object, parse_int=str, parse_float=str, parse_constant=_no_number
        )

    def at(self, content: str, place: int) -> tuple[Any, bool, int]:
        """The value at `place`, whether a key in it came twice, where it ends. Raises ValueError or RecursionError."""
        self.cost, size = 0, _WINDOW
        while True:
            window = content[place : place + size]
            self._doubled = False
            try:
                value, end = self._json.raw_decode(window)
            except (ValueError, RecursionError) as error:
                self.cost += _looked_at(error, window)
                whole = place + size >= len(content) or size > MAX_OBJECT
                if whole or not _may_be_cut(error, window):
                    raise
                size *= 8
            else:
                return value, self._doubled, place + end

    def _object(self, pairs: list[tuple[str, Any]]) -> Object:
        value = dict(pairs)
        self._doubled = self._doubled or len(value) < len(pairs)
        return value


def _may_be_cut(error: Exception, window: str) -> bool:
    """Whether the text might be right if only there were more of it."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    return error.pos >= len(window) - _CUT or error.msg.startswith("Unterminated string")


def _looked_at(error: Exception, window: str) -> int:
    return error.pos if isinstance(error, json.JSONDecodeError) and not _may_be_cut(error, window) else len(window)


def _no_number(name: str) -> str:
    raise ValueError(f"{name} is no JSON")
