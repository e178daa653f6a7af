"""Around the items: collections, the four doors, and the searches that found nothing."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_site import StaffAdmin

from ..doors import number_behind
from ..forms.around import CollectionForm, DoorForm
from ..models import Collection, Door, ZeroQuery


@admin.register(Collection)
class CollectionAdmin(StaffAdmin):
    readers = writers = ("moderator",)
    form = CollectionForm
    list_display = ["title", "language", "sharing", "release_at", "closed_on", "editor"]
    list_filter = ["sharing", "language"]
    list_select_related = ["editor"]
    search_fields = ["title", "slug"]

    def get_form(self, request, obj=None, **kwargs):
        kwargs["form"] = type("AskedCollectionForm", (self.form,), {"person": request.user})
        return super().get_form(request, obj, **kwargs)

    def save_model(self, request, obj, form, change):
        obj.editor = obj.editor or request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.write_items()


@admin.register(Door)
class DoorAdmin(StaffAdmin):
    readers = writers = ("moderator",)
    form = DoorForm
    list_display = ["__str__", "position", "query", "behind_it"]

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("position")

    @admin.display(description=_("items for everybody"))
    def behind_it(self, door):
        return number_behind(door.query)  # of four doors at most


@admin.register(ZeroQuery)
class ZeroQueryAdmin(StaffAdmin):
    readers = ("moderator",)
    list_display = ["text", "language", "on", "times"]
    list_filter = ["language"]
    search_fields = ["text"]
    date_hierarchy = "on"
