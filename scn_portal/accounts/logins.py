"""The open logins of a person, and their end."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.codes import token_for

# The first that stands in the browser's own description wins: most of them also name those below.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    **{"Android": "Android", "iPhone": "iPhone", "iPad": "iPad"},
    **{"Windows": "Windows", "Mac OS X": "macOS", "CrOS": "ChromeOS", "Linux": "Linux"},
}


def in_words(user_agent):
    """The browser and the system as people call them; nothing is refused or allowed by it."""
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def open_logins(user):
    """The logins that still open something, newest first. Reads only."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    logins = list(UserSession.objects.filter(user=user, session_key__in=alive).order_by("-created_at"))
    for each in logins:
        each.code = token_for("accounts.login", each.session_key)  # names the row on the page; opens nothing
        each.device = in_words(each.user_agent)
    return logins


def end(logins):
    keys = [each.session_key for each in logins]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()


def end_all(user, but=None):
    """End every login of the person, except the one with the key `but`. Returns how many ended."""
    ending = [each for each in UserSession.objects.filter(user=user) if each.session_key != but]
    end(ending)
    return len(ending)
