"""What the hub holds about a person: what is the person's own goes on erasure, what a city published stays."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scn_portal.privacy.belongings import register

from .models import Adoption, Collection, SavedSearch, SearchAlert, Version

register(SavedSearch, _("Saved searches"), by_user=lambda user: Q(user=user))
register(SearchAlert, _("News of saved searches"), by_user=lambda user: Q(user=user))
register(Version, _("Texts written for the hub"), by_user=lambda user: Q(author=user))
register(Adoption, _("Practices reported as taken over"), by_user=lambda user: Q(claimed_by=user))
register(Collection, _("Collections edited"), by_user=lambda user: Q(editor=user))
