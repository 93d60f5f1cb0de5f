"""How a page is set: no date is cut in two at the end of a line, and nothing else is touched."""

import pytest
from django.test import Client

from bezoekdienst.accounts.roles import Role
from bezoekdienst.web import typography
from tests import factories
from tests.web import clients

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("said", "set_as"),
    [
        ("<p>Uiterlijk 3 maart 2027.</p>", f"<p>Uiterlijk 3{SPACE}maart 2027.</p>"),
        ("<time>wo 3 mrt</time>", f"<time>wo 3{SPACE}mrt</time>"),
        ("<p>23 november tot en met 29 november</p>", f"<p>23{SPACE}november tot en met 29{SPACE}november</p>"),
        ("<p>in maart 2027, 3 maanden, 2 septembers</p>", "<p>in maart 2027, 3 maanden, 2 septembers</p>"),
    ],
)
def test_a_day_stays_with_its_month(said: str, set_as: str) -> None:
    assert typography.whole_dates(said) == set_as


@pytest.mark.parametrize(
    "typed",
    [
        '<input value="3 maart 2027">',
        "<textarea>Op 3 maart\nbelde zij.</textarea>",
        '<script type="application/json">["3 maart"]</script>',
        '<option value="3 maart">',
    ],
)
def test_what_somebody_typed_and_what_nobody_reads_is_left_alone(typed: str) -> None:
    assert typography.whole_dates(typed) == typed


@pytest.mark.django_db
def test_every_page_is_set_and_no_file_is() -> None:
    factories.IntakeFactory(opened_on=factories.TODAY)
    client = clients.logged_in(Role.COORDINATOR)
    browser = Client(headers={"cookie": f"sessionid={client.cookies['sessionid'].value}"})
    page = browser.get("/intakes/").content.decode()
    assert (f"{factories.TODAY.day}{SPACE}" in page, SPACE in browser.get("/api/v1/schema/").content.decode()) == (
        True,
        False,
    )
