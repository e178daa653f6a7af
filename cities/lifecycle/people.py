"""The person behind an address: made once, found afterwards."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from scn_portal.accounts.models import User
from scn_portal.lifecycle import TransitionRefused


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
