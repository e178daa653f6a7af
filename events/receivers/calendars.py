"""Calendars follow seats: a confirmed seat is an entry, a seat that ended is none. The mail carries what is written."""

from django.dispatch import receiver

from .. import entries, reminders, signals


@receiver(signals.seat_confirmed)
def enter_the_seat(subject, **_):
    entries.request(subject)


@receiver(signals.seat_ended)
def take_the_seat_out(subject, **_):
    entries.cancel(subject)


@receiver(signals.event_announced)
def give_the_usual_reminders(subject, **_):
    reminders.give_defaults(subject)
