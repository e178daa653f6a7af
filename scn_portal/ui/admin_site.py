"""The stock admin with the portal's theme; it opens on the work queue."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PortalAdminConfig(AdminConfig):
    default_site = "scn_portal.ui.admin_site.PortalAdminSite"


class PortalAdminSite(AdminSite):
    site_header = _("Strong Cities staff")
    site_title = _("Strong Cities staff")
    index_title = _("What waits")
