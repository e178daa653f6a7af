"""What follows when somebody signs in or changes how to sign in."""

import logging
import time

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver

from . import logins, notifications

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def start_the_clock(request, user, **_):
    if request is not None:
        request.session["started_at"] = request.session["seen_at"] = time.time()
    logger.info("signed in", extra={"person": user.public_id})


@receiver(user_login_failed)
def note_the_refusal(**_):
    logger.info("sign-in refused")


@receiver([account_signals.password_changed, account_signals.password_set, account_signals.password_reset])
def end_other_logins(request, user, **_):
    logins.end_all(user, but=request.session.session_key)


@receiver(mfa_signals.authenticator_used)
def tell_of_a_recovery_code(user, authenticator, **_):
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        notifications.tell("accounts.recovery_code_used", user)
