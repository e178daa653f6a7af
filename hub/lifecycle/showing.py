"""What must hold before an item shows, and what happens when it does or no longer does."""

import re
from itertools import chain, count

from django.utils.text import slugify
from django.utils.translation import gettext as _

from scn_portal.lifecycle import TransitionRefused
from scn_portal.sharing import Sharing

from .. import files, finding
from ..content import hash_of
from ..models import Resource
from ..schema import empty
from .locks import SLUGS, lock_name

RESERVED = frozenset({"new"})
CODE = re.compile(r"scn-[0-9a-z]{8}")
LONGEST = 100


def indexed(resource):
    """The row is stored, and readers find it as it is now, in this very transaction."""
    resource.save()
    finding.index(resource)


def free_slug(title):
    """A readable address that no other item has: the title in its own script, with a number where it is taken."""
    lock_name(SLUGS)
    base = slugify(title, allow_unicode=True)[:LONGEST].strip("-_") or "item"
    candidates = chain([base], (f"{base}-{number}" for number in count(2)))
    taken = set(Resource.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    return next(each for each in candidates if each not in taken and not CODE.fullmatch(each))


def refuse_unless_fit(resource, version):
    """What is shown is what was approved, under a licence, with files that may be shown."""
    if hash_of(version) != version.content_hash:
        raise TransitionRefused(_("The text differs from what was approved. It cannot be shown."))
    if not version.content.get("licence"):
        raise TransitionRefused(_("Choose a licence first."))
    refuse_film_without_words(resource.kind, resource.sharing, version)
    for gap in files.gaps(version):
        raise TransitionRefused(gap.words)


def refuse_film_without_words(kind, sharing, version):
    """A recording without a transcript is for members at most."""
    if kind == Resource.Kind.WEBINAR and sharing == Sharing.CLEAR and empty(version.content.get("transcript")):
        raise TransitionRefused(_("A recording is shown to everybody only with its transcript."))
