"""The officers' desk for stops and their hosts."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act

from ..calendars import when
from ..forms import meetings
from ..forms import stops as forms
from ..forms.door import MeetingForm
from ..lifecycle import door, pools, stops
from ..models import Event, Registration, Stop
from ..models.seats import LIVE
from .acting import OfficersAdmin, Within

CHANGING = {"change", "cancel"}


def number_told(stop):
    return Registration.objects.filter(seats__stop=stop, seats__status__in=LIVE).distinct().count()


def takes_place(stop):
    return stop.status == Stop.Status.SCHEDULED


@admin.register(Stop)
class StopAdmin(OfficersAdmin):
    key_field = "code"
    list_display = ["event", "position", "place_of", "moment", "status"]
    list_filter = ["status", "attendance"]
    search_fields = ["event__texts__title", "city__name", "place"]
    change_form_template = "admin/events/stop/change_form.html"
    told_as = {"add": _("Added"), "record": _("Written down"), "complete": _("Over")}
    acts = [
        Act(stops.change, _("Change time or place"), _("Changed."), form_class=forms.ChangeStopForm, kind="primary"),
        Act(
            Within(pools.set_up, "set_up_pool"),
            _("Open seats of another kind"),
            _("The seats are there."),
            form_class=forms.PoolForm,
            is_ready=takes_place,
        ),
        Act(stops.add_host, _("Add a host"), _("The host is named."), form_class=forms.HostForm),
        Act(
            stops.change_host,
            _("Change a host"),
            _("Changed."),
            form_class=forms.ChangeHostForm,
            is_ready=lambda stop: stop.hosts.exists(),
        ),
        Act(
            stops.remove_host,
            _("Take a host out"),
            _("The host has stepped back."),
            form_class=forms.ChosenHostForm,
            is_ready=lambda stop: stop.hosts.exists(),
        ),
        Act(
            door.set_meeting,
            _("Set the address of the online meeting"),
            _("Sealed. Whoever has a seat is led there when the meeting begins."),
            form_class=MeetingForm,
            is_ready=lambda stop: takes_place(stop) and stop.starts_at is not None,
        ),
        Act(stops.cancel, _("Call this stop off"), _("Called off. Everybody is told."), meetings.ReasonForm),
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("event", "city", "venue")
        return rows.prefetch_related("event__texts").order_by("-starts_on", "-pk")

    @admin.display(description=_("place"))
    def place_of(self, stop):
        return stop.where

    @admin.display(description=_("when"), ordering="starts_on")
    def moment(self, stop):
        return when(stop)

    def form_values(self, act, row):
        return super().form_values(act, row) | ({"told": number_told(row)} if act.verb in CHANGING else {})

    def row_context(self, request, row, bound):
        return {
            "title": f"{row.event.title}: {row.where}",
            "stop": row,
            "moment": when(row),
            "hosts": row.hosts.select_related("city", "organisation"),
            "pools": row.pools.all(),
            "told": number_told(row),
            "is_draft": row.event.status == Event.Status.DRAFT,
        }
