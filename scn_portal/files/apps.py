from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "scn_portal.files"
    label = "files"
