"""One way to hold a state change against a TRANSITIONS table."""

from collections.abc import Mapping

from bezoekdienst.lib.errors import Reason, Refused

Table = Mapping[str, frozenset[str]]


def check(table: Table, rule: str, subject: str, now: str, then: str, words: Mapping[str, str]) -> None:
    """Raise `Refused` unless `table` allows `now` -> `then`; `words` gives the Dutch word for each state."""
    if then not in table[now]:
        raise Refused(Reason(rule, f"{subject} is nu “{words[now]}” en kan niet naar “{words[then]}”."))
