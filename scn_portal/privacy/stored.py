"""The file of an own copy: kept like an upload under an opaque name, and served by no page but its own."""

import hashlib
from pathlib import Path

from django.db import transaction

from scn_portal.audit.models import kind_of
from scn_portal.files import storage
from scn_portal.files.models import StoredFile, opaque_path


def keep(path, *, name, owner):
    """Put the finished ZIP at `path` in its place and return its row. Call it inside a transaction."""
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    facts = {"owner_kind": kind_of(owner), "owner_key": str(owner.pk), "content_type": "application/zip"}
    row = StoredFile(name=name, size=path.stat().st_size, sha256=digest, **facts)
    row.content.name = opaque_path(row, name)
    row.save(force_insert=True)
    storage.put_in_place(path, Path(row.content.path))
    return row


def remove(copy):
    """Remove a copy with its file; the bytes go once the rows are gone for good."""
    remove_file(copy.file)
    copy.delete()


def remove_file(file):
    """Remove a stored file with its smaller widths, and their bytes after the commit."""
    if file is None:
        return
    paths = [Path(each.content.path) for each in (file, *file.smaller.all())]
    file.delete()
    transaction.on_commit(lambda: [path.unlink(missing_ok=True) for path in paths])
