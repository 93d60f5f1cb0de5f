"""Columns that several forms ask for in the same way."""

from collections.abc import Mapping

from bezoekdienst.lib.spreadsheets import values
from bezoekdienst.lib.spreadsheets.columns import Column


def one_of(key: str, heading: str, choices: Mapping[str, str], about: str, example: str = "", *also: str) -> Column:
    """One of `choices` (code -> what people write), to choose from a list."""
    return Column(key, heading, about, example, values.one_of(choices), also, tuple(choices.values()))


def some_of(key: str, heading: str, choices: Mapping[str, str], about: str, example: str = "", *also: str) -> Column:
    """Any number of `choices`, with commas between them."""
    return Column(key, heading, about, example, values.some_of(choices), also, tuple(choices.values()), many=True)


def day(key: str, heading: str, about: str, example: str = "", *also: str) -> Column:
    """A date."""
    return Column(key, heading, about, example, values.day, also)
