"""The door: a person opened by the code of the QR, and the page on which codes and names are typed."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.generic import TemplateView

from scn_portal.accounts.links import Private

from .. import lifecycle
from ..checking_in import came_today, day_at, expected_at, named, numbers_at, registration_for, stop_of_today
from ..forms.door import CheckInForm, DoorForm, ScanForm
from ..models import CheckIn, Registration
from ..rules.door import door_stops
from .meetings import VisibleEvents

ROWS = 100
TONES = {"ok": "good", "already": "warn", "wrong": "bad"}


class AtTheDoor(VisibleEvents):
    """A page for those who check people in at a stop of the event; to all others it is a wrong address."""

    @cached_property
    def stops(self):
        """The stops at which this person may check people in; without one there is no such page."""
        stops = door_stops(self.request.user, self.event) if self.event.status != "draft" else []
        if not stops:
            raise Http404
        return stops

    def stop_called(self, code):
        """The stop of this code, else the one that is meant today."""
        return next((each for each in self.stops if each.code == code), None) or stop_of_today(
            self.stops, timezone.now()
        )

    def led_to_result(self, stop, registration, nonce):
        """Check the person in, and lead to the door's page, which says what came of it."""
        row = lifecycle.door.scan(by=self.request.user, within=stop, registration=registration, nonce=nonce)
        query = urlencode({"stop": stop.code, "scan": row.nonce})
        return HttpResponseRedirect(f"{reverse('events:desk_check_in', args=[self.event.slug])}?{query}")


class DeskCheckIn(AtTheDoor, TemplateView):
    """Type a code or a name, or scan; the answer in large letters; below, who is expected."""

    template_name = "events/desk_check_in.html"

    @cached_property
    def event(self):
        return get_object_or_404(self.get_queryset().prefetch_related("texts"), slug=self.kwargs["slug"])

    def get(self, request, *args, **kwargs):
        asked = DoorForm(request.GET)
        stop = self.stop_called(asked.data.get("stop", ""))
        last = CheckIn.objects.filter(nonce=asked.data.get("scan", ""), stop=stop)
        return self.shown(stop, last=last.select_related("registration__city").first())

    def post(self, request, *args, **kwargs):
        form = ScanForm(request.POST)
        stop = self.stop_called(form.data.get("stop", ""))
        if not form.is_valid():
            return self.shown(stop, form=form, status=422)
        typed = form.cleaned_data["typed"]
        registration = registration_for(typed)
        if registration:
            return self.led_to_result(stop, registration, form.cleaned_data["nonce"])
        return self.shown(stop, typed=typed, found=named(stop, typed))

    def shown(self, stop, *, status=200, form=None, **more):
        asked = DoorForm(self.request.GET)
        day = day_at(stop, timezone.now())
        page = Paginator(expected_at(stop, day), ROWS).get_page(asked.data.get("page"))
        values = {"event": self.event, "stops": self.stops, "stop": stop, "day": day, "page_obj": page}
        values |= {"form": form or ScanForm(initial={"stop": stop.code}), "numbers": numbers_at(stop, day)}
        values |= result_of(more.pop("last", None), stop)
        return self.render_to_response(self.get_context_data(**values, **more), status=status)


class CheckInByCode(Private, AtTheDoor, TemplateView):
    """What a telephone opens that reads the QR: the person with one button. Whoever may not: a wrong address."""

    template_name = "events/check_in.html"

    @cached_property
    def registration(self):
        rows = Registration.objects.select_related("event", "city").prefetch_related("event__texts")
        return get_object_or_404(rows, code=self.kwargs["code"])

    @property
    def event(self):
        return self.registration.event

    @cached_property
    def stop(self):
        asked = DoorForm(self.request.GET)
        return self.stop_called(asked.data.get("stop", ""))

    def get(self, request, *args, **kwargs):
        came = came_today(self.registration, self.stop, day_at(self.stop, timezone.now()))
        values = {"event": self.event, "stop": self.stop, "guest": self.registration, "came": came}
        return self.render_to_response(self.get_context_data(form=CheckInForm(), **values))

    def post(self, request, *args, **kwargs):
        form = CheckInForm(request.POST)
        nonce = form.cleaned_data["nonce"] if form.is_valid() else ""
        try:
            return self.led_to_result(self.stop, self.registration, nonce)
        except PermissionDenied:
            raise Http404 from None


def result_of(last, stop):
    """What the door says about the last scan: nothing of a person of another meeting."""
    if last is None:
        return {"last": None}
    came = came_today(last.registration, stop, last.day) or last
    guest = last.registration if last.registration.event_id == stop.event_id else None
    return {"last": last, "tone": TONES[last.result], "came_at": came.scanned_at, "guest": guest}
