"""What holds for every request and every answer, before and after any view."""

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.forms import BaseForm
from django.utils.cache import patch_vary_headers

from scn_portal.lifecycle import TransitionRefused

from . import errors

METHODS = {"GET", "HEAD", "OPTIONS", "POST"}
NOTHING_GRANTED = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media"),
    *("fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone"),
    *("midi", "payment", "picture-in-picture", "publickey-credentials-create", "publickey-credentials-get"),
    *("screen-wake-lock", "serial", "storage-access", "usb", "xr-spatial-tracking"),
)
# Pages that need one thing ask for that one.
GRANTED = {
    "account_login": {"publickey-credentials-get"},
    "mfa_authenticate": {"publickey-credentials-get"},
    "mfa_login_webauthn": {"publickey-credentials-get"},
    "mfa_reauthenticate": {"publickey-credentials-get"},
    "mfa_reauthenticate_webauthn": {"publickey-credentials-get"},
    "mfa_add_webauthn": {"publickey-credentials-create"},
    "mfa_signup_webauthn": {"publickey-credentials-create"},
}
PERSONAL = ("/me/", "/accounts/", "/admin/")


class RequestGuardMiddleware:
    """A NUL in the address is answered 400, an unknown method 405, before any view runs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            response = errors.page(request, 405)
            response["Allow"] = ", ".join(sorted(METHODS))
            return response
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "\x00" in query or "%00" in query:
            return errors.page(request, 400)
        return self.get_response(request)


class HeadersMiddleware:
    """Headers of every page; refused forms and refused steps get their status and their page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            response.content = errors.page(request, 405).content
        kind = response.get("Content-Type", "")
        if kind.startswith("text/") and "charset" not in kind:
            response["Content-Type"] = f"{kind}; charset=utf-8"
        response["Permissions-Policy"] = permissions_policy(request, asked=response.get("Permissions-Policy", ""))
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie", "Accept-Language", "HX-Request"])
        if is_personal(request, response) and "no-store" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "no-store, private"
        if getattr(request, "has_signed_out", False):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, TransitionRefused | errors.Conflict):
            return errors.page(request, 409, str(exception))
        return None

    def process_template_response(self, request, response):
        """A page that shows a refused form is answered 422, also where the view is not ours."""
        if request.method == "POST" and response.status_code == 200:
            shown = (response.context_data or {}).values()
            if any(issubclass(type(form), BaseForm) and form.is_bound and form.errors for form in shown):
                response.status_code = 422
        return response


def permissions_policy(request, asked=""):
    """Grants nothing, but to the page that needs it: by the table above, or because its view asked for it."""
    match = getattr(request, "resolver_match", None)
    granted = set(GRANTED.get(match.view_name, ())) if match else set()
    granted |= {each.strip().removesuffix("=(self)") for each in asked.split(",") if "=(self)" in each}
    return ", ".join(f"{name}=({'self' if name in granted else ''})" for name in NOTHING_GRANTED)


def is_personal(request, response):
    name = settings.SESSION_COOKIE_NAME
    return name in request.COOKIES or name in response.cookies or request.path.startswith(PERSONAL)


@receiver(user_logged_out)
def remember_signing_out(request, **_):
    if request is not None:
        request.has_signed_out = True
