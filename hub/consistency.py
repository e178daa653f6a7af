"""Do the shown items still say what was approved, and do the lists still say what the items do? Asked every night."""

import copy

from .content import copy_columns, hash_of, terms_of
from .models import Mismatch, Resource

COLUMNS = ("title", "summary", "language", "licence", "evidence", "year")


def look_again():
    """Compare every item that has a current version, keep what differs for the staff, and forget what was mended.

    Returns {resource: names of what differs}.
    """
    rows = Resource.objects.filter(current_version__isnull=False).select_related("current_version")
    found = {}
    for resource in rows.prefetch_related("resource_terms__term").order_by("pk").iterator(chunk_size=200):
        if differing := [*differing_text(resource), *differing_columns(resource)]:
            found[resource] = differing
    Mismatch.objects.exclude(resource__in=list(found)).delete()
    for resource, what in found.items():
        Mismatch.objects.update_or_create(resource=resource, defaults={"what": what})
    return found


def differing_text(resource):
    """Whether the text that is shown is the one that was approved."""
    return [] if hash_of(resource.current_version) == resource.current_version.content_hash else ["content_hash"]


def differing_columns(resource):
    """The names of the copied columns that differ from the text of the current version."""
    wanted = copy.copy(resource)
    copy_columns(wanted, resource.current_version)
    names = [name for name in COLUMNS if getattr(wanted, name) != getattr(resource, name)]
    copied = {(each.term.list, each.term.code) for each in resource.resource_terms.all()}
    return [*names, *(["terms"] if copied != set(terms_of(resource, resource.current_version.content)) else [])]
