"""What every page shows around its own matter."""

import json
import time

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi

from . import slots

HTMX = json.dumps(
    {
        "allowEval": False,
        "allowScriptTags": False,
        "includeIndicatorStyles": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True},
            {"code": "[45]..", "swap": True, "error": True, "target": "#main", "select": "#main > *"},
        ],
    }
)


def resolved(entries, path):
    """The entries of a menu whose address exists, with the one that holds `path` marked."""
    links = []
    for entry in entries:
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        links.append(
            {"label": entry.label, "url": url, "is_here": path == url or (url != "/" and path.startswith(url))}
        )
    return links


def unread(user):
    """How many items wait unread in the inbox, counted to 99."""
    from scn_portal.notifications.models import InboxItem

    return InboxItem.objects.filter(person=user, read_at=None)[:99].count() if user.is_authenticated else 0


def login_end(request):
    """In how many seconds this login ends if nothing happens, and how long it may stay idle."""
    from scn_portal.accounts.middleware import MEMBER_ENDS, STAFF_ENDS

    idle, absolute = STAFF_ENDS if request.user.is_staff else MEMBER_ENDS
    seen, started = request.session.get("seen_at", 0), request.session.get("started_at", 0)
    return {"login_ends_in": max(0, int(min(seen + idle, started + absolute) - time.time())), "login_idle": idle}


def portal(request):
    user = getattr(request, "user", None)
    language = get_language()
    return (login_end(request) if user and user.is_authenticated else {}) | {
        "keeps_mail": settings.KEEP_MAIL,
        "languages": settings.LANGUAGES,
        "language": language,
        "language_name": dict(settings.LANGUAGES).get(language, language),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "main_menu": resolved(slots.menu, request.path),
        "person_menu": resolved(slots.person_menu, request.path),
        "footer_menu": resolved(slots.footer, request.path),
        "main_action": next(iter(resolved(slots.main_action, request.path)), None),
        "unread": SimpleLazyObject(lambda: unread(user)),
        "htmx_config": HTMX,
        "host_name": settings.HOST_NAME,
    }
