"""Where an event stands: an address is never given twice, and those before lead on."""

from itertools import chain, count

from django.db.models.functions import Lower
from django.utils.text import slugify
from django.utils.translation import gettext as _

from scn_portal.lifecycle import TransitionRefused

from ..models import Event, EventSlug
from ..models.meetings import RESERVED

LONGEST = 80


def free_slug(title, otherwise):
    """The title as an address, with a number where that is taken; `otherwise` where nothing of it can be written."""
    base = slugify(title)[:LONGEST].strip("-") or slugify(otherwise)
    candidates = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(each for each in candidates if each not in RESERVED and not is_taken(each))


def is_taken(slug, by_others_than=None):
    """Whether an event stands there, or stood there once."""
    stands = Event.objects.annotate(low=Lower("slug")).filter(low=slug.lower())
    stood = EventSlug.objects.annotate(low=Lower("slug")).filter(low=slug.lower())
    if by_others_than is not None:
        stands, stood = stands.exclude(pk=by_others_than.pk), stood.exclude(event=by_others_than)
    return stands.exists() or stood.exists()


def move(event, slug):
    """Give the event this address; the old one is kept and leads on."""
    slug = slug.strip().lower()
    if not slug or slugify(slug) != slug or slug in RESERVED:
        raise TransitionRefused(_("An address is made of small letters, digits and hyphens, and some words are taken."))
    if slug == event.slug:
        raise TransitionRefused(_("The event stands at this address already."))
    if is_taken(slug, by_others_than=event):
        raise TransitionRefused(_("Another event stands or stood at this address."))
    EventSlug.objects.get_or_create(event=event, slug=event.slug)
    event.slug = slug
