"""What must hold before an item shows, and what happens when it does or no longer does."""

import re
from itertools import chain, count

from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from scn_portal.lifecycle import TransitionRefused
from scn_portal.sharing import Sharing

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


def free_slug(title):
    """A readable address that no other item has: the title in its own script, with a number where it is taken."""
    lock_name(SLUGS)
    base = slugify(title, allow_unicode=True)[:LONGEST].strip("-_") or "item"
    candidates = chain([base], (f"{base}-{number}" for number in count(2)))
    taken = set(Resource.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    return next(each for each in candidates if each not in taken and not CODE.fullmatch(each))


def files_of(version):
    """The files and pictures that belong to this version: added up to it, not removed up to it, nor by a draft that
    was thrown away."""
    rows = version.resource.resource_files.exclude(added_in__status="discarded")
    stays = Q(removed_in=None) | Q(removed_in__number__gt=version.number) | Q(removed_in__status="discarded")
    return rows.filter(stays, added_in__number__lte=version.number)


def refuse_unless_fit(resource, version):
    """What is shown is what was approved, under a licence, with files that may be shown."""
    if hash_of(version) != version.content_hash:
        raise TransitionRefused(_("The text differs from what was approved. It cannot be shown."))
    if not version.content.get("licence"):
        raise TransitionRefused(_("Choose a licence first."))
    refuse_film_without_words(resource.kind, resource.sharing, version)
    for each in files_of(version).order_by("position", "pk"):
        if lacking := what_lacks(each):
            raise TransitionRefused(
                _("The file “%(file)s” still needs: %(what)s.") % {"file": each.title or each.file, "what": lacking}
            )


def what_lacks(file):
    """What a file or picture still needs before it may be shown, in words; empty where it needs nothing."""
    if file.is_picture:
        needed = ((file.alt, _("what the picture shows")), (file.author, _("who made it")))
    else:
        needed = ((file.title, _("a title")), (file.language, _("its language")))
    return ", ".join(words for value, words in (*needed, (file.licence, _("a licence"))) if not value)


def refuse_film_without_words(kind, sharing, version):
    """A recording without a transcript is for members at most."""
    if kind == Resource.Kind.WEBINAR and sharing == Sharing.CLEAR and empty(version.content.get("transcript")):
        raise TransitionRefused(_("A recording is shown to everybody only with its transcript."))
