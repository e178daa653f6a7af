"""What the pages of visits and projects share: whom the reader acts for, links to the steps, forms that take one."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from cities.models import City
from hub.readers import reader_of
from scn_portal.lifecycle import TransitionRefused, may
from scn_portal.ui.errors import NotAllowed
from scn_portal.ui.forms import PortalFormMixin

from ..models import Visit, VisitCity, VisitStop

TONES = {
    "planned": "warn",
    "confirmed": "good",
    "running": "good",
    "held": "warn",
    "reported": "good",
    "done": "good",
    "cancelled": "bad",
    "stopped": "bad",
}


@dataclass(frozen=True)
class Act:
    """A link to the page of a step."""

    label: str
    url: str
    icon: str
    kind: str = "quiet"


def led_by(user):
    """The cities for which this person acts now, as a lead of a membership in good standing."""
    leads = reader_of(user).leads()
    return City.objects.listed().filter(pk__in=leads).order_by("folded") if leads else City.objects.none()


def with_cities(visits):
    """Visits with what their cards and pages tell: hosts in order, and the cities that travel."""
    stops = VisitStop.objects.select_related("host__country", "event__event").order_by("number")
    senders = VisitCity.objects.select_related("city__country")
    rows = visits.select_related("format", "partnership", "interest")
    return rows.prefetch_related(Prefetch("stops", stops), Prefetch("visit_cities", senders), "parties__organisation")


class ForLeads:
    """Only for people who lead a member city; others are told who they are."""

    def dispatch(self, request, *args, **kwargs):
        if not self.led:
            raise NotAllowed(
                _("Whoever leads a member city plans exchanges with others, while the membership is active."),
                _("The political lead, the lead contact or a deputy of your city can do it."),
            )
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def led(self):
        return list(led_by(self.request.user))


class StepForm(PortalFormMixin, FormView):
    """A form that takes one step. A refusal comes back on the same page, with everything that was typed."""

    template_name = "twinning/step_form.html"
    heading, lede, button, done = "", "", _("Save"), ""
    back = ""

    def take(self, form):
        """Carry the step out; what it returns is where the page leads then."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            self.led_to = self.take(form)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        if self.done:
            messages.success(self.request, self.done)
        return super().form_valid(form)

    def get_success_url(self):
        return self.led_to.get_absolute_url()

    def get_context_data(self, **kwargs):
        words = {"heading": self.heading, "lede": self.lede, "button": self.button, "back": self.back}
        return super().get_context_data(**words | kwargs)


class OfVisit:
    """A page about one visit, found through `visible_to`."""

    @cached_property
    def visit(self):
        return get_object_or_404(with_cities(Visit.objects.visible_to(self.request.user)), code=self.kwargs["code"])

    def get_object(self, queryset=None):
        return self.visit

    @cached_property
    def own(self):
        """The cities in this visit for which the person acts."""
        own = {each.pk for each in led_by(self.request.user)}
        return self.visit.taking_part().filter(pk__in=own)

    @property
    def back(self):
        return self.visit.get_absolute_url()


class StepOfVisit(OfVisit, StepForm):
    """A form that takes a step of a visit: 403 for who may not, 409 where it does not start."""

    step = None

    def dispatch(self, request, *args, **kwargs):
        refuse_unless_open(request.user, type(self).step, self.visit)
        return super().dispatch(request, *args, **kwargs)

    def take(self, form):
        return type(self).step(self.visit, by=self.request.user, **self.details(form))

    def details(self, form):
        return getattr(form, "values", form.cleaned_data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=self.visit, **kwargs)


def refuse_unless_open(user, step, row):
    if not may(user, step.permission, row):
        raise PermissionDenied(step.permission)
    if not step.is_open_to(user, row):
        raise TransitionRefused(step.refusal(row, user))


def to(name, *args):
    return reverse(f"twinning:{name}", args=args)
