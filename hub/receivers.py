"""What follows from a fact: rows in the outbox and the inbox."""

from django.dispatch import receiver

from cities.signals import city_merging

from . import lifecycle, notifications, signals


@receiver(signals.resource_released)
def call_the_moderators(subject, fact, **_):
    notifications.resource_released(subject, but=fact.actor)


@receiver(signals.changes_asked)
def hand_the_remarks_on(subject, **_):
    notifications.changes_asked(subject)


@receiver(signals.version_approved)
def say_that_it_was_approved(subject, **_):
    notifications.version_approved(subject)


@receiver(signals.version_declined)
def say_why_not(subject, **_):
    notifications.version_declined(subject)


@receiver(signals.resource_published)
def tell_its_people(subject, **_):
    notifications.resource_published(subject)


@receiver(signals.review_due)
def ask_whether_it_is_still_true(subject, **_):
    notifications.review_due(subject)


@receiver(signals.resource_archived)
def say_that_it_was_archived(subject, **_):
    notifications.resource_archived(subject)


@receiver(signals.resource_withdrawn)
def say_that_it_was_withdrawn(subject, fact, **_):
    notifications.resource_withdrawn(subject, fact)


@receiver(signals.resource_taken_down)
def say_that_it_was_taken_down(subject, fact, **_):
    notifications.resource_taken_down(subject, fact)


@receiver(signals.widening_answered)
def answer_who_asked(subject, fact, **_):
    notifications.widening_answered(subject, fact)


@receiver(signals.adoption_claimed)
def ask_the_other_city(subject, **_):
    notifications.adoption_claimed(subject)


@receiver(signals.adoption_confirmed)
def say_that_it_was_confirmed(subject, **_):
    notifications.adoption_confirmed(subject)


@receiver(city_merging)
def follow_the_city(city, other, **_):
    lifecycle.merging.follow(city, other)
