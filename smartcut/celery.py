"""The web side's Celery app: ``celery -A smartcut worker`` is the results worker."""

import os

from celery import Celery
from kombu import Queue

from smartcut.core import queues

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartcut.settings")

app = Celery("smartcut")
app.config_from_object("django.conf:settings", namespace="CELERY_NONE")
