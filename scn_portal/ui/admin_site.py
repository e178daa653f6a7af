"""The stock admin with the portal's theme. It opens on the work queue; staff groups decide who sees which list."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

from scn_portal.accounts.staff import OneSignIn, StaffAdmin  # noqa: F401 -- the apps' lists build on it

from . import queue


class PortalAdminConfig(AdminConfig):
    default_site = "scn_portal.ui.admin_site.PortalAdminSite"


class PortalAdminSite(OneSignIn, AdminSite):
    site_header = _("Strong Cities staff")
    site_title = _("Strong Cities staff")
    index_title = _("What waits")
    enable_nav_sidebar = False

    def index(self, request, extra_context=None):
        queues = queue.for_person(request.user)
        shown = {
            "queues": [each for each in queues if each.items],
            "empty_queues": [each for each in queues if not each.items],
        }
        return super().index(request, shown | (extra_context or {}))
