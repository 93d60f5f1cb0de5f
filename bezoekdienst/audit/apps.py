from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "bezoekdienst.audit"
    verbose_name = "logboek"
