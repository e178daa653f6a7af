"""What follows from a fact: rows in the outbox."""

from django.dispatch import receiver

from scn_portal.lifecycle import SYSTEM

from . import notifications, signals
from .lifecycle import seats
from .models import SeatPerson


@receiver(signals.join_request_started)
def send_the_link(subject, **_):
    notifications.join_request_started(subject)


@receiver(signals.join_code_asked)
def send_the_code(subject, **_):
    notifications.join_code_asked(subject)


@receiver(signals.join_request_submitted)
def acknowledge(subject, **_):
    notifications.join_request_submitted(subject)


@receiver(signals.join_evidence_asked)
def say_what_is_missing(subject, **_):
    notifications.join_evidence_asked(subject)


@receiver(signals.join_request_approved)
def welcome(subject, **_):
    notifications.join_request_approved(subject)


@receiver(signals.join_request_refused)
def say_why_not(subject, **_):
    notifications.join_request_refused(subject)


@receiver(signals.join_request_merged)
def say_that_it_was_joined(subject, **_):
    notifications.join_request_merged(subject)


@receiver(signals.invitation_sent)
def send_the_invitation(subject, **_):
    notifications.invitation_sent(subject)


@receiver(signals.representative_changed)
def say_that_a_role_changed(subject, **_):
    notifications.representative_changed(subject)


@receiver(signals.contact_received)
def send_a_copy(subject, **_):
    notifications.contact_received(subject)


@receiver(signals.handover_started)
def ask_who_takes_over(subject, **_):
    notifications.handover_started(subject)


@receiver(signals.handover_done)
def say_that_a_role_has_passed(subject, **_):
    notifications.handover_done(subject)


@receiver(signals.membership_on_hold)
def say_that_a_city_is_on_hold(subject, **_):
    notifications.on_hold(subject)


@receiver(signals.membership_notice_given)
def say_when_a_membership_ends(subject, **_):
    notifications.membership_ending(subject)


@receiver(signals.seat_person_named)
def say_that_a_person_sits(subject, **_):
    notifications.seat_person_named(subject)


@receiver(signals.representative_changed)
def leave_the_seat_of_the_city(subject, **_):
    """Who acts for a city no more sits for it no more."""
    if subject.until and not subject.city.representatives.filter(user=subject.user, until=None).exists():
        for person in SeatPerson.objects.filter(user=subject.user, term__city=subject.city, until=None):
            seats.end_person(person, by=SYSTEM)
