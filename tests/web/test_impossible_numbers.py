"""An address with a number that no database can hold: the same answer as for a row that isn't there, never an error."""

import pytest

from bezoekdienst.accounts.roles import Role
from tests.test_permissions import ROUTES, STAND_INS
from tests.web.clients import logged_in

NUMBERED = [route.path for route in ROUTES if STAND_INS["int"] in route.path]


@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.CLERK, Role.PRINT_ROOM, Role.VOLUNTEER, Role.OPERATOR], ids=str
)
def test_an_impossible_number_is_answered_like_one_that_is_missing(db: None, role: Role) -> None:
    client = logged_in(role)
    assert len(NUMBERED) > 20
    for path in NUMBERED:
        for ask in (client.get, client.post):
            missing = ask(path).status_code
            assert missing < 500, path
            for number in (2**31, 2**63, 10**40):
                assert (path, ask(path.replace(STAND_INS["int"], str(number))).status_code) == (path, missing)
