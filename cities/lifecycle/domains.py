"""The mail domains of cities: looked at again after a year, or when mail to them was refused for good."""

from datetime import timedelta

from django.utils import timezone

from scn_portal.lifecycle import Lifecycle

from ..models import CityDomain
from ..status import today

FOR_A_YEAR = timedelta(days=365)

domains = Lifecycle(CityDomain)


@domains.transition()
def check_again(domain, *, by, source_url):
    """A registrar has found the domain on the official site once more."""
    domain.source_url, domain.checked_by, domain.checked_at = source_url, by, timezone.now()
    domain.recheck_on = today() + FOR_A_YEAR


@domains.transition(by_system=True)
def call_for_check(domain, *, by):
    """The domain stands in the registrars' list from today on."""
    domain.recheck_on = today()
