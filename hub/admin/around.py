"""Around the items: collections, and the searches that found nothing."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_site import StaffAdmin

from ..forms.around import CollectionForm, CollectionItemForm
from ..models import Collection, CollectionItem, ZeroQuery


class CollectionItemInline(admin.TabularInline):
    """The items in their order. Whoever may change the collection adds, moves and removes them."""

    model = CollectionItem
    verbose_name, verbose_name_plural = _("item"), _("items")
    form = CollectionItemForm
    extra = 3
    max_num = 60
    absolute_max = 80

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("resource")

    def get_formset(self, request, obj=None, **kwargs):
        form = type("AskedItemForm", (self.form,), {"person": request.user})
        return super().get_formset(request, obj, **{"form": form, "absolute_max": self.absolute_max} | kwargs)

    def has_view_permission(self, request, obj=None):
        return True  # whoever may open the page itself

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(Collection)
class CollectionAdmin(StaffAdmin):
    readers = writers = ("moderator",)
    form = CollectionForm
    list_display = ["title", "language", "sharing", "release_at", "closed_on", "editor"]
    list_filter = ["sharing", "language"]
    list_select_related = ["editor"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [CollectionItemInline]

    def save_model(self, request, obj, form, change):
        obj.editor = obj.editor or request.user
        super().save_model(request, obj, form, change)


@admin.register(ZeroQuery)
class ZeroQueryAdmin(StaffAdmin):
    readers = ("moderator",)
    list_display = ["text", "language", "on", "times"]
    list_filter = ["language"]
    search_fields = ["text"]
    date_hierarchy = "on"
