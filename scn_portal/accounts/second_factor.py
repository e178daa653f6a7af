"""Who must use a second factor, and whether the present login did."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.module_loading import import_string

STRONG = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def must_use(user):
    """Whether a rule named in SECOND_FACTOR_REQUIRED_FOR asks it of this person. A rule that fails asks it."""
    return any(_asks(import_string(name), user) for name in settings.SECOND_FACTOR_REQUIRED_FOR)


def _asks(rule, user):
    try:
        return bool(rule(user))
    except Exception:
        return True


def types_of(user):
    """The kinds of second factor that the person has set up, without recovery codes."""
    return set(Authenticator.objects.filter(user=user, type__in=STRONG).values_list("type", flat=True))


def was_used(request):
    """Whether the present login used a factor that the person still has; e-mail codes and passwords do not count."""
    used = {each.get("id") for each in get_authentication_records(request, request.user) if each["method"] == "mfa"}
    if not used:
        return False
    if not hasattr(request, "_factors"):
        request._factors = set(Authenticator.objects.filter(user=request.user).values_list("pk", flat=True))
    return bool(used & request._factors)
