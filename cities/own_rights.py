"""What one person may do with the people of one city, from one look at their roles: asked once for a whole page.

The answers are those of rules.py, which is asked again at every act; a test holds both together.
"""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .models import Handover, Membership, Representative
from .rules import LEAD_ROLES, LEADING, roles_in

Role = Representative.Role


class OwnRights:
    """The rights of `person` in `city`, which was asked for with its status."""

    def __init__(self, person, city):
        self.person, self.roles = person, roles_in(person, city)
        self.is_in_force = city.status in Membership.IN_FORCE
        self.is_in_good_standing = city.status in Membership.IN_GOOD_STANDING

    @property
    def leads(self):
        return bool(self.roles & LEADING) and self.is_in_force

    @property
    def invites(self):
        return bool(self.roles & LEADING) and self.is_in_good_standing

    @property
    def invites_leads(self):
        return bool(self.roles & LEAD_ROLES) and self.is_in_good_standing

    @property
    def gives_notice(self):
        return Role.POLITICAL_LEAD in self.roles and self.is_in_force

    def may_end(self, representative):
        """A lead contact's role ends by a handover alone; one's own at any time; others' by whoever leads the city."""
        if representative.role == Role.LEAD_CONTACT:
            return False
        is_own = representative.user_id == self.person.pk
        return is_own or (self.leads and representative.role not in LEAD_ROLES) or self.invites_leads

    def may_hand_over(self, role):
        """The holder of a lead role, and the political lead for the lead contact."""
        held = role in self.roles or (role == Role.LEAD_CONTACT and Role.POLITICAL_LEAD in self.roles)
        return role in LEAD_ROLES and held and self.is_in_good_standing

    def may_invite_to(self, role):
        return self.invites_leads if role in LEAD_ROLES else self.invites

    def may_take_back(self, handover):
        started_it = handover.started_by_id == self.person.pk and bool(self.roles) and self.is_in_force
        return handover.way != Handover.Way.FORCED and (self.invites_leads or started_it)


@dataclass(frozen=True)
class Right:
    """One row of the table of rights: what it is about, and what each role may, in plain words."""

    what: str
    political_lead: str
    lead_contact: str
    deputy: str
    practitioner: str

    def __iter__(self):
        return iter([(capfirst(role.label), getattr(self, role.value)) for role in Role])


YES, NO = _("yes"), _("no")
TABLE = [
    Right(_("Read what members share, and write drafts"), YES, YES, YES, YES),
    Right(_("Release texts, change the city's page and plans, confirm that they are true"), YES, YES, YES, NO),
    Right(_("Invite colleagues and end their roles"), YES, YES, _("yes, but not those of the two leads"), NO),
    Right(
        _("Hand over"),
        _("the own role, and that of the lead contact"),
        _("the own role"),
        NO,
        NO,
    ),
    Right(_("Sign for the city"), YES, _("prepares it"), _("prepares it"), NO),
    Right(_("Give notice of the membership"), YES, NO, NO, NO),
]
