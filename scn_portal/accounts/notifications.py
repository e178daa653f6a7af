"""What a person is told about the own account: always by mail and in the inbox."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.notifications.kinds import kind
from scn_portal.notifications.outbox import write

from .addresses import absolute

KINDS = {
    "accounts.new_device": _("A sign-in from a new device"),
    "accounts.password_changed": _("Your password has changed"),
    "accounts.email_changed": _("Your e-mail address has changed"),
    "accounts.second_factor_added": _("A second factor was set up"),
    "accounts.second_factor_removed": _("A second factor was removed"),
    "accounts.recovery_code_used": _("A recovery code was used"),
}


def values(mail, person):
    return {"person": person, "at": mail.created_at, "security_url": absolute("/me/security/")}


for _name, _label in KINDS.items():
    kind(_name, label=_label, is_security=True, in_inbox=True)(values)


def tell(name, person, former_address=None):
    """Queue the notice for the person, and for the address that the person had before."""
    due = timezone.now().isoformat()
    write(name, subject=person, person=person, due=due)
    if former_address and former_address.lower() != person.email.lower():
        write(name, subject=person, address=former_address, language=person.language, due=due)
