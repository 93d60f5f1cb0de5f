from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "bezoekdienst.reports"
    verbose_name = "verslagen"
