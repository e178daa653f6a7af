"""What beat wakes in a worker. The database decides what there is to do."""

from celery import shared_task

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
