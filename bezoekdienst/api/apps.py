from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "bezoekdienst.api"
    verbose_name = "api"
