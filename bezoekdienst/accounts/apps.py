from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bezoekdienst.accounts"
    verbose_name = "gebruikers"
