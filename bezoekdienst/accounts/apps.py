from django.apps import AppConfig
from django.contrib.admin import apps


class AccountsConfig(AppConfig):
    default = True
    name = "bezoekdienst.accounts"
    verbose_name = "gebruikers"


class AdminConfig(apps.AdminConfig):
    """Django's admin, on our own site: for the operator only, to look and not to touch."""

    default = False
    default_site = "bezoekdienst.accounts.site.Site"
