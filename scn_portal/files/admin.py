"""Refused files, for staff: what was sent, by whom, and why it was not taken. Nothing can be changed here."""

from django.apps import apps
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from scn_portal.accounts.staff import StaffAdmin

from .checks import EVERYTHING, OFFICE, spelled
from .models import RefusedUpload
from .refusals import REASONS


@admin.register(RefusedUpload)
class RefusedUploadAdmin(StaffAdmin):
    readers = ("moderator",)
    list_display = ("refused_at", "name", "why", "size", "sent_for", "sent_by")
    list_display_links = None
    list_filter = ("reason", "sender_kind")
    list_select_related = ("person",)
    search_fields = ("name", "sha256")
    date_hierarchy = "refused_at"
    fields = ("name", "why", "size", "sha256", "sent_for", "sent_by", "refused_at")

    @admin.display(description=_("reason"), ordering="reason")
    def why(self, row):
        """The sentence that the sender read."""
        words = REASONS.get(row.reason, row.reason)
        return words % {"name": row.name, "kinds": spelled(EVERYTHING), "kind": spelled(OFFICE)}

    @admin.display(description=_("sent for"), ordering="owner_kind")
    def sent_for(self, row):
        try:
            return capfirst(apps.get_model(row.owner_kind)._meta.verbose_name)
        except (LookupError, ValueError):
            return "–"

    @admin.display(description=_("sender"), ordering="person__name")
    def sent_by(self, row):
        return row.person or (_("the holder of a link") if row.sender_kind == "link" else _("a visitor"))
