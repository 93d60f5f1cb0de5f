"""Who does it, in the tests of what is done."""

import pytest

from bezoekdienst.accounts.models import User
from tests import cast


@pytest.fixture
def by(db: None) -> User:
    return cast.coordinator()
