from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "bezoekdienst.web"
    verbose_name = "site"

    def ready(self) -> None:
        import_module("bezoekdienst.web.today.digest_mail")  # says what the overview by mail holds
