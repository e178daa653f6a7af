"""Who may read a file: the app that owns the row it belongs to says so, by registration."""

import logging

from django.apps import apps

from scn_portal.accounts import links

logger = logging.getLogger(__name__)
_readers, _notes = {}, {}


def register_readers(model, may_read, note_opening=None):
    """Say who reads the files of `model`: `may_read(principal, row)`, asked again at each request.

    `note_opening(principal, row, file)` is called when a file is served, for openings that leave a trace.
    """
    _readers[model._meta.label_lower] = may_read
    if note_opening is not None:
        _notes[model._meta.label_lower] = note_opening


def note_opening(request, file):
    """Let the app that owns the row write down that this person opens the file."""
    if note := _notes.get(file.owner_kind):
        note(request.user, _owner_of(file), file)


def _owner_of(file):
    return apps.get_model(file.owner_kind)._base_manager.filter(pk=file.owner_key).first()


def may_read(request, file):
    """Whether the person, or the holder of a signed link, behind this request may read the file."""
    rule = _readers.get(file.owner_kind)
    owner = rule and _owner_of(file)
    if owner is None:
        return False
    by_link = links.holder(request, f"{file.owner_kind}:{getattr(owner, 'code', '')}")
    try:
        return any(rule(principal, owner) for principal in (request.user, by_link) if principal is not None)
    except Exception:
        logger.exception("a reader could not be decided", extra={"rule": file.owner_kind})
        return False
