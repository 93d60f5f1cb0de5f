from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "bezoekdienst.demo"
    verbose_name = "demo"
