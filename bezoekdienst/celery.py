"""The Celery application: it only wakes workers, the rows in the database are the queue."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bezoekdienst.settings")
app = Celery("bezoekdienst")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = ("bezoekdienst.tasks",)
