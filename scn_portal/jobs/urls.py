from django.urls import path

from . import views

app_name = "jobs"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("status/", views.Status.as_view(), name="status"),
    path("admin/system/", views.System.as_view(), name="system"),
    path("admin/system/<str:key>/", views.SystemAct.as_view(), name="system_act"),
    path("me/jobs/<str:code>/", views.JobDetail.as_view(), name="job_detail"),
]
