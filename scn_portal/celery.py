"""Celery only wakes; the database decides what is due (docs/architecture.md)."""

import os
import signal

from celery import Celery
from celery.signals import worker_process_init

from .demo.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scn_portal.settings")

app = Celery("scn_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def end_with_the_worker(**_):
    """A pool process whose worker was killed would wait for work for ever."""
    die_with_parent(signal.SIGKILL, os.getppid())
