"""The page of a city's coordinators: seats held for the city, who comes, and until when."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.forms import PortalFormMixin
from scn_portal.ui.views import TransitionView

from ..forms.delegations import DelegateForm, ReplaceForm
from ..lifecycle import delegations
from ..models import Delegation, Event, Registration, Seat
from ..models.seats import LIVE
from ..registering import NAMING
from ..rules import coordinates
from ..standing import with_tone


class OfOwnDelegation:
    """The delegation that the person coordinates at this event; for all others there is no such page."""

    @cached_property
    def event(self):
        return get_object_or_404(Event.objects.announced().prefetch_related("texts"), slug=self.kwargs["slug"])

    @cached_property
    def delegation(self):
        rows = Delegation.objects.filter(event=self.event).select_related("city", "event")
        own = rows.filter(city__representatives__user=self.request.user, city__representatives__until=None).distinct()
        found = next((each for each in own.order_by("pk") if coordinates(self.request.user, each)), None)
        if found is None:
            raise Http404
        return found

    def dispatch(self, request, *args, **kwargs):
        self.delegation  # noqa: B018 -- a wrong address is answered before anything else
        return super().dispatch(request, *args, **kwargs)

    @property
    def page(self):
        return reverse("events:delegation_detail", args=[self.event.slug])

    def get_context_data(self, **context):
        values = {"event": self.event, "delegation": self.delegation, "heading": self.delegation.city.name}
        visible = Event.objects.visible_to(self.request.user).filter(pk=self.event.pk)
        return super().get_context_data(**values | {"event_is_open_to_reader": visible.exists()} | context)


class DelegationDetail(OfOwnDelegation, TemplateView):
    template_name = "events/delegation_detail.html"

    def get_context_data(self, **context):
        stops = ["pool__stop__city", "pool__stop__event"]
        allotments = list(self.delegation.allotments.select_related(*stops).order_by("pool__stop__position"))
        may = {each.name: True for each in delegations.delegations.open_to(self.request.user, self.delegation)}
        names_are_open = self.delegation.status == "accepted" and self.event.status in NAMING
        may_name = names_are_open and any(each.claimed < each.seats for each in allotments)
        values = {"allotments": allotments, "may": may, "may_name": may_name, "delegates": self._delegates()}
        values["heading"] = _("Delegation of %(city)s") % {"city": self.delegation.city.name}
        for verb in ("delegation_accept", "delegation_decline", "delegate_create"):
            values[f"{verb}_url"] = reverse(f"events:{verb}", args=[self.event.slug])
        return super().get_context_data(**values | context)

    def _delegates(self):
        seats = Prefetch("seats", Seat.objects.select_related("stop__city").order_by("stop__position", "-pk"))
        people = self.delegation.registrations.filter(status="active").prefetch_related(seats).order_by("pk")
        for person in people:
            person.shown_seats = [with_tone(each) for each in person.seats.all() if each.status in LIVE]
            for seat in person.shown_seats:
                where = [self.event.slug, person.code, seat.stop.code]
                seat.cancel_url = reverse("events:seat_cancel", args=where) if seat.status == "confirmed" else ""
            passes_on = any(each.status == "confirmed" for each in person.shown_seats)
            where = [self.event.slug, person.code]
            person.replace_url = reverse("events:delegate_replace", args=where) if passes_on else ""
        return people


class DelegationAccept(OfOwnDelegation, TransitionView):
    transition = delegations.accept
    done = gettext_lazy("Thank you. The seats are held for your city. Now name the people who come.")

    def get_object(self):
        return self.delegation

    def get_success_url(self):
        return self.page


class DelegationDecline(DelegationAccept):
    transition = delegations.decline
    done = gettext_lazy("Your city has declined. Its seats go to others.")
    confirm = gettext_lazy("Decline for your city?")
    effect = gettext_lazy("All seats that are held for your city go to others at once. This cannot be taken back.")
    button = gettext_lazy("Decline")
    kind = "danger"


class DelegateCreate(OfOwnDelegation, PortalFormMixin, FormView):
    """Names one person for seats of the delegation."""

    template_name = "events/delegate_form.html"
    form_class = DelegateForm

    def get_form_kwargs(self):
        allotments = self.delegation.allotments.select_related("pool__stop__city", "pool__stop__event")
        return super().get_form_kwargs() | {"allotments": list(allotments.order_by("pool__stop__position"))}

    def get_context_data(self, **context):
        values = {"refused": "", "back": self.page, "old": None}
        values |= {"heading": _("Name a person"), "button": _("Name this person")}
        return super().get_context_data(**values | context)

    def get_success_url(self):
        return self.page

    def form_valid(self, form):
        try:
            return super().form_valid(form) if self.save(form) else self.form_invalid(form)
        except TransitionRefused as refused:
            return self.render_to_response(self.get_context_data(form=form, refused=str(refused)), status=409)

    def save(self, form):
        registration = delegations.name_delegate(by=self.request.user, within=self.delegation, **form.values)
        words = _("%(name)s is named. A mail is on its way.") % {"name": registration.name}
        messages.success(self.request, words)
        return registration


class DelegateReplace(DelegateCreate):
    """Somebody else of the same city takes over the seats of a delegate."""

    form_class = ReplaceForm

    @cached_property
    def old(self):
        named = Registration.objects.filter(delegation=self.delegation, status="active")
        return get_object_or_404(named, code=self.kwargs["code"])

    def dispatch(self, request, *args, **kwargs):
        self.old  # noqa: B018
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        del kwargs["allotments"]
        return kwargs

    def get_context_data(self, **context):
        values = {"old": self.old, "heading": _("Pass the seat on"), "button": _("Pass the seat on")}
        return super().get_context_data(**values | context)

    def save(self, form):
        registration = delegations.replace_delegate(by=self.request.user, within=self.old, **form.values)
        words = _("The seat now belongs to %(name)s.") % {"name": registration.name}
        messages.success(self.request, words)
        return registration
