"""What beat wakes in a worker. The database decides what there is to do."""

from celery import shared_task

from . import alone as work_alone
from . import due as daily_work
from . import running, sweeping
from .models import Turn


@shared_task(expires=30, soft_time_limit=50, time_limit=60)
def sweep():
    Turn.record("broker")
    sweeping.run()


@shared_task(expires=300)
def due():
    daily_work.run()


@shared_task(expires=5, soft_time_limit=50, time_limit=60)
def work():
    running.run(seconds=5)


@shared_task(expires=5, soft_time_limit=580, time_limit=600)
def alone():
    """On a queue and a worker of its own, so that what cannot be cut keeps no mail waiting."""
    work_alone.run()
