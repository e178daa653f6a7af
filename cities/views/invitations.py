"""Answering an invitation: only by whoever opened its link, or is signed in with exactly the invited address."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.accounts import links

from ..lifecycle import invitations, joining
from ..models import Invitation
from . import addressed

Status = Invitation.Status


class InvitationOpen(links.LinkOpen):
    """The link in the mail. It ends with the invitation."""

    model = Invitation
    template_name = "cities/invitation_open.html"

    def is_alive(self, row):
        is_over = row.status == Status.OPEN and row.expires_at <= timezone.now()
        return not is_over and row.status not in (Status.RECALLED, Status.EXPIRED)

    def get_success_url(self):
        return reverse("cities:invitation_detail", args=[self.row.code])


class AboutInvitation:
    """What the pages of an invitation have in common."""

    model = Invitation
    lifecycle = invitations
    related = ("city", "city__country", "by")
    answering = "cities:invitation_detail"
    other_account = _("This invitation is for another address")
    city_may = _("Or ask the lead contact of the city to invite the address that you use here.")


class InvitationDetail(AboutInvitation, addressed.Answer):
    template_name = "cities/invitation_detail.html"

    def send_to_check(self):
        joining.send_to_check(self.subject, by=self.principal)


class InvitationRefuse(AboutInvitation, addressed.Refusal):
    template_name = "cities/invitation_refuse.html"
    declined = _("You have declined the invitation.")
