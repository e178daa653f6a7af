"""Keeping a checked file: temporary file, fsync, row, rename. A crash leaves at worst a file without a row."""

import hashlib
import os
import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from scn_portal.audit.models import kind_of

from .models import StoredFile, opaque_path
from .refusals import Refused

INCOMING = "incoming"
FILES_A_DAY = 100
BYTES_A_DAY = 200 * 1024 * 1024


def keep(upload, *, owner, by):
    """Store a CheckedUpload for the row `owner` and return its StoredFile. `by` is a person or the holder of a link.

    The smaller widths of a picture are rows of their own for the same owner, reached by `file.smaller`.
    """
    person = by if by.audit_kind == "person" else None
    facts = {"name": upload.name, "owner_kind": kind_of(owner), "owner_key": str(owner.pk), "uploaded_by": person}
    width, height = upload.measures
    row = StoredFile(**facts, content_type=upload.content_type, sha256=upload.sha256, width=width, height=height)
    rows = [(row, upload.data)]
    for each in upload.smaller:
        drawn = StoredFile(**facts, content_type=each.content_type, width=each.width, height=each.height)
        drawn.derived_from, drawn.sha256 = row, hashlib.sha256(each.data).hexdigest()
        rows.append((drawn, each.data))
    _store(rows, lambda: _refuse_over_quota(person, owner, upload))
    return row


def _store(rows, ask):
    """Write the bytes aside, then in one transaction ask for leave, save the rows and put the bytes in place."""
    waiting = [(row, data, _written(data)) for row, data in rows]
    try:
        with transaction.atomic():
            ask()
            for row, data, temporary in waiting:
                row.size, row.content.name = len(data), opaque_path(row, row.name)
                row.derived_from = row.derived_from  # its key is known once the row it comes from is saved
                row.save(force_insert=True)
                put_in_place(temporary, Path(row.content.path))
    finally:
        for _row, _data, temporary in waiting:
            temporary.unlink(missing_ok=True)


def _written(data):
    folder = Path(settings.MEDIA_ROOT) / INCOMING
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def put_in_place(temporary, target):
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refuse_over_quota(person, owner, upload):
    """Count what this person, or the link to this row, sent since yesterday; their row is locked while we count."""
    sender = person or owner
    sender._meta.model._base_manager.select_for_update(of=("self",), no_key=True).get(pk=sender.pk)
    mine = {"uploaded_by": person} if person else {"owner_kind": kind_of(owner), "owner_key": str(owner.pk)}
    since = timezone.now() - timedelta(days=1)
    recent = StoredFile.objects.filter(uploaded_at__gt=since, derived_from=None, **mine)
    sent = recent.aggregate(files=Count("pk"), bytes=Sum("size", default=0))
    if sent["files"] >= FILES_A_DAY or sent["bytes"] + upload.size > BYTES_A_DAY:
        refused = Refused("too_many")
        refused.found = upload.facts
        raise refused
