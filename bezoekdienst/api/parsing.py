"""Reading what a phone sends."""

from typing import Any

from rest_framework import exceptions, parsers


class JSONParser(parsers.JSONParser):
    """JSON; nested deeper than Python reads is no JSON of ours, and no error of ours either."""

    def parse(self, *args: Any, **given: Any) -> Any:
        """Raises ParseError for whatever can't be read."""
        try:
            return super().parse(*args, **given)
        except RecursionError as error:
            raise exceptions.ParseError from error
