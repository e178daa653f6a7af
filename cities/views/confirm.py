"""The yearly check: what the portal holds of a city, on one page, and whether it is still true."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.forms import PortalFormMixin, once

from ..confirming import election_to_answer, last_confirmation, next_check
from ..forms.confirming import ITEMS, ConfirmForm
from ..lifecycle import membership
from ..models import Profile, Representative
from ..status import membership_on
from .directory import text_in_reach
from .led import OwnCity

Role = Representative.Role


class CityConfirm(OwnCity, PortalFormMixin, FormView):
    template_name = "cities/city_confirm.html"
    form_class = ConfirmForm
    tab = "confirm"
    is_for_leading = True

    @cached_property
    def people(self):
        return list(self.city.representatives.open().select_related("user"))

    @cached_property
    def election(self):
        return election_to_answer(self.city)

    @property
    def political_lead(self):
        return next((each for each in self.people if each.role == Role.POLITICAL_LEAD), None)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"election_question": self.question()}

    def question(self):
        """What is asked after an election, in words; nothing where none is to be answered."""
        if self.election is None:
            return ""
        day = date_format(self.election.on, "j F Y")
        if self.political_lead is None:
            return _("After the election of %(day)s nobody is political lead yet") % {"day": day}
        words = _("After the election of %(day)s, %(name)s is still our political lead")
        return words % {"day": day, "name": self.political_lead.user.name}

    def form_valid(self, form):
        return once(self.request, lambda: self.confirm(form))

    def confirm(self, form):
        try:
            membership.confirm(membership_on(self.city), by=self.request.user, items=form.cleaned_data["items"])
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        until = date_format(next_check(timezone.now().date()), "j F Y")
        messages.success(self.request, _("Thank you. The next check is due after %(day)s.") % {"day": until})
        return redirect("cities:city_confirm", self.city.slug)

    def get_context_data(self, **kwargs):
        profile = Profile.objects.filter(city=self.city).prefetch_related("themes__labels").first()
        last = last_confirmation(self.city)
        context = super().get_context_data(**kwargs)
        return context | {
            "ticks": dict(zip(ITEMS, context["form"]["items"], strict=True)),
            "titles": ITEMS,
            "people": self.people,
            "political_lead": self.political_lead,
            "may_hand_over": self.rights.may_hand_over(Role.POLITICAL_LEAD),
            "election": self.election,
            "profile": profile,
            "text": text_in_reach(profile),
            "domains": self.city.domains.order_by("domain"),
            "last": last,
            "last_items": [ITEMS[each] for each in last.items if each in ITEMS] if last else [],
            "next_on": next_check(last.on) if last else None,
        }
