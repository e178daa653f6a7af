"""The open logins of a person, and their end."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from scn_portal.codes import token_for


def open_logins(user):
    """The logins that still open something, newest first. Reads only."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    logins = list(UserSession.objects.filter(user=user, session_key__in=alive).order_by("-created_at"))
    for each in logins:
        each.code = token_for("accounts.login", each.session_key)  # names the row on the page; opens nothing
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
