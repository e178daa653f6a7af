from django.urls import path

from . import views

app_name = "files"
urlpatterns = [path("<str:code>/", views.FileDetail.as_view(), name="file_detail")]
