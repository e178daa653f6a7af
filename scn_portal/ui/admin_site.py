"""The stock admin with the portal's theme. It opens on the work queue; staff groups decide who sees which list."""

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

from scn_portal.accounts.rules import group_names, is_staff

from . import queue


class PortalAdminConfig(AdminConfig):
    default_site = "scn_portal.ui.admin_site.PortalAdminSite"


class PortalAdminSite(AdminSite):
    site_header = _("Strong Cities staff")
    site_title = _("Strong Cities staff")
    index_title = _("What waits")
    enable_nav_sidebar = False

    def has_permission(self, request):
        return is_staff(request.user)

    def index(self, request, extra_context=None):
        return super().index(request, {"queues": queue.for_person(request.user), **(extra_context or {})})


class StaffAdmin(ModelAdmin):
    """A list that the named staff groups may read, and those in `writers` may change. Nobody deletes here."""

    readers = ()
    writers = ()

    def _belongs(self, request, groups):
        person = request.user
        return is_staff(person) and bool(group_names(person) & {*groups, "administrator"})

    def has_module_permission(self, request):
        return self._belongs(request, {*self.readers, *self.writers})

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return bool(self.writers) and self._belongs(request, self.writers)

    def has_add_permission(self, request):
        return self.has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False
