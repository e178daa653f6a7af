"""Error pages: what happened, whether what was typed is kept, whom to ask.

They read no database and know neither the reader nor the address, so that a hidden object and a wrong address
cannot be told apart, and so that they still answer when everything else is down.
"""

import logging
import sys
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import slots
from .context import resolved

logger = logging.getLogger(__name__)


class NotAllowed(PermissionDenied):
    """A refusal with a reason that is safe to show, and who could do it."""

    def __init__(self, reason, who_can=""):
        super().__init__(reason)
        self.reason, self.who_can = reason, who_can


class Conflict(Exception):  # noqa: N818 -- an answer to the reader, not a failure
    """Something else was saved in the meantime."""


# status: (heading, what happened, what to do)
WORDS = {
    400: (
        gettext_lazy("This request cannot be read"),
        gettext_lazy("Your browser sent something that the portal does not understand. Nothing was changed."),
        gettext_lazy("Go back, reload the page and try again."),
    ),
    403: (
        gettext_lazy("You may not do this"),
        gettext_lazy("You are signed in, but this step is for other people. Nothing was changed."),
        gettext_lazy("If you think that you should have this right, ask the lead contact of your city."),
    ),
    404: (
        gettext_lazy("This page is not here"),
        gettext_lazy("It may have moved, the address may have a typing error, or it is not open to you."),
        gettext_lazy("If you are a member, sign in first. Or start from one of these pages."),
    ),
    405: (
        gettext_lazy("This address does not work that way"),
        gettext_lazy("The page exists, but it cannot be asked for in this manner. Nothing was changed."),
        gettext_lazy("Open the page that led you here, and use its buttons."),
    ),
    409: (
        gettext_lazy("Something has changed"),
        gettext_lazy("This was changed in the meantime, so your step was not carried out."),
        gettext_lazy("Open the page again to see how things stand now."),
    ),
    413: (
        gettext_lazy("This is too large"),
        gettext_lazy("What you sent is larger than the portal accepts. Nothing was stored."),
        gettext_lazy("Go back and send a smaller file or a shorter text. One file may have 20 MB."),
    ),
    422: (
        gettext_lazy("Something in the form does not fit"),
        gettext_lazy("The form was not accepted. Nothing was changed."),
        gettext_lazy("Go back: what you typed is still in the form."),
    ),
    429: (
        gettext_lazy("Too many tries"),
        gettext_lazy("This was tried very often in a short time. To protect accounts, the portal pauses it."),
        gettext_lazy("Wait a few minutes, then try again. After failed sign-ins it can take a quarter of an hour."),
    ),
    500: (
        gettext_lazy("The portal made a mistake"),
        gettext_lazy("This is our fault. What you sent was not carried out; drafts that were saved are still there."),
        gettext_lazy("Try again in a few minutes. If it happens again, write to us and say what you did."),
    ),
    503: (
        gettext_lazy("The portal is resting for a moment"),
        gettext_lazy("A part of the portal does not answer just now. Drafts that were saved are still there."),
        gettext_lazy("Wait a minute, then load the page again. What you typed is still in your browser's form."),
    ),
}


def page(request, status, detail="", advice=""):
    """The error page of this status, in the reader's language."""
    language = getattr(request, "LANGUAGE_CODE", None) or translation.get_language_from_request(request)
    with translation.override(language):
        response = HttpResponse(_render(status, detail, advice), status=status)
    response["Content-Language"] = language
    if status in (429, 503):
        response["Retry-After"] = "60"
    return response


def _render(status, detail, advice):
    heading, happened, what_to_do = WORDS[status]
    values = {
        "status": status,
        "heading": heading,
        "happened": detail or happened,
        "advice": advice or what_to_do,
        "language": translation.get_language(),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "host_name": settings.HOST_NAME,
    }
    try:
        values["main_menu"] = resolved(slots.menu, "")
        values["footer_menu"] = resolved(slots.footer, "")
        return render_to_string("error.html", values)
    except Exception:
        logger.exception("the error page failed")
        return f"<!doctype html><title>{status}</title><h1>{HTTPStatus(status).phrase}</h1>"


def bad_request(request, exception=None):
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request, exception=None):
    return page(request, 403, getattr(exception, "reason", ""), getattr(exception, "who_can", ""))


def not_found(request, exception=None):
    return page(request, 404)


def too_often(request, exception=None):
    return page(request, 429)


def server_error(request):
    is_store_down = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    return page(request, 503 if is_store_down else 500)


def csrf_failure(request, reason=""):
    """The form's hidden token did not fit: the page was open for long, or cookies are off."""
    return page(
        request,
        403,
        _("The page was open for too long, or your browser does not accept cookies. Nothing was changed."),
        _("Go back, reload the page and send the form again. What you typed may still be there: copy it first."),
    )
