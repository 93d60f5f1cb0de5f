from importlib import import_module

from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = "vrijwilligers"

    def ready(self) -> None:
        import_module("volunteers.gathering_mail")  # says what mails about gatherings hold
