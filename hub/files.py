"""Files and pictures of a resource: which belong to a version, what they still lack, and who reads them."""

from django.db.models import Q
from django.utils.translation import gettext as _

from scn_portal.audit.models import record
from scn_portal.files.readers import register_readers
from scn_portal.sharing import Sharing

from .models import Resource, ResourceFile
from .openings import OPENED
from .querysets import PAST_RELEASE
from .readers import EVERYBODY, reader_of
from .schema import Gap

ONCE_SHOWN = ("current", "superseded")
SENT_TO_STAFF = (*PAST_RELEASE, "changes_asked", "declined", *ONCE_SHOWN)


def level_of(row, resource):
    """The level of a file: the stricter of its own and the record's."""
    return Sharing(max(getattr(resource, "level", resource.sharing), row.sharing or 0))


def files_for(user, resource, version=None):
    """The files of a version (the current one unless named) that `user` may read, in their order, pictures too.

    Each has `older`: the files that stood in its place before. Those of a dataset stay reachable.
    """
    version = version or resource.current_version
    if version is None:
        return []
    clearance = reader_of(user).clearance(resource)
    rows = [
        each for each in ResourceFile.objects.of_version(version).for_lists() if level_of(each, resource) <= clearance
    ]
    past = _once_shown(resource) if resource.kind == Resource.Kind.DATASET and rows else {}
    for row in rows:
        row.older = [each for each in _before(row, past) if level_of(each, resource) <= clearance]
    return rows


def public_pictures():
    """The pictures that everybody may see now, each with its item: whose they are stands under Credits."""
    public = Resource.objects.visible_for(EVERYBODY).filter(level=Sharing.CLEAR)
    free = Q(sharing=None) | Q(sharing=Sharing.CLEAR)
    rows = ResourceFile.objects.shown().filter(free, is_picture=True, resource__in=public.values("pk"))
    return rows.select_related("file", "resource").order_by("resource__title", "position", "pk")


def _once_shown(resource):
    rows = ResourceFile.objects.filter(resource=resource).select_related("file", "added_in")
    return {each.pk: each for each in rows}


def _before(row, past):
    """The files that this one replaced and that were once shown, newest first, each once."""
    found, seen = [], {row.file_id}
    while (row := past.get(row.replaces_id)) is not None:
        if row.file_id not in seen and row.added_in.status in ONCE_SHOWN:
            found.append(row)
        seen.add(row.file_id)
    return found


def lacks(row):
    """What a file needs before its version may be released or published: words for each thing that is missing."""
    missing = []
    if not row.title:
        missing.append(_("a title"))
    if not row.language and not row.is_picture:
        missing.append(_("its language"))
    if not row.licence:
        missing.append(_("a licence"))
    if row.is_picture and not row.alt:
        missing.append(_("what the picture shows"))
    if row.is_picture and not row.author:
        missing.append(_("who made it"))
    if row.personal_columns and not row.personal_confirmed:
        missing.append(_("your word that it holds no data about single people"))
    return missing


def gaps(version):
    """What the files of a version still lack, for the check page and for those who release and publish."""
    rows = ResourceFile.objects.of_version(version).select_related("file")
    return [
        Gap("files", row.file.code, str(row), _("“%(file)s” lacks %(what)s.") % {"file": row, "what": what})
        for row in rows
        for what in lacks(row)
    ]


def with_personal_columns(version):
    """The tables of a version that a moderator should look into: a column is named like a person's data."""
    return ResourceFile.objects.of_version(version).exclude(personal_columns=[]).select_related("file")


def may_read(principal, row):
    """Whether somebody may open the bytes behind `row`, now: the item first, then the level, then the version."""
    resource = Resource.objects.visible_to(principal).filter(pk=row.resource_id).first()
    if resource is None:
        return False
    reader = reader_of(principal)
    same = ResourceFile.objects.filter(file=row.file_id, resource=resource).select_related("added_in", "removed_in")
    return any(_is_open(each, resource, reader) for each in same)


def _is_open(row, resource, reader):
    was_kept = row.removed_in_id != row.added_in_id  # else it was taken out again before anybody else saw it
    if not was_kept or level_of(row, resource) > reader.clearance(resource):
        return False
    if resource.is_shown and _was_shown(row, resource):
        return True
    if resource.status == Resource.Status.TAKEN_DOWN:
        return reader.is_staff
    if reader.cities & set(resource.owner_cities()):
        return True
    return reader.is_staff and (resource.origin != "member" or row.added_in.status in SENT_TO_STAFF)


def _was_shown(row, resource):
    """It belongs to the shown version; of a dataset, to any that was shown."""
    if ResourceFile.objects.of_version(resource.current_version).filter(pk=row.pk).exists():
        return True
    return resource.kind == Resource.Kind.DATASET and row.added_in.status in ONCE_SHOWN


def note_opening(person, row, file):
    """Staff may open a document that is for named cities; its city sees on the item's page that they did."""
    reader, resource = reader_of(person), Resource.objects.with_level().get(pk=row.resource_id)
    owns = bool(reader.cities & set(resource.owner_cities()))
    if reader.is_staff and not owns and not row.is_picture and level_of(row, resource) == Sharing.AMBER:
        record(OPENED, subject=resource, actor=person)


register_readers(ResourceFile, may_read, note_opening)
