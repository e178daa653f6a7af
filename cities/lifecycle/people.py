"""The person behind an address: made once, found afterwards."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.accounts.models import User
from scn_portal.audit.models import AuditEntry, kind_of
from scn_portal.lifecycle import TransitionRefused

from ..models import CityDomain

SENT_AGAIN_AN_HOUR = 3


def is_person(principal):
    """Whether somebody is signed in, and not the holder of a link, a visitor or the clock."""
    return isinstance(principal, User)


def person_for(email, *, name, language):
    """The user with this address, made without a usable password where there is none."""
    user = User.objects.filter(email__iexact=email).first() or _made(email, name, language)
    if not user.is_active:
        raise TransitionRefused(_("The account of this person is closed. An administrator can open it again."))
    return user


def _made(email, name, language):
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name=name, language=language)
    except IntegrityError:  # another transaction made the same person a moment ago
        return User.objects.get(email__iexact=email)


def newcomer(row, name, *, words):
    """Whoever comes by the link of an invitation or handover alone. Who has a password already signs in first."""
    user = person_for(row.email, name=name or row.name, language=row.language)
    if user.has_usable_password():
        raise TransitionRefused(words)
    if name and user.name != name:
        user.name = name
        user.save(update_fields=["name"])
    return user


def choose_password(user, password):
    """The first password; nobody's password is changed here."""
    if password and not user.has_usable_password():
        user.set_password(password)
        user.save(update_fields=["password"])


def is_of_own_domain(email, city):
    """Whether the address lies in a domain that is on record as the city's own."""
    host = email.rpartition("@")[2].lower()
    return city.domains.filter(domain=host, kind=CityDomain.Kind.OWN).exists()


def refuse_if_sent_again_often(row, permission):
    """An address is not written to again and again: so many new links an hour for one invitation or handover."""
    about = {"subject_kind": kind_of(row), "subject_key": str(row.pk), "action": permission}
    lately = AuditEntry.objects.filter(at__gte=timezone.now() - timedelta(hours=1), **about)
    if lately.count() >= SENT_AGAIN_AN_HOUR:
        raise TransitionRefused(_("This address was written to several times within an hour. Please wait a while."))
