from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

app_name = "jobs"


@login_not_required
def healthz(request):
    """The process answers. Touches nothing, so that it says nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [path("healthz", healthz, name="healthz")]
