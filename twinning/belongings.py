"""What the twinning holds about a person: see the data inventory."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scn_portal.privacy.belongings import register

from .models import Guest

register(Guest, _("Visits to other cities"), by_user=lambda user: Q(user=user))
