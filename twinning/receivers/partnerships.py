"""What follows from a partnership: the cities are told."""

from django.dispatch import receiver

from .. import signals
from ..notifications import partnerships as told

ENDS = {f"twinning.{verb}_partnership" for verb in ("decline", "lapse", "close")}


@receiver(signals.partnership_proposed)
def ask_the_cities(subject, **_):
    told.partnership_proposed(subject)


@receiver(signals.text_put_forward)
def tell_of_the_text(subject, **_):
    told.text_put_forward(subject)


@receiver(signals.partnership_agreed)
def tell_that_all_have_signed(subject, **_):
    told.partnership_agreed(subject)


@receiver(signals.partnership_changed)
def tell_what_has_changed(subject, fact, **_):
    action = fact.entry.action if fact.entry else ""
    if action == "twinning.pause_partnership":
        told.partnership_paused(subject)
    elif action == "twinning.leave_partnership":
        told.city_left(subject)
    elif action in ENDS:
        told.partnership_ended(subject)


@receiver(signals.review_began)
def ask_what_they_learned(subject, fact, **_):
    if fact.entry and fact.entry.action == "twinning.leave_partnership":
        told.city_left(subject)
    told.review_due(subject, f"{subject.cycle}")
