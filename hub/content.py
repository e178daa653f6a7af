"""What a person reads of a resource. `content_for` is the one answer; nothing else looks into a version."""

import hashlib
import json
import re
from dataclasses import dataclass, field, replace

from cities.models import Term

from .models import ResourceTerm
from .readers import reader_of
from .schema import empty, fields_of

COPIED_TERMS = {  # field: place
    "theme_main": ResourceTerm.Place.MAIN,
    "theme_other": ResourceTerm.Place.OTHER,
    "motivation_scope": ResourceTerm.Place.MAIN,
    "prevention_level": ResourceTerm.Place.MAIN,
    "practice_type": ResourceTerm.Place.MAIN,
    "audience": ResourceTerm.Place.MAIN,
}
YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
YEARS = ("started", "period_from", "coverage_from", "held_on", "published_in")


@dataclass(frozen=True)
class Readable:
    """The fields of one version that one reader may read, {name: value}; others are absent, not empty."""

    resource: object
    version: object
    clearance: int
    values: dict = field(default_factory=dict)

    def __getitem__(self, name):
        return self.values.get(name)

    def __contains__(self, name):
        return not empty(self.values.get(name))


def level_of(resource_level, version, name):
    """The level of a field: the stricter of the field's and the record's."""
    return max(resource_level, version.stricter.get(name, 0))


def readable_at(resource, version, clearance):
    """What somebody with this clearance reads. A field never reads looser than its record."""
    record = getattr(resource, "level", resource.sharing)
    known = fields_of(resource.kind)
    values = {
        name: value
        for name, value in version.content.items()
        if name in known and not empty(value) and level_of(record, version, name) <= clearance
    }
    return Readable(resource, version, clearance, values)


def content_for(user, resource, version=None):
    """What `user` reads of a resource that `visible_to` has let through: its current version, or the one named.

    People of an owner city read their own drafts whole. What is stricter today is as strict in older versions.
    """
    clearance, current = reader_of(user).clearance(resource), resource.current_version
    read = readable_at(resource, version or current, clearance)
    if version is None or current is None or version.number >= current.number:
        return read
    return replace(read, values={name: value for name, value in read.values.items() if _is_open(current, name, read)})


def _is_open(current, name, read):
    return current.stricter.get(name, 0) <= read.clearance


def clearances_that_differ(resource, version):
    """The levels at which a reader meets more than at the level below, the record's own first."""
    return sorted({resource.sharing, *(level_of(resource.sharing, version, name) for name in version.content)})


def hash_of(version):
    """The fingerprint of what a version says and to whom; approving and publishing compare it."""
    whole = json.dumps([version.content, version.stricter], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def copy_columns(resource, version):
    """Copy what lists filter and sort by from `version` to the resource and its terms. The caller saves the row.

    A draft may hold what does not fit: too long a line, words where a year is asked for.
    """
    content = version.content
    resource.title = content.get("title", "")[:200]
    resource.summary = content.get("summary", "")[:600]
    resource.language = content.get("language", "")[:12] or resource.language
    resource.licence = content.get("licence", "")[:40]
    resource.evidence = content.get("evidence_level", "")[:24]
    begins = (YEAR.match(content.get(name, "")) for name in YEARS)
    resource.year = next((int(found.group()) for found in begins if found), None)


def copy_terms(resource, version):
    """Write the terms of `version` as those of the resource."""
    wanted = terms_of(resource, version.content)
    terms = {(each.list, each.code): each for each in Term.objects.filter(list__in={name for name, _code in wanted})}
    resource.resource_terms.all().delete()
    ResourceTerm.objects.bulk_create(
        ResourceTerm(resource=resource, term=terms[key], place=place) for key, place in wanted.items() if key in terms
    )


def terms_of(resource, content):
    """{(list, code): place}, a main place before another."""
    known, wanted = fields_of(resource.kind), {}
    for name, place in COPIED_TERMS.items():
        if name in known and not empty(content.get(name)):
            value = content[name]
            for code in [value] if isinstance(value, str) else value:
                wanted.setdefault((known[name].terms, code), place)
    return wanted
