from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "bezoekdienst.retention"
    verbose_name = "bewaartermijnen"
