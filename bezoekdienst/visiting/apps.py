from importlib import import_module

from django.apps import AppConfig


class VisitingConfig(AppConfig):
    name = "bezoekdienst.visiting"
    verbose_name = "bezoeken"

    def ready(self) -> None:
        import_module("bezoekdienst.visiting.reminders")  # this says what there is to remind of
