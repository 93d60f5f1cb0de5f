"""The operator's window: to look, not to touch, and nobody is named."""

import pytest
from django.contrib import admin
from django.test import Client

from bezoekdienst.accounts import site
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.models import Resident, Visit
from tests import factories
from tests.web.clients import logged_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OPERATOR])
def test_nobody_but_the_operator_gets_in(role: Role) -> None:
    assert logged_in(role).get("/beheer/").status_code == 403


def test_who_is_not_logged_in_goes_to_our_own_page() -> None:
    assert Client().get("/beheer/")["Location"] == "/account/login/?next=%2Fbeheer%2F"
    assert Client().get("/beheer/login/")["Location"] == "/account/login/"


def test_every_list_opens_names_nobody_and_changes_nothing() -> None:
    trajectory = factories.TrajectoryFactory()
    operator = logged_in(Role.OPERATOR)
    names = {trajectory.resident.name, trajectory.volunteer.name}
    for model, records in admin.site._registry.items():
        page = operator.get(f"/beheer/{model._meta.app_label}/{model._meta.model_name}/")
        assert page.status_code == 200, model
        assert not [name for name in names if name in page.content.decode()], model
        assert isinstance(records, site.Records)
        for act in ("add/", "1/change/", "1/delete/", "1/history/"):
            path = f"/beheer/{model._meta.app_label}/{model._meta.model_name}/{act}"
            assert operator.post(path).status_code == 404, path


def test_a_column_with_words_of_people_is_not_shown() -> None:
    assert site.columns(Resident) == ["pk", "source", "signed_up_on", "died_on"]
    assert "note" not in site.columns(Visit)
    assert not {"name", "email"} & set(site.columns(User))


@pytest.mark.parametrize(
    ("asked", "status"),
    [("source__exact=self", 200), ("name__startswith=A", 400), ("phone=06", 400), ("pk__gt=1", 400)],
)
def test_a_list_answers_its_own_filters_only_so_no_name_can_be_guessed(asked: str, status: int) -> None:
    assert logged_in(Role.OPERATOR).get(f"/beheer/visiting/resident/?{asked}").status_code == status


def test_all_of_our_tables_are_there_and_nobody_elses() -> None:
    assert {model._meta.app_label for model in admin.site._registry} == {
        *("accounts", "audit", "letters", "matching", "notices", "policy", "retention", "visiting", "volunteers"),
    }
