"""A city asks another: the form, inbox and outbox, the answer, and what comes of it."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, TemplateView

from cities.models import City, Term
from hub.models import Resource
from hub.views.asking import Asked
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.errors import NotAllowed
from scn_portal.ui.forms import PortalFormMixin
from scn_portal.ui.views import TransitionView

from .. import discovering
from ..asking import led_by, owners_to_ask, represented_by
from ..correspondence import TONES, open_between, outcomes_of, sides_of, threads
from ..forms.interests import AnswerForm, InterestForm, RefusalForm, WhomForm
from ..lifecycle import interests as steps
from ..models import Interest

FOR_LEADS = gettext_lazy("Whoever leads a member city asks another one, while the membership is active.")
WHO_LEADS = gettext_lazy("The political lead, the lead contact or a deputy of your city can do it.")


class Asking(FormView):
    """The form, filled from a practice, or from what a city offers."""

    template_name = "twinning/interest_form.html"
    form_class = InterestForm

    def dispatch(self, request, *args, **kwargs):
        if not self.askers:
            raise NotAllowed(FOR_LEADS, WHO_LEADS)
        if not (self.question["practice"].data or self.question["city"].data):
            return redirect("twinning:discover")
        if not self.asked:
            return redirect(self._nobody_there())
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def question(self):
        return WhomForm(self.request.GET)

    @cached_property
    def resource(self):
        return self.question.resource(self.request.user)

    @cached_property
    def askers(self):
        return led_by(self.request.user)

    @cached_property
    def asked(self):
        """Those that can be asked: the owners of the practice, or the city that was named. A wrong name is a 404."""
        own = set(self.askers.values_list("pk", flat=True))
        if self.resource:
            return owners_to_ask(self.resource, own)
        slug = self.question.cleaned_data.get("city") if self.question.is_valid() else ""
        if not slug:
            raise Http404
        city = get_object_or_404(City.objects.visible_to(self.request.user), slug=slug)
        return list(City.objects.listed().filter(pk=city.pk).exclude(pk__in=own))

    def _nobody_there(self):
        messages.warning(self.request, _("Nobody can be asked there at present: the city is your own, or on hold."))
        return self.resource or reverse("twinning:discover")

    @cached_property
    def themes(self):
        """The themes to choose from: those of the practice, or those on which the city could help."""
        terms = Term.objects.of("theme")
        if self.resource:
            return terms.filter(pk__in=self.resource.resource_terms.values("term"))
        offered = discovering.profile_of(self.request.user, self.asked[0])
        codes = [each.theme.code for each in offered.theme_entries.all() if each.offer] if offered else []
        return terms.filter(code__in=codes)

    def get_form_kwargs(self):
        asked = City.objects.filter(pk__in=[each.pk for each in self.asked])
        return super().get_form_kwargs() | {"askers": self.askers, "asked": asked, "themes": self.themes}

    def get_initial(self):
        values = {"from_city": self.askers.first(), "to_city": self.asked[0], "wish": Interest.Wish.CALL}
        if self.resource:
            words = _(
                "We would like to learn how you do “%(title)s”: what it takes, and what you would do differently."
            )
            return values | {"aim": words % {"title": self.resource}, "themes": self.themes}
        return values

    def get_context_data(self, **kwargs):
        cities = [*self.askers.values_list("pk", flat=True)]
        there = open_between(cities, [each.pk for each in self.asked], self.resource)
        back = self.resource or self.asked[0]
        return super().get_context_data(resource=self.resource, asked=self.asked, there=there, back=back, **kwargs)

    def form_valid(self, form):
        given = form.cleaned_data
        given |= {"within": given.pop("from_city"), "resource": self.resource}
        try:
            interest = steps.send(by=self.request.user, **given)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Sent. The leads of the other city are told now."))
        return HttpResponseRedirect(interest.get_absolute_url())


class InterestCreate(PortalFormMixin, Asking):
    """The same form sent twice asks once."""


class InterestList(TemplateView):
    """What others ask one's cities, and what these ask others; what waits for an answer first."""

    template_name = "twinning/interest_list.html"

    def get_context_data(self, **kwargs):
        cities = list(represented_by(self.request.user))
        if not cities:
            raise NotAllowed(_("This is for people who act for a member city."))
        inbox, outbox = threads(self.request.user, cities)
        return super().get_context_data(cities=cities, inbox=inbox, outbox=outbox, **kwargs)


class OfTheTwo:
    """An interest, for people of its two cities and staff."""

    slug_field, slug_url_kwarg = "code", "code"

    def get_queryset(self):
        rows = Interest.objects.visible_to(self.request.user)
        return rows.select_related("from_city__country", "to_city__country", "resource__city")


class InterestDetail(OfTheTwo, DetailView):
    template_name = "twinning/interest_detail.html"

    def get_context_data(self, **kwargs):
        interest, user = self.object, self.request.user
        readable = Resource.objects.visible_to(user).shown()
        practice = readable.filter(pk=interest.resource_id).first() if interest.resource_id else None
        return super().get_context_data(
            practice=practice,
            themes=[discovering.theme_label(each.code) for each in interest.themes.order_by("position")],
            steps={each.name for each in steps.interests.open_to(user, interest)},
            tone=TONES.get(interest.status, ""),
            sides=sides_of(user, interest),
            outcomes=outcomes_of(user, interest),
            **kwargs,
        )


class InterestStep(OfTheTwo, Asked, TransitionView):
    """A step of one side; the other is told."""


class InterestAccept(InterestStep):
    transition = steps.accept
    form_class = AnswerForm
    confirm, button = gettext_lazy("Say yes to this city?"), gettext_lazy("Say yes")
    effect = gettext_lazy("They are told at once. Then each of you can plan a visit or found a partnership from it.")
    done = gettext_lazy("You said yes. Now plan what comes of it.")


class InterestDecline(InterestStep):
    transition = steps.decline
    form_class, kind = RefusalForm, "danger"
    confirm, button = gettext_lazy("Decline this request?"), gettext_lazy("Decline")
    effect = gettext_lazy("They are told at once, and nobody else.")
    done = gettext_lazy("Declined. They are told.")


class InterestWithdraw(InterestStep):
    transition = steps.withdraw
    confirm, button = gettext_lazy("Take your request back?"), gettext_lazy("Take it back")
    effect, kind = gettext_lazy("The other city can no longer answer it. You may ask again later."), "danger"
    done = gettext_lazy("Taken back.")
