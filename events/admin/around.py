"""Around the events: series, venues with their rooms, and when people are reminded."""

from django.contrib import admin

from scn_portal.ui.admin_site import StaffAdmin

from ..models import ReminderRule, Room, Series, Venue
from .acting import OFFICERS


@admin.register(Series)
class SeriesAdmin(StaffAdmin):
    readers = writers = OFFICERS
    list_display = ["title", "kind", "rhythm"]
    search_fields = ["title", "slug"]


class RoomInline(admin.StackedInline):
    model = Room
    extra = 1

    def has_add_permission(self, request, obj):
        return True

    def has_change_permission(self, request, obj=None):
        return True

    def has_view_permission(self, request, obj=None):
        return True


@admin.register(Venue)
class VenueAdmin(StaffAdmin):
    readers = writers = OFFICERS
    list_display = ["name", "city", "step_free", "hearing_loop", "quiet_room", "prayer_room"]
    list_filter = ["step_free", "hearing_loop"]
    list_select_related = ["city"]
    search_fields = ["name", "address", "city__name"]
    inlines = [RoomInline]


@admin.register(ReminderRule)
class ReminderRuleAdmin(StaffAdmin):
    readers = writers = OFFICERS
    list_display = ["event", "anchor", "hours", "audience"]
    list_filter = ["anchor", "audience"]
    list_select_related = ["event"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("event__texts")
