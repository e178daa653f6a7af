"""How what somebody said of the network comes onto the site, with their consent, and leaves it."""

from scn_portal.lifecycle import Lifecycle

from ..models import Testimonial

Status = Testimonial.Status

testimonials = Lifecycle(Testimonial)


@testimonials.creation()
def record(*, by, text, **facts):
    """A moderator writes down what was said, by whom, in which office, on which day."""
    row = Testimonial.objects.create(**facts)
    row.texts.create(language=row.language, text=text)
    return row


@testimonials.transition(Status.DRAFT, Status.PUBLISHED)
def change(testimonial, *, by, **facts):
    """A moderator puts right what is known of it; while it is shown, the consent stays on record."""
    for name, value in facts.items():
        setattr(testimonial, name, value)


@testimonials.transition(Status.DRAFT, Status.PUBLISHED)
def set_text(testimonial, *, by, language, text, needs_check=False):
    """A moderator enters the words in one more language, or puts them right."""
    values = {"text": text, "needs_check": needs_check}
    testimonial.texts.update_or_create(language=language, defaults=values)


@testimonials.transition(Status.DRAFT, to=Status.PUBLISHED)
def publish(testimonial, *, by):
    """It is shown, if it is on record how and when the person agreed."""


@testimonials.transition(Status.DRAFT, Status.PUBLISHED, to=Status.RETIRED)
def retire(testimonial, *, by):
    """It leaves the site, such as when the person wishes so."""
