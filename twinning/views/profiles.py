"""What one's own city needs and offers: read, written, confirmed each year."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from cities.models import Term
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.errors import NotAllowed
from scn_portal.ui.forms import PortalFormMixin
from scn_portal.ui.views import AutosaveMixin, TransitionView

from ..asking import led_by, represented_by
from ..discovering import offered_to, profile_of, proofs_shown_to, said_by
from ..forms.cities import OwnCityForm
from ..forms.profiles import ProfileForm, values_of_profile
from ..lifecycle import profiles as steps
from ..models import Profile
from ..nearby import asked_nearby
from ..offers import practices_of
from ..rules import leads_city

FOR_MEMBERS = gettext_lazy("This is for people who act for a member city.")
FOR_LEADS = gettext_lazy(
    "What a city needs and offers is written by those who lead it, while its membership is active."
)
WHO_LEADS = gettext_lazy("The political lead, the lead contact or a deputy of your city can do it.")


class OfOwnCity:
    """A page about one of the cities for which one stands; `?city=` says which, where there are several."""

    reason, who_can = FOR_MEMBERS, WHO_LEADS

    def dispatch(self, request, *args, **kwargs):
        if self.city is None:
            raise NotAllowed(self.reason, self.who_can)
        return super().dispatch(request, *args, **kwargs)

    def cities_of(self, user):
        return represented_by(user)

    @cached_property
    def cities(self):
        return list(self.cities_of(self.request.user))

    @cached_property
    def city(self):
        return OwnCityForm(self.request.GET, cities=self.cities).chosen()

    @property
    def profile(self):
        return profile_of(self.request.user, self.city)

    def address(self, name):
        more = f"?city={self.city.slug}" if len(self.cities) > 1 else ""
        return reverse(f"twinning:{name}") + more

    def get_context_data(self, **kwargs):
        leads = leads_city(self.request.user, self.city)
        links = {each: self.address(each) for each in ("profile", "profile_edit", "profile_confirm", "discover")}
        return super().get_context_data(city=self.city, cities=self.cities, may_write=leads, links=links, **kwargs)


class ProfileDetail(OfOwnCity, TemplateView):
    """The profile of the own city as others read it; where there is none, what cities near it ask for."""

    template_name = "twinning/profile.html"

    def get_context_data(self, **kwargs):
        profile, user = self.profile, self.request.user
        if profile is None:
            nearby = asked_nearby(self.city, offered_to(user, self.city))
            return super().get_context_data(profile=None, nearby=nearby, **kwargs)
        needs, offers = said_by(profile, proofs_shown_to(user, [profile]))
        return super().get_context_data(profile=profile, needs=needs, offers=offers, **kwargs)


class WritesProfile(OfOwnCity):
    """For those who lead one of their cities."""

    reason = FOR_LEADS

    def cities_of(self, user):
        return led_by(user)


class ProfileForCity(WritesProfile, FormView):
    template_name = "twinning/profile_form.html"
    form_class = ProfileForm

    def get_form_kwargs(self):
        themes = Term.objects.of("theme")
        return super().get_form_kwargs() | {"themes": themes, "practices": practices_of(self.city)}

    def get_initial(self):
        return values_of_profile(Profile.objects.filter(city=self.city).first(), self.city)

    def form_valid(self, form):
        profile, by = Profile.objects.filter(city=self.city).first(), self.request.user
        try:
            if profile:
                steps.change(profile, by=by, **form.said())
            else:
                steps.write(by=by, within=self.city, **form.said())
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved and confirmed. Other members can find your city by it now."))
        return HttpResponseRedirect(self.address("profile"))


class ProfileEdit(AutosaveMixin, PortalFormMixin, ProfileForCity):
    """Colleagues of a city share the draft."""

    def draft_owner(self):
        return f"city:{self.city.pk}"

    def draft_name(self):
        return "twinning.profile"

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.autosave.url = self.request.get_full_path()  # with the city, where there are several
        return form


class ProfileConfirm(WritesProfile, TransitionView):
    """One button: it is all still true."""

    transition = steps.confirm
    done = gettext_lazy("Confirmed. Your city stays in discovery and may enter rounds for twelve months.")

    def get_object(self):
        if self.profile is None:
            raise TransitionRefused(_("Your city has not written its needs and offers yet."))
        return self.profile

    def get_success_url(self):
        return self.address("profile")
