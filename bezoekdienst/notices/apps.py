from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "bezoekdienst.notices"
    verbose_name = "berichten"
