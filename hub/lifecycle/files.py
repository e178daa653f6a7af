"""Files and pictures of a draft: added, described, put in order, removed. What was released stays as it was.

Each act belongs to the draft: it asks who writes it, and locks the resource first, so that two people count together.
"""

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from scn_portal.audit.models import kind_of
from scn_portal.files.models import StoredFile
from scn_portal.files.storage import keep
from scn_portal.files.tables import personal_columns
from scn_portal.lifecycle import TransitionRefused

from ..models import ResourceFile, Version
from .locks import lock_resource
from .versions import versions

DRAFT = Version.Status.DRAFT
WORDS = frozenset({"title", "language", "licence", "author", "alt", "sharing", "personal_confirmed"})
GONE_ON = ("title", "language", "licence", "author", "alt", "sharing", "position")  # to what replaces a file


def take_in(version, upload, *, by, replaces=None, **words):
    """Keep a CheckedUpload and add it to the draft, or do neither. Returns its row."""
    with transaction.atomic():
        file = keep(upload, owner=version.resource, by=by)
        columns = personal_columns(upload)
        add_file(version, by=by, file=file, replaces=replaces, personal_columns=columns, **words)
    return rows_of(version).get(file=file)


def rows_of(version):
    return ResourceFile.objects.of_version(version).select_related("file")


@versions.transition(DRAFT, locks=lock_resource)
def add_file(version, *, by, file, replaces=None, personal_columns=(), **words):
    """Somebody who writes the draft adds a file or a picture, or puts it in the place of another."""
    rows = rows_of(version)
    if replaces is None and rows.count() >= ResourceFile.MOST:
        raise TransitionRefused(_("An item has at most 20 files. Remove one before you add another."))
    if rows.filter(sha256=file.sha256).exists():
        raise TransitionRefused(_("This very file is in the list already."))
    row = ResourceFile(resource_id=version.resource_id, file=file, sha256=file.sha256, position=_last(rows) + 1)
    if replaces is not None:
        for name in GONE_ON:
            setattr(row, name, getattr(replaces, name))
        row.replaces = replaces
        _take_out(version, replaces)
    row.added_in, row.personal_columns = version, list(personal_columns)
    row.is_picture = file.content_type.startswith("image/")
    _describe(row, words)
    _forget_discarded(version, file.sha256)
    row.save()
    owner = {"owner_kind": kind_of(row), "owner_key": str(row.pk)}
    StoredFile.objects.filter(Q(pk=file.pk) | Q(derived_from=file)).update(**owner)
    _mark(version)


@versions.transition(DRAFT, locks=lock_resource)
def describe_file(version, *, by, row, **words):
    """Somebody who writes the draft says what a file is. A stricter level counts at once, for the shown version too."""
    row = rows_of(version).get(pk=row.pk)
    if row.added_in_id == version.pk:
        _describe(row, words)
        row.save()
        return
    shown, stricter = row, words.get("sharing")
    _take_out(version, shown)
    if stricter is not None and stricter > (shown.sharing or 0):
        ResourceFile.objects.filter(pk=shown.pk).update(sharing=stricter)
    _forget_discarded(version, shown.sha256)
    row = ResourceFile.objects.get(pk=shown.pk)
    row.pk, row._state.adding, row.added_in, row.removed_in, row.replaces = None, True, version, None, shown
    _describe(row, words)
    row.save()


@versions.transition(DRAFT, locks=lock_resource)
def move_file(version, *, by, row, earlier=True):
    """Somebody who writes the draft puts a file before, or behind, its neighbour."""
    rows = list(rows_of(version))
    at = [each.pk for each in rows].index(row.pk)
    to = min(max(at + (-1 if earlier else 1), 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    for position, each in enumerate(rows):
        each.position = position
    ResourceFile.objects.bulk_update(rows, ["position"])


@versions.transition(DRAFT, locks=lock_resource)
def remove_file(version, *, by, row):
    """Somebody who writes the draft takes a file out of it. What is shown keeps it until this draft is published."""
    _take_out(version, rows_of(version).get(pk=row.pk))
    _mark(version)


def _describe(row, words):
    if set(words) - WORDS:
        raise TypeError(f"a file takes no {set(words) - WORDS}")
    for name, value in words.items():
        setattr(row, name, value)


def _take_out(version, row):
    ResourceFile.objects.filter(pk=row.pk).update(removed_in=version)


def _last(rows):
    return max((row.position for row in rows), default=-1)


def _forget_discarded(version, sha256):
    """The same bytes in a draft that was thrown away do not stand in the way."""
    same = ResourceFile.objects.filter(resource=version.resource_id, sha256=sha256, removed_in=None)
    same.filter(added_in__status="discarded").update(removed_in=F("added_in"))


def _mark(version):
    """The moderator looks into tables whose columns are named like people's data."""
    version.holds_personal_columns = rows_of(version).exclude(personal_columns=[]).exists()
