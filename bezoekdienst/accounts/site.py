"""Django's admin as the operator's window: lists of states, dates and counts. To look at, and nobody is named."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User

_PLAIN = (
    models.AutoField,
    models.BooleanField,
    models.DateField,  # and DateTimeField
    models.DurationField,
    models.FloatField,
    models.IntegerField,
)


def columns(model: type[models.Model]) -> list[str]:
    """What an operator may see of a row: numbers, dates, states and which rows belong together; no free text.

    >>> columns(Visit)
    ['pk', 'trajectory_id', 'on', 'kind', 'minutes', ...]
    """
    shown = ["pk"]
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name == "birth_year":
            continue
        if isinstance(field, models.ForeignKey):
            shown.append(field.attname)
        elif isinstance(field, _PLAIN) or field.choices:
            shown.append(field.name)
    return shown


class Records(admin.ModelAdmin):  # type: ignore[type-arg]  # for any model
    """A list to look at. Acts have their rules and their record in the log; here there are neither, so no acts."""

    list_display_links = None
    list_per_page = 50
    show_full_result_count = False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return columns(self.model)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [field.name for field in self.model._meta.concrete_fields if field.choices]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the filters beside the list ask: in the address a name could be guessed letter by letter."""
        return lookup.partition("__")[0] in self.get_list_filter(request)

    def get_urls(self) -> list[URLPattern]:
        """The list and nothing else: a single object's page has its name in the title."""
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}_changelist"
        return [path("", self.admin_site.admin_view(self.changelist_view), name=name)]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Site(admin.AdminSite):
    """Open to the operator only. What other packages register is not taken over."""

    site_header = site_title = "bezoekdienst: beheer"
    index_title = "Alleen om te kijken"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        if admin_class is not None and issubclass(admin_class, Records):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and roles.may(request.user, roles.Ability.ADMIN)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one way in, and it is not Django's password form."""
        return redirect("account_login")


def show(app_label: str) -> None:
    """Put the lists of one app's models in the operator's window: the one line in its `admin.py`."""
    admin.site.register(list(apps.get_app_config(app_label).get_models()), Records)
