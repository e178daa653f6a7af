"""How a person of the cast signs in, with and without a second factor."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(at=None):
    """What the authenticator app of the cast shows at this moment."""
    return format_hotp_value(hotp_value(SECRET, int(at or time.time()) // 30))


def with_factor(user):
    """Give the person an authenticator app and recovery codes. Returns the app's row."""
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is None:
        factor = TOTP.activate(user, SECRET).instance
        RecoveryCodes.activate(user)
    return factor


def sign_in(client, user, *, second_factor=None, ago=0):
    """A login as allauth leaves it, `ago` seconds old. Staff use a second factor unless said otherwise."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    at = time.time() - ago
    records = [{"method": "password", "at": at, "email": user.email}]
    if user.is_staff if second_factor is None else second_factor:
        records.append({"method": "mfa", "at": at, "id": with_factor(user).pk, "type": "totp"})
    session = client.session
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
