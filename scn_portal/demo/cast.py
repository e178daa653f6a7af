"""Who can sign in to the demonstration: staff of the network's host, and the members that the apps name.

Passwords and second factors are random for each installation, kept in `cast.json` in the state folder, and stay the
same when the demonstration is seeded again.
"""

import base64
import json
import os
import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password

from scn_portal.accounts.appointing import appoint
from scn_portal.codes import new_code

STAFF = {
    "registrar": "Ines Moreau",
    "moderator": "Tomasz Lind",
    "second moderator": "Noa Brandt",  # who records an item does not check it
    "administrator": "Dara Okello",
}
FIELDS = ("role", "name", "email", "password", "totp_secret", "city")


def cast_file():
    return settings.STATE_FOLDER / "cast.json"


def kept():
    """What was kept of the last seeding, by e-mail address."""
    if not cast_file().exists():
        return {}
    return {each["email"]: each for each in json.loads(cast_file().read_text())}


def keep(cast):
    cast_file().parent.mkdir(parents=True, exist_ok=True)
    unfinished = cast_file().with_suffix(".new")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(cast, file, indent=2, ensure_ascii=False)
    unfinished.replace(cast_file())


def gather(members):
    """Give the staff and `members` (role, person, city) what they sign in with, and keep it."""
    known = kept()
    cast = [staff_member(role, known) for role in STAFF]
    cast += [entry(role.replace("_", " "), user, known, city=str(city)) for role, user, city in members]
    keep(cast)
    return cast


def colleague(role):
    """The person of the staff in `role`; appointed now, if nobody was yet."""
    return appoint(role.split()[-1], email=f"{role.replace(' ', '.')}@strongcities.example", name=STAFF[role])


def staff_member(role, known):
    user = colleague(role)
    secret = known.get(user.email, {}).get("totp_secret") or base64.b32encode(secrets.token_bytes(20)).decode()
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
    return entry(role, user, known, totp_secret=secret)


def entry(role, user, known, **more):
    """One line of the cast. The password of the last seeding is set again if the person has another one."""
    password = known.get(user.email, {}).get("password") or "-".join(new_code(4) for _ in range(4))
    if not user.check_password(password):
        validate_password(password, user)
        user.set_password(password)
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return dict.fromkeys(FIELDS) | {"role": role, "name": user.name, "email": user.email, "password": password} | more


def check():
    """What is wrong with the kept cast, one sentence each; nothing where everybody in it can sign in."""
    if not kept():
        return ["nobody was seeded yet"]
    return [f"{each['email']} cannot sign in with what was kept" for each in kept().values() if not can_sign_in(each)]


def can_sign_in(each):
    user = get_user_model().objects.filter(email__iexact=each["email"], is_active=True).first()
    if user is None or not user.check_password(each["password"]):
        return False
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return each["totp_secret"] == (factor and decrypt(factor.data["secret"]))
