"""What is answered when a request can't be read: a page, once, and no crash behind it."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
UNREADABLE = "application/x-www-form-urlencoded; charset=utf-7"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/aanmelden", 400, "Dit begrijpen we niet"),
        ("/bestaat-niet", 404, "Deze pagina is er niet"),
    ],
)
def test_a_form_in_an_encoding_that_is_not_ours_gets_a_page(address: str, status: int, said: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get("/aanmelden")  # with a token in the browser what is sent is read, to compare it
    answer = browser.post(address, data=b"name=x", content_type=UNREADABLE)
    assert (answer.status_code, said in answer.content.decode()) == (status, True)
