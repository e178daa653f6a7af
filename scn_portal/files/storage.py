"""Keeping a checked file: temporary file, fsync, row, rename. A crash leaves at worst a file without a row."""

import os
import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.audit.models import kind_of

from .models import StoredFile, opaque_path

FILES_A_DAY = 100
BYTES_A_DAY = 200 * 1024 * 1024


def keep(upload, *, owner, by):
    """Store a CheckedUpload for the row `owner` and return its StoredFile. `by` is a person or the holder of a link."""
    person = by if by.audit_kind == "person" else None
    row = StoredFile(
        name=upload.name,
        size=upload.size,
        sha256=upload.sha256,
        content_type=upload.content_type,
        owner_kind=kind_of(owner),
        owner_key=str(owner.pk),
        uploaded_by=person,
    )
    row.content.name = opaque_path(row, upload.name)
    temporary = _written(upload.data)
    try:
        with transaction.atomic():
            _refuse_over_quota(person, owner, upload.size)
            row.save(force_insert=True)
            _put_in_place(temporary, Path(row.content.path))
    finally:
        temporary.unlink(missing_ok=True)
    return row


def _written(data):
    folder = Path(settings.MEDIA_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _put_in_place(temporary, target):
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refuse_over_quota(person, owner, size):
    """Count what this person, or the link to this row, sent since yesterday; their row is locked while we count."""
    sender = person or owner
    type(sender)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=sender.pk)
    mine = {"uploaded_by": person} if person else {"owner_kind": kind_of(owner), "owner_key": str(owner.pk)}
    recent = StoredFile.objects.filter(uploaded_at__gt=timezone.now() - timedelta(days=1), **mine)
    sent = recent.aggregate(files=Count("pk"), bytes=Sum("size", default=0))
    if sent["files"] >= FILES_A_DAY or sent["bytes"] + size > BYTES_A_DAY:
        raise ValidationError(_("That is more than 100 files or 200 MB in a day. Please go on tomorrow."))
