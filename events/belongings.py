"""What the events hold about a person: see the data inventory beside this file."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scn_portal.privacy.belongings import register

from .models import AccessNeed, Answer, Certificate, Contributor, Invitation, Registration

register(
    Registration,
    _("Registrations for events"),
    by_user=lambda user: Q(user=user) | Q(registered_by=user, email=""),
    by_address=lambda address: Q(email__iexact=address),
)
register(Invitation, _("Invitations to events"), by_address=lambda address: Q(email__iexact=address))
register(Answer, _("Answers at registration"), by_user=lambda user: Q(registration__user=user))
register(AccessNeed, _("Access and dietary needs"), by_user=lambda user: Q(registration__user=user))
register(
    Contributor,
    _("Parts in programmes of events"),
    by_user=lambda user: Q(user=user),
    by_address=lambda address: Q(email__iexact=address),
)
register(Certificate, _("Certificates"), by_user=lambda user: Q(registration__user=user))
