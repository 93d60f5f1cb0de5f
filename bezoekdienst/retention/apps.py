from django.apps import AppConfig
from django.core import checks


class RetentionConfig(AppConfig):
    name = "bezoekdienst.retention"
    verbose_name = "bewaartermijnen"

    def ready(self) -> None:
        from bezoekdienst.retention import checking
        from bezoekdienst.retention.subjects import settled

        checks.register(checking.complete)
        checks.register(settled.complete)
