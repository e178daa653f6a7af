from django.views import defaults
from django.views.csrf import csrf_failure  # noqa: F401

bad_request, forbidden, not_found, server_error = (
    defaults.bad_request,
    defaults.permission_denied,
    defaults.page_not_found,
    defaults.server_error,
)
