"""What is announced about own data, and what the ground asks the apps above before it erases a person."""

from django.dispatch import Signal

from scn_portal.jobs.facts import FactSignal

copy_asked = FactSignal("privacy.copy_asked")
copy_made = FactSignal("privacy.copy_made")
erasure_asked = FactSignal("privacy.erasure_asked")
erasure_approved = FactSignal("privacy.erasure_approved")
erasure_refused = FactSignal("privacy.erasure_refused")

# Questions. Receivers get `person`; one that objects returns words for that person, which say what must be done first.
erasure_objection = Signal()
# Receivers get `person` and `user`, and return whether `user` is too close to decide about that person.
too_close = Signal()


def objections_to_erasing(person):
    """What stands in the way of erasing this person, in words for that person; empty where nothing does."""
    return [words for _receiver, words in erasure_objection.send(type(person), person=person) if words]


def is_too_close(user, person):
    return any(answer for _receiver, answer in too_close.send(type(person), person=person, user=user))
