from django.apps import AppConfig


class MobileConfig(AppConfig):
    name = "bezoekdienst.mobile"
    verbose_name = "telefoon"
