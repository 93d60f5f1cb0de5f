from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "bezoekdienst.web"
    verbose_name = "site"
