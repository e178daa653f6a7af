"""What follows when a visit or a project moves on: its cities are told."""

from django.dispatch import receiver

from .. import signals
from ..models import Visit
from ..notifications import visits


@receiver(signals.visit_planned)
def ask_the_cities(subject, **_):
    visits.visit_planned(subject)


@receiver(signals.visit_changed)
def tell_of_the_change(subject, fact, **_):
    """A plan that changed is asked anew, once for each change; one that was called off is told to all."""
    if subject.status == Visit.Status.CANCELLED:
        visits.visit_cancelled(subject)
    elif subject.status == Visit.Status.PLANNED:
        visits.visit_planned(subject, due=str(fact.pk))


@receiver(signals.visit_confirmed)
def tell_that_it_is_confirmed(subject, fact, **_):
    visits.visit_confirmed(subject, due=str(fact.pk))


@receiver(signals.visit_reported)
def ask_the_hosts(subject, **_):
    visits.visit_reported(subject)


@receiver(signals.project_done)
def tell_the_owners(subject, **_):
    visits.project_done(subject)
