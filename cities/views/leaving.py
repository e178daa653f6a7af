"""A city leaves the network: its political lead gives notice, and may take it back until the day has come."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from scn_portal.accounts.fresh import demand_fresh_proof
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.errors import NotAllowed
from scn_portal.ui.forms import PortalFormMixin, once
from scn_portal.ui.views import TransitionView

from ..forms.leaving import NoticeForm
from ..lifecycle import leaving
from ..status import membership_on, today
from .led import OwnCity


class OfNotice(OwnCity):
    """For the political lead alone."""

    @cached_property
    def membership(self):
        return membership_on(self.city)

    def check_right(self):
        if not self.rights.gives_notice:
            raise NotAllowed(_("Only the political lead can give notice for the city, and take it back."))


class NoticeGive(OfNotice, PortalFormMixin, FormView):
    """Names what ends and when; asks for the name of the city and for fresh proof."""

    template_name = "cities/notice_form.html"
    form_class = NoticeForm

    def get(self, request, *args, **kwargs):
        self.check_right()
        if self.membership.ends_on:
            return redirect("cities:notice_take_back", self.city.slug)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.check_right()
        demand_fresh_proof(request)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"city": self.city}

    def get_context_data(self, **kwargs):
        ends_on = today() + timedelta(days=settings.NOTICE_DAYS)
        return super().get_context_data(ends_on=ends_on, days=settings.NOTICE_DAYS, **kwargs)

    def form_valid(self, form):
        return once(self.request, lambda: self.give(form))

    def give(self, form):
        try:
            membership = leaving.give_notice(self.membership, by=self.request.user)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        day = date_format(membership.ends_on, "j F Y")
        messages.success(self.request, _("Notice is given. The membership ends on %(day)s.") % {"day": day})
        return redirect("cities:city_people", self.city.slug)


class NoticeTakeBack(OfNotice, TransitionView):
    transition = leaving.take_back_notice
    confirm = gettext_lazy("Stay in the network?")
    effect = gettext_lazy("The notice is taken back, and the membership runs on as if nothing had been said.")
    button = gettext_lazy("Take the notice back")
    done = gettext_lazy("The notice is taken back. Your city stays.")

    def get(self, request, *args, **kwargs):
        self.check_right()
        if not self.membership.ends_on:
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_object(self, queryset=None):
        self.check_right()
        return self.membership

    def get_success_url(self):
        return reverse("cities:city_people", args=[self.city.slug])
