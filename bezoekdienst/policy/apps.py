from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "bezoekdienst.policy"
    verbose_name = "beleid"
