"""What people are told about papers: a certificate is there."""

from django.utils.translation import gettext_lazy as _

from scn_portal.notifications.kinds import kind

from ..models import Certificate
from .people import about, isolated, link_to, tell

TOOK_PART = _("You get this because you took part in an event of the Strong Cities Network.")


def certificate_issued(certificate):
    tell("events.certificate_issued", certificate.registration, certificate)


@kind(
    "events.certificate_issued",
    label=_("Certificates of events"),
    because=TOOK_PART,
    in_inbox=True,
    related=("event", "registration__user", "registration__event", "registration__delegation__city"),
)
def certificate_issued_values(mail, certificate):
    registration = certificate.registration
    if certificate.status != Certificate.Status.VALID or registration is None:
        return None
    return about(certificate.event) | {
        "name": isolated(registration.name),
        "is_for_another": bool(mail.person and mail.person.pk != registration.user_id),
        "button_url": link_to(registration, mail.person),
        "button_label": _("Open your certificate"),
    }
