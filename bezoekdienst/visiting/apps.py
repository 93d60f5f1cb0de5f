from django.apps import AppConfig


class VisitingConfig(AppConfig):
    name = "bezoekdienst.visiting"
    verbose_name = "bezoeken"
