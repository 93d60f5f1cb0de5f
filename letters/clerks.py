"""Telling the municipality's clerks by mail what came or what is missing: each cause once, nothing personal in it."""

from datetime import datetime

from bezoekdienst.accounts import people
from bezoekdienst.accounts.roles import Role
from bezoekdienst.notices import post


def tell(cause: str, kind: str, at: datetime, **facts: str | int) -> int:
    """Queue a mail of `kind` (a template of notices) to every clerk; how many had not heard of `cause` yet."""
    return sum(post.queue(f"{cause}:{clerk.pk}", kind, clerk, at, **facts) for clerk in people.holders(Role.CLERK))
