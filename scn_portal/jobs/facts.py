"""Delivery of facts to their receivers: at once after commit, else by the sweep."""

import logging
from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone

from scn_portal.audit import request_number

from .models import Fact

logger = logging.getLogger(__name__)
SETTLING = timedelta(seconds=30)  # younger facts are the web process's own to deliver


class FactSignal(Signal):
    """A named announcement. Receivers get `subject` (the row as it is now) and `fact`; they only write rows."""

    registered = {}

    def __init__(self, name):
        super().__init__()
        self.name = name
        self.registered[name] = self

    def __str__(self):
        return self.name


def deliver(fact_id):
    """Hand one fact to its receivers and mark it, in one transaction. Returns whether it was delivered now.

    A receiver that raises leaves the fact undelivered for the sweep and never fails the caller.
    """
    if not Fact.objects.filter(pk=fact_id, delivered_at=None).update(attempts=F("attempts") + 1):
        return False  # somebody else has delivered it
    try:
        with transaction.atomic():
            fact = Fact.objects.select_for_update(skip_locked=True).filter(pk=fact_id, delivered_at=None).first()
            if fact is None:
                return False
            before = request_number.current()
            request_number.use(fact.request_number)
            try:
                _tell(fact)
            finally:
                request_number.use(before)
            fact.delivered_at = timezone.now()
            fact.save(update_fields=["delivered_at"])
    except Exception:
        logger.exception("a fact could not be delivered", extra={"object": f"fact {fact_id}"})
        return False
    return True


def _tell(fact):
    signal = FactSignal.registered.get(fact.name)
    if signal is None:  # nobody listens to this name; it stays in the trail
        return
    model = apps.get_model(fact.subject_kind)
    subject = model._base_manager.filter(pk=fact.subject_key).first()
    if subject is not None:
        signal.send(sender=model, subject=subject, fact=fact)


def deliver_waiting(limit=200):
    """Deliver facts that were left behind, oldest first. Returns how many were delivered."""
    waiting = Fact.objects.filter(delivered_at=None, created_at__lt=timezone.now() - SETTLING)
    return sum(deliver(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True)[:limit])
