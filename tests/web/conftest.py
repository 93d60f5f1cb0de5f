"""Somebody logged in, and a letterhead, for the tests of pages."""

import pytest

from bezoekdienst.accounts.roles import Role
from letters import letterheads
from tests.letters import chain
from tests.web import clients


@pytest.fixture
def coordinator(db):
    return clients.logged_in(Role.COORDINATOR)


@pytest.fixture
def clerk(db, time_machine):
    """On the day of a delivery."""
    time_machine.move_to(chain.at())
    return clients.logged_in(Role.CLERK)


@pytest.fixture
def version(db):
    return letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", by=None, at=chain.at())
