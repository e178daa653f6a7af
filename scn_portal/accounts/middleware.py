"""What happens at each request of a signed-in person: the login's end, the person's language, the second factor."""

import time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

from . import second_factor

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
STAFF_ENDS = (30 * MINUTE, 8 * HOUR)  # idle, absolute
MEMBER_ENDS = (12 * HOUR, 14 * DAY)


class LoginEnds:
    """Ends a login that was idle for too long or is too old. The instant of use is written at most 30 times a span."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            self.check(request)
        return self.get_response(request)

    def check(self, request):
        now, session = time.time(), request.session
        idle, absolute = STAFF_ENDS if request.user.is_staff else MEMBER_ENDS
        seen = session.get("seen_at", 0)
        if now - seen > idle or now - session.get("started_at", 0) > absolute:
            logout(request)
        elif now - seen > idle / 30:
            session["seen_at"] = now


class PersonLanguageMiddleware:
    """A cookie set by POST wins, else what the person chose, else what the browser asks for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            response = self.get_response(request)
        else:
            self.use_language_of(request)
            with timezone.override(zone_of(request.user)):
                response = self.get_response(request)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response

    def use_language_of(self, request):
        chosen = request.user.language
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and translation.check_for_language(chosen):
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()


def zone_of(user):
    try:
        return ZoneInfo(user.zone)
    except (ValueError, KeyError, OSError):  # a zone that this machine does not know
        return ZoneInfo("UTC")


class SecondFactorGate:
    """Lets nobody on who must use a second factor and has not, in the present login.

    Open meanwhile: leaving, proving it, the language, and, while the person has no factor yet, setting one up.
    """

    ALWAYS_OPEN = {
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "accounts:second_factor",
        "ui:language",
        "ui:csp_report",
        "jobs:healthz",
        "jobs:readyz",
    }
    OPEN_FOR_SET_UP = {"mfa_activate_totp", "mfa_add_webauthn"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name
        if not request.user.is_authenticated or name in self.ALWAYS_OPEN:
            return None
        if not second_factor.must_use(request.user) or second_factor.was_used(request):
            return None
        if name in self.OPEN_FOR_SET_UP and not second_factor.types_of(request.user):
            return None
        back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return HttpResponseRedirect(f"{reverse('accounts:second_factor')}?{back}".rstrip("?"))
