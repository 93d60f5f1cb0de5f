from importlib import import_module

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "letters"
    verbose_name = "brieven"

    def ready(self) -> None:
        import_module("letters.correspondence")  # says what the mails about an appointment hold
        import_module("letters.merging")  # says what becomes of answers
