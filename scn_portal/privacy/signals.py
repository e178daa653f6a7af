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
# Receivers get `people` (their keys) and `user`, and return the keys of those about whom `user` is too close to decide.
too_close = Signal()


def objections_to_erasing(person):
    """What stands in the way of erasing this person, in words for that person; empty where nothing does."""
    return [words for _receiver, words in erasure_objection.send(type(person), person=person) if words]


def too_close_to(user, people):
    """The keys of those people about whom `user` does not decide; as many queries for one as for many."""
    keys = {person.pk for person in people}
    answers = too_close.send(type(user), people=keys, user=user)
    return (keys & {user.pk}).union(*(found for _receiver, found in answers))
