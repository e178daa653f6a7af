"""Interests that wait for an answer, and profiles that nobody confirmed: read by moderators, changed by cities."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_site import StaffAdmin

from ..models import Interest, Profile

MODERATORS = ("moderator",)


@admin.register(Interest)
class InterestAdmin(StaffAdmin):
    readers = MODERATORS
    list_display = ["code", "from_city", "to_city", "wish", "status", "sent_at", "answer_by"]
    list_filter = ["status", "wish", "is_demonstration"]
    list_select_related = ["from_city", "to_city"]
    search_fields = ["code", "from_city__name", "to_city__name", "resource__title"]
    date_hierarchy = "sent_at"


class UpToDate(admin.SimpleListFilter):
    title, parameter_name = _("confirmed"), "confirmed"

    def lookups(self, request, model_admin):
        return [("yes", _("within twelve months")), ("no", _("out of date"))]

    def queryset(self, request, profiles):
        chosen = {"yes": profiles.current, "no": profiles.out_of_date}.get(self.value())
        return chosen() if chosen else profiles


@admin.register(Profile)
class ProfileAdmin(StaffAdmin):
    readers = MODERATORS
    list_display = ["city", "capacity", "contact_office", "confirmed_on"]
    list_filter = [UpToDate, "capacity", "is_demonstration"]
    list_select_related = ["city"]
    search_fields = ["city__name", "contact_office"]
