"""What beat wakes in a worker: the relay. The outbox decides what there is to send."""

from celery import shared_task

from scn_portal.jobs.models import Turn

from . import relay as outgoing


@shared_task(expires=5)
def relay():
    Turn.record("broker")
    outgoing.run(seconds=20)
