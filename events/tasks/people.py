"""Each minute: delegations and invitations that nobody answered end, held seats are released, guests are forgotten."""

from django.utils import timezone

from scn_portal.jobs.sweeping import sweeps

from ..lifecycle import delegations, invitations, registrations
from ..models import Delegation, Invitation
from .meetings import each_by_the_clock

Status = Delegation.Status
OVER = ("ended", "archived", "cancelled")


@sweeps
def move_answers_on():
    """What is due by its time; each step asks the clock once more under its lock."""
    now = timezone.now()
    asked, coming = Delegation.objects.filter(status=Status.INVITED), Delegation.objects.filter(status=Status.ACCEPTED)
    each_by_the_clock(asked.filter(respond_by__lte=now), delegations.lapse)
    each_by_the_clock(coming.filter(release_at__lte=now, released_at=None), delegations.release)
    each_by_the_clock(coming.filter(event__status__in=OVER), delegations.close)
    each_by_the_clock(Invitation.objects.filter(status=Invitation.Status.SENT, expires_at__lte=now), invitations.expire)
    registrations.forget_unverified(now)
