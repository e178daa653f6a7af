"""The desk of an event: for officers, and for hosts at their own stops."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from scn_portal.lifecycle import may
from scn_portal.sharing import Sharing
from scn_portal.ui.tables import as_csv
from scn_portal.ui.views import TransitionView

from .. import lifecycle, needs, numbers
from ..forms.desk import NeedForm, PeopleForm, RefuseForm
from ..models import Event, Pool, Seat
from ..rules import is_officer
from ..rules.desk import desk_stops
from ..rules.door import door_stops

ROWS = 100


class AtTheDesk:
    """To everybody else a wrong address. `rights` narrows down to hosts who have these."""

    rights = {}

    @cached_property
    def event(self):
        events = Event.objects.visible_to(self.request.user).prefetch_related("texts")
        return get_object_or_404(events, slug=self.kwargs["slug"])

    @cached_property
    def stops(self):
        return desk_stops(self.request.user, self.event, **self.rights)

    def dispatch(self, request, *args, **kwargs):
        if not self.stops:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        runs = is_officer(self.request.user)
        return super().get_context_data(event=self.event, stops=self.stops, is_officer=runs, **kwargs)


class Desk(AtTheDesk, TemplateView):
    """Numbers for each stop and day, and the ways to everything else."""

    template_name = "events/desk.html"

    def dispatch(self, request, *args, **kwargs):
        if not self.stops and not is_officer(request.user):  # a draft of an officer may have no stop yet
            raise Http404
        return super(AtTheDesk, self).dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        values = {
            "numbered": numbers.with_numbers(self.stops),
            "level": Sharing(self.event.sharing).name,
            "runs_logistics": bool(desk_stops(self.request.user, self.event, may_run_logistics=True)),
            "checks_in": bool(door_stops(self.request.user, self.event)) and self.event.status != "draft",
        }
        return super().get_context_data(**values, **kwargs)


class DeskPeople(AtTheDesk, TemplateView):
    """Who comes and who waits, to look through."""

    template_name = "events/desk_people.html"

    def get_context_data(self, **kwargs):
        form = PeopleForm(self.request.GET)
        seats = numbers.people_at(self.stops, form.asked["q"], form.asked["status"])
        page = Paginator(seats, ROWS).get_page(form.asked["page"])
        return super().get_context_data(form=form, page_obj=page, **kwargs)


class DeskPeopleTable(AtTheDesk, View):
    """The same people as a table to take along. Addresses stay with the officers."""

    def get(self, request, *args, **kwargs):
        form = PeopleForm(request.GET)
        seats = numbers.people_at(self.stops, form.asked["q"], form.asked["status"])
        columns = ["code", "name", "office", "organisation", "city", "stop", "category", "status"]
        return as_csv(f"{self.event.slug}-people", Sharing.AMBER, columns, map(row_of, seats), streamed=True)


def row_of(seat):
    guest = seat.registration
    who = [guest.code, guest.name, guest.office, guest.organisation, guest.city]
    return [*who, seat.stop.where, seat.pool.category, seat.status]


class DeskSeats(AtTheDesk, TemplateView):
    """Requests that wait for an answer, and the queue of each pool in its order."""

    template_name = "events/desk_seats.html"

    def get_context_data(self, **kwargs):
        waiting = list(numbers.queues_at(self.stops)[:ROWS])
        heads, seen = set(), set()
        for seat in waiting:
            is_head = seat.pool_id not in seen and seat.pool.promote == Pool.Promote.MANUAL and seat.pool.free > 0
            heads |= {seat.pk} if is_head else set()
            seen.add(seat.pool_id)
        requests = numbers.requests_at(self.stops)[:ROWS]
        return super().get_context_data(requests=requests, waiting=waiting, heads=heads, **kwargs)


class DecidesSeat(TransitionView):
    """A seat of an event that the person may see; the rest says the rule of the step."""

    context_object_name = "seat"

    def get_object(self, queryset=None):
        seats = Seat.objects.filter(stop__event__in=Event.objects.visible_to(self.request.user))
        seat = get_object_or_404(seats.select_related("stop__event"), pk=self.kwargs["pk"])
        if not may(self.request.user, type(self).transition.permission, seat):
            raise Http404
        return seat

    def get_success_url(self):
        return reverse("events:desk_seats", args=[self.object.stop.event.slug])


class SeatApprove(DecidesSeat):
    transition = lifecycle.seats.approve
    done = _("Approved.")


class SeatRefuse(DecidesSeat):
    transition = lifecycle.seats.refuse
    done = _("Refused. The person is told why.")
    confirm = _("Refuse this request?")
    effect = _("The person reads your reason.")
    button = _("Refuse")
    form_class = RefuseForm


class SeatConfirmHead(DecidesSeat):
    transition = lifecycle.seats.confirm_head
    done = _("The seat is given.")


class DeskNeeds(AtTheDesk, TemplateView):
    """How many people need what; one person's words only with a reason, which is kept."""

    template_name = "events/desk_needs.html"
    rights = {"may_run_logistics": True}

    def get_context_data(self, **kwargs):
        rows = numbers.with_needs(self.stops)
        counted = [
            (stop, [(needs.KINDS[kind], number) for kind, number in needs.counts(stop).items()]) for stop in self.stops
        ]
        form = kwargs.pop("form", None) or NeedForm(rows=rows)
        values = {"counted": counted, "form": form, "has_rows": rows.exists(), "read": None, "told": []}
        return super().get_context_data(**values | kwargs)

    def post(self, request, *args, **kwargs):
        form = NeedForm(request.POST, rows=numbers.with_needs(self.stops))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        need = form.cleaned_data["need"]
        words = lifecycle.needs.read(need, by=request.user, reason=form.cleaned_data["reason"])
        told = [(needs.KINDS[kind], text) for kind, text in words.items()]
        return self.render_to_response(self.get_context_data(form=form, read=need.registration, told=told))
