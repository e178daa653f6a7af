"""Who may read a file: the app that owns the row it belongs to says so, by registration."""

import logging

from django.apps import apps

from scn_portal.accounts import links

logger = logging.getLogger(__name__)
_readers = {}


def register_readers(model, may_read):
    """Say who reads the files of `model`: `may_read(principal, row)`, asked again at each request."""
    _readers[model._meta.label_lower] = may_read


def may_read(request, file):
    """Whether the person, or the holder of a signed link, behind this request may read the file."""
    rule = _readers.get(file.owner_kind)
    owner = rule and apps.get_model(file.owner_kind)._base_manager.filter(pk=file.owner_key).first()
    if owner is None:
        return False
    by_link = links.holder(request, f"{file.owner_kind}:{getattr(owner, 'code', '')}")
    try:
        return any(rule(principal, owner) for principal in (request.user, by_link) if principal is not None)
    except Exception:
        logger.exception("a reader could not be decided", extra={"rule": file.owner_kind})
        return False
