from importlib import import_module

from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = "vrijwilligers"

    def ready(self) -> None:
        import_module("volunteers.gathering_mail")  # these say what the mails hold
        import_module("volunteers.training_mail")
        import_module("volunteers.reminders")  # and this what there is to remind of
