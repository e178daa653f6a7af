"""What follows from a registration, an invitation, a delegation or a seat: mail, and needs kept as long as needed."""

from django.dispatch import receiver

from .. import needs, signals
from ..notifications import people, seats


@receiver(signals.registration_started)
def send_the_link(subject, **_):
    people.registration_started(subject)


@receiver(signals.invitation_sent)
def send_the_invitation(subject, **_):
    people.invitation_sent(subject)


@receiver(signals.delegation_invited)
def ask_the_city(subject, **_):
    people.delegation_invited(subject)


@receiver(signals.delegate_named)
def tell_the_delegate(subject, **_):
    people.delegate_named(subject)


@receiver(signals.seat_confirmed)
def say_that_it_is_theirs(subject, **_):
    seats.seat_confirmed(subject)


@receiver([signals.seat_waitlisted, signals.seat_requested])
def say_that_they_wait(subject, **_):
    seats.seat_waitlisted(subject)


@receiver(signals.seat_offered)
def offer_it(subject, **_):
    seats.seat_offered(subject)


@receiver(signals.seat_ended)
def say_that_it_ended(subject, **_):
    seats.seat_ended(subject)


@receiver([signals.event_rescheduled])
def keep_needs_until_after_the_event(subject, **_):
    needs.move_purge(subject)


@receiver([signals.stop_changed, signals.stop_cancelled])
def keep_needs_until_after_the_last_stop(subject, **_):
    needs.move_purge(subject.event)
