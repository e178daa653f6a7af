"""What a crash or a removal left behind: bytes without a row, rows without bytes, and what was never finished."""

import logging
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, Count, Exists, Min, OuterRef
from django.db.models.deletion import ProtectedError
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.jobs import system
from scn_portal.jobs.due import daily

from .models import RefusedUpload, StoredFile
from .storage import INCOMING

logger = logging.getLogger(__name__)
PATIENCE = timedelta(days=1)
REFUSALS_KEPT = timedelta(days=365)


@daily
def sweep_files():
    """Every night: nothing stays on the disk that no row knows, and a row without its bytes is shown to staff."""
    remove_unfinished()
    remove_without_owner()
    remove_without_row()
    mark_without_bytes()
    RefusedUpload.objects.filter(refused_at__lt=timezone.now() - REFUSALS_KEPT).delete()


def remove_unfinished():
    """Remove temporary files older than a day; return how many."""
    return _removed(each for each in _files_in(_media() / INCOMING) if _is_old(each))


def remove_without_row():
    """Remove stored bytes older than a day that no row names; return how many."""
    return sum(_removed(_unknown_in(folder)) for folder in sorted(_media().iterdir()) if folder.name != INCOMING)


def _unknown_in(folder):
    """The old files of one folder whose rows are gone; the rows are asked for once."""
    old = {f"{folder.name}/{each.name}": each for each in _files_in(folder) if _is_old(each)}
    known = set(StoredFile.objects.filter(content__in=list(old)).values_list("content", flat=True))
    return [path for name, path in old.items() if name not in known]


def remove_without_owner():
    """Remove rows older than a day whose owner is gone; their bytes follow in the same night. Return how many."""
    gone = 0
    old = StoredFile.objects.filter(uploaded_at__lt=timezone.now() - PATIENCE, derived_from=None)
    for kind in old.order_by().values_list("owner_kind", flat=True).distinct():
        for file in _without_owner(old.filter(owner_kind=kind), kind):
            try:
                file.delete()
                gone += 1
            except ProtectedError:
                logger.warning("a file without an owner is still in use", extra={"object": file.code})
    return gone


def _without_owner(files, kind):
    try:
        owners = apps.get_model(kind)._base_manager.annotate(key=Cast("pk", CharField()))
    except (LookupError, ValueError):
        return files.none()  # of a kind that this release does not know: nothing is guessed
    return files.filter(~Exists(owners.filter(key=OuterRef("owner_key"))))


def mark_without_bytes():
    """Mark rows whose bytes are gone, and take the mark from those that have them again; return how many are gone."""
    now, missing = timezone.now(), 0
    for file in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        is_there = Path(file.content.path).is_file()
        missing += not is_there
        if is_there == (file.missing_since is None):
            continue
        StoredFile.objects.filter(pk=file.pk).update(missing_since=None if is_there else now)
        if not is_there:
            logger.error("a stored file is missing", extra={"object": file.code})
    return missing


def _media():
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _files_in(folder):
    return [each for each in folder.iterdir() if each.is_file()] if folder.is_dir() else []


def _is_old(path):
    return path.stat().st_mtime < (timezone.now() - PATIENCE).timestamp()


def _removed(paths):
    count = 0
    for path in paths:
        path.unlink(missing_ok=True)
        logger.info("removed a file without a row", extra={"object": path.name})
        count += 1
    return count


def _missing():
    found = StoredFile.objects.exclude(missing_since=None).aggregate(number=Count("pk"), oldest=Min("missing_since"))
    return [(_("missing on the disk"), "bad", found["number"], found["oldest"])] if found["number"] else []


system.register(system.Source("files", _("Files"), _missing))
