"""What the events hold about a person, and what ends first when the person is erased: see the data inventory."""

from dataclasses import replace
from functools import reduce
from operator import or_

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scn_portal.lifecycle import SYSTEM
from scn_portal.privacy.belongings import before_erasing, register
from scn_portal.privacy.erasing import as_written
from scn_portal.privacy.inventory import inventory

from . import needs
from .lifecycle import registrations
from .models import AccessNeed, Answer, Certificate, Contributor, Invitation, Registration, Seat
from .people import address_key

OVER = ("ended", "archived", "cancelled")
ALIVE = (Registration.Status.UNVERIFIED, Registration.Status.ACTIVE)


def to_address(address, at=""):
    """Rows with this address in any spelling, or rows whose `at` has it."""
    at = f"{at}__" if at else ""
    return Q(**{f"{at}email__iexact": address}) | Q(**{f"{at}address_key": address_key(address)})


def of_user(user):
    return Q(registration__user=user)


def of_address(address):
    return to_address(address, "registration")


@before_erasing
def give_up_seats(whom):
    """Through the lifecycle, so that a seat goes to who waits for it. What is over stays as it was."""
    own = [to_address(each) for each in whom.addresses] + ([Q(user=whom.user)] if whom.user else [])
    alive = Registration.objects.filter(reduce(or_, own, Q(pk__in=[])), status__in=ALIVE)
    for registration in alive.exclude(event__status__in=OVER).order_by("pk"):
        registrations.end(registration, by=SYSTEM)


def erase_registrations(rows, whom):
    """Each under an address of its own: two for one event must still differ. Links sent before are dead."""
    for number, row in enumerate(rows.order_by("pk"), 1):
        own = replace(whom, number=f"{whom.number}-{number}")
        as_written(inventory().of(Registration), rows.filter(pk=row.pk), own)
    rows.update(link_issue=F("link_issue") + 1)
    Seat.objects.filter(registration__in=rows).update(ended_reason="")


register(
    Registration,
    _("Registrations for events"),
    by_user=lambda user: Q(user=user),
    by_address=to_address,
    erase=erase_registrations,
    position=60,  # after what is found through it
)
register(Invitation, _("Invitations to events"), by_address=to_address)
register(Answer, _("Answers at registration"), by_user=of_user, by_address=of_address)
register(AccessNeed, _("Access and dietary needs"), by_user=of_user, by_address=of_address, in_words=needs.in_words)
register(
    Contributor,
    _("Parts in programmes of events"),
    by_user=lambda user: Q(user=user),
    by_address=lambda address: Q(email__iexact=address),
)
register(Certificate, _("Certificates"), by_user=of_user, by_address=of_address)
