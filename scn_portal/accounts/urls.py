"""allauth's pages under its own names, without sign-up and what nobody needs here."""

from allauth.account import urls as account_urls
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import include, path

ABSENT = {"account_signup", "account_inactive", "account_confirm_login_code", "account_email_verification_sent"}


@login_not_required
def absent(request):
    """allauth names these pages in its code, so the names stay and lead nowhere."""
    raise Http404


def ours(pattern):
    if pattern.name in ABSENT:
        return path(str(pattern.pattern), absent, name=pattern.name)
    return pattern


urlpatterns = [
    *[ours(each) for each in account_urls.urlpatterns],
    path("2fa/", include("allauth.mfa.urls")),
]
