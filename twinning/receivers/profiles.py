"""What follows for offers when a practice is not shown any more."""

from django.dispatch import receiver

from hub.signals import resource_archived, resource_taken_down, resource_withdrawn

from .. import signals
from ..lifecycle import profiles as steps
from ..notifications import profiles


@receiver([resource_archived, resource_taken_down, resource_withdrawn])
def lower_what_rests_on_it(subject, **_):
    steps.lower_offers(subject)


@receiver(signals.offer_lowered)
def tell_the_city(subject, fact, **_):
    profiles.offer_lowered(subject, fact)
