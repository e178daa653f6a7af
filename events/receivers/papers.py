"""What follows when an event ends and when a certificate is made."""

from django.dispatch import receiver

from .. import signals
from ..lifecycle import papers
from ..notifications import papers as told


@receiver(signals.event_ended)
def make_the_certificates(subject, **_):
    papers.begin(subject)


@receiver(signals.certificate_issued)
def say_where_it_is(subject, **_):
    told.certificate_issued(subject)
