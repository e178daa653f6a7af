"""Visits and joint projects at the moderators' desk: read, and a visit called off. Kinds of visits can be changed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.admin.acting import OfficersAdmin
from scn_portal.ui.admin_acts import Act
from scn_portal.ui.admin_site import StaffAdmin

from ..formats import when
from ..forms.visits import StaffReasonForm
from ..lifecycle import visits
from ..models import Project, Visit, VisitFormat

MODERATORS = ("moderator",)


@admin.register(VisitFormat)
class VisitFormatAdmin(StaffAdmin):
    """Limits are changed here; which kinds there are stands in the code."""

    readers = writers = MODERATORS
    list_display = ["__str__", "most_guests", "most_per_city", "least_days", "most_days", "least_hosts", "most_hosts"]
    fields = ["most_guests", "most_per_city", "least_days", "most_days", "least_hosts", "most_hosts", "most_senders"]

    def has_add_permission(self, request):
        return False


@admin.register(Visit)
class VisitAdmin(OfficersAdmin):
    key_field = "code"
    list_display = ["title", "format", "starts_on", "ends_on", "status", "is_recorded"]
    list_filter = ["status", "format", "is_recorded", "is_demonstration"]
    list_select_related = ["format"]
    search_fields = ["code", "title", "stops__host__name", "visit_cities__city__name"]
    date_hierarchy = "starts_on"
    told_as = {
        "plan": _("Planned"),
        "record": _("Written down"),
        "revise": _("Plan changed"),
        "add_stop": _("Stop added"),
        "change_stop": _("Stop changed"),
        "remove_stop": _("Stop left out"),
        "add_guest": _("Somebody was put on the list"),
        "remove_guest": _("Somebody was taken off the list"),
        "confirm": _("A city takes part"),
        "hold": _("Held"),
        "report": _("Reported"),
        "correct": _("Report put right"),
        "check_facts": _("Facts checked"),
    }
    acts = [Act(visits.cancel, _("Call it off"), _("Called off. All cities are told."), StaffReasonForm)]

    def facts(self, visit):
        hosts = ", ".join(str(each.host or each.place) for each in visit.stops.select_related("host"))
        senders = ", ".join(str(each.city) for each in visit.visit_cities.select_related("city"))
        return [
            (_("status"), visit.get_status_display()),
            (_("kind"), str(visit.format)),
            (_("when"), when(visit)),
            (_("hosts"), hosts),
            (_("cities that travel"), senders),
            (_("aims"), "\n".join(visit.aims)),
            (_("reason"), visit.reason),
            (_("source"), visit.source),
        ]


@admin.register(Project)
class ProjectAdmin(StaffAdmin):
    readers = MODERATORS
    list_display = ["title", "status", "starts_on", "ends_on", "done_on", "result"]
    list_filter = ["status", "is_demonstration"]
    list_select_related = ["result"]
    search_fields = ["slug", "title", "project_cities__city__name"]
