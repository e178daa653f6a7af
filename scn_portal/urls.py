"""The addresses of the portal. Each app owns its own; this file only says where they hang."""

from django.contrib import admin
from django.urls import include, path

handler400 = "scn_portal.ui.errors.bad_request"
handler403 = "scn_portal.ui.errors.forbidden"
handler404 = "scn_portal.ui.errors.not_found"
handler429 = "scn_portal.ui.errors.too_often"  # asked by allauth
handler500 = "scn_portal.ui.errors.server_error"

urlpatterns = [
    path("", include("scn_portal.ui.urls")),
    path("", include("scn_portal.jobs.urls")),
    path("search/", include("scn_portal.search.urls")),
    path("accounts/", include("scn_portal.accounts.urls")),
    path("me/", include("scn_portal.accounts.me_urls")),
    path("me/data/", include("scn_portal.privacy.urls")),
    path("", include("scn_portal.notifications.urls")),
    path("api/v1/", include("scn_portal.api.urls")),
    path("files/", include("scn_portal.files.urls")),
    path("admin/", admin.site.urls),
    path("", include("cities.urls")),
    path("", include("hub.urls")),
    path("", include("events.urls")),
    path("", include("twinning.urls")),
]
