from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "scn_portal.accounts"
    label = "accounts"
