from importlib import import_module

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = "koppelen"

    def ready(self) -> None:
        import_module("matching.merging")  # says what becomes of proposals
