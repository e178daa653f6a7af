from django.urls import path

from . import styleguide, views

app_name = "ui"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("csp-report/", views.csp_report, name="csp_report"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("styleguide/", styleguide.StyleGuide.as_view(), name="styleguide"),
]
