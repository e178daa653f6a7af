"""The people who act for a city: who they are, what one may do with their roles, and who has been invited."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.errors import NotAllowed
from scn_portal.ui.forms import PortalFormMixin, once
from scn_portal.ui.views import TransitionView

from .. import own_rights
from ..forms.people import InvitationForm
from ..lifecycle import invitations, membership
from ..models import Handover, Invitation, Representative
from ..rules import LEAD_ROLES
from .led import LedCity, OwnCity

Role = Representative.Role
STILL_SHOWN = timedelta(days=60)  # after which an invitation that nobody answered leaves the page


class CityPeople(OwnCity, TemplateView):
    """Everybody who acts or acted for the city, what is under way, and what each role may do."""

    template_name = "cities/city_people.html"
    tab = "people"

    def get_context_data(self, **kwargs):
        everybody = list(self.city.representatives.select_related("user"))
        people = [self.described(each) for each in everybody if each.until is None]
        people.sort(key=lambda each: list(Role).index(each.role))
        return super().get_context_data(
            people=people,
            vacant=[each for each in leads() if each.value not in {person.role for person in people}],
            past=sorted((each for each in everybody if each.until), key=lambda each: each.until, reverse=True),
            invitations=[self.with_acts(each) for each in self.shown_invitations()],
            handovers=self.city.handovers.filter(status__in=Handover.RUNNING).select_related("outgoing__user"),
            table=own_rights.TABLE,
            roles=Role,
            **kwargs,
        )

    def described(self, person):
        person.is_you = person.user_id == self.request.user.pk
        person.may_end = self.rights.may_end(person)
        person.may_hand_over = self.rights.may_hand_over(person.role)
        return person

    def with_acts(self, invitation):
        invitation.is_mine = self.rights.may_invite_to(invitation.role)
        invitation.stays_over = invitation.role == Role.LEAD_CONTACT and invitation.status == "expired"
        return invitation

    def shown_invitations(self):
        waiting = self.city.invitations.filter(status__in=["open", "to_check", "expired"])
        return waiting.filter(expires_at__gte=timezone.now() - STILL_SHOWN)


def leads():
    """The two roles that only one person at a time holds, in their order."""
    return [each for each in Role if each in LEAD_ROLES]


class RoleEnd(OwnCity, TemplateView):
    """Names the person, the office and what follows; then the role ends at once."""

    template_name = "cities/role_end.html"

    @cached_property
    def person(self):
        people = self.city.representatives.open().select_related("user")
        return get_object_or_404(people, pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        return self.refusal() or self.render_to_response(self.get_context_data())

    def post(self, request, *args, **kwargs):
        return self.refusal() or self.end()

    def get_context_data(self, **kwargs):
        is_you = self.person.user_id == self.request.user.pk
        may_hand_over = self.rights.may_hand_over(self.person.role)
        return super().get_context_data(person=self.person, is_you=is_you, may_hand_over=may_hand_over, **kwargs)

    def refusal(self):
        """A lead contact's role passes on by a handover alone; others end only what their own role allows."""
        if self.person.role == Role.LEAD_CONTACT and self.rights.leads:
            return self.render_to_response(self.get_context_data(), status=409)
        if not self.rights.may_end(self.person):
            raise NotAllowed(_("This role is ended by its holder or by the leads of the city."))
        return None

    def end(self):
        name = membership.end_role(self.person, by=self.request.user).user.name
        messages.success(self.request, _("The role of %(name)s has ended.") % {"name": name})
        still_here = self.city.representatives.open().filter(user=self.request.user).exists()
        return redirect("cities:city_people", self.city.slug) if still_here else redirect("cities:dashboard")


class InvitationCreate(LedCity, PortalFormMixin, FormView):
    template_name = "cities/invitation_form.html"
    form_class = InvitationForm
    role_to_hand_over = None

    def get_initial(self):
        return {"language": self.request.user.language, "role": "practitioner"}

    def form_valid(self, form):
        return once(self.request, lambda: self.invite(form))

    def invite(self, form):
        role = form.cleaned_data["role"]
        try:
            invitations.invite(by=self.request.user, within=self.city, **form.cleaned_data)
        except (TransitionRefused, PermissionDenied) as refusal:
            form.add_error(None, str(refusal))
            return self.role_is_taken(form, role) if is_held(self.city, role) else self.form_invalid(form)
        messages.success(self.request, _("The invitation is queued; it works for 30 days."))
        return redirect(reverse("cities:city_people", args=[self.city.slug]))

    def role_is_taken(self, form, role):
        """What was typed stays, with the way to the handover."""
        self.role_to_hand_over = role
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def get_context_data(self, **kwargs):
        return super().get_context_data(role_to_hand_over=self.role_to_hand_over, **kwargs)


def is_held(city, role):
    return role in LEAD_ROLES and city.representatives.open().filter(role=role).exists()


class OfInvitation(LedCity, TransitionView):
    slug_field, slug_url_kwarg = "code", "code"

    def get_queryset(self):
        return Invitation.objects.filter(city=self.city)

    def get_success_url(self):
        return reverse("cities:city_people", args=[self.city.slug])


class InvitationRecall(OfInvitation):
    transition = invitations.recall
    done = gettext_lazy("The invitation has been taken back.")


class InvitationRenew(OfInvitation):
    transition = invitations.renew
    done = gettext_lazy("A new mail is on its way. Earlier links do not work any more.")
