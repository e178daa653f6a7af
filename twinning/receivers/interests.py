"""What follows when a city asks another, and when it is answered."""

from django.dispatch import receiver

from .. import signals
from ..notifications import interests


@receiver(signals.interest_received)
def tell_who_is_asked(subject, **_):
    interests.interest_received(subject)


@receiver(signals.interest_answered)
def tell_who_asked(subject, **_):
    interests.interest_answered(subject)
