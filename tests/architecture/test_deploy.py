"""The settings of production, as `manage.py check --deploy` sees them."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "long-and-unlike-any-other-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
    "BASE_URL": "https://portal.example",
    "ALLOWED_HOSTS": "portal.example",
    "CSRF_TRUSTED_ORIGINS": "https://portal.example",
    "DATABASE_URL": "postgres:///scn",
    "ALLAUTH_TRUSTED_PROXY_COUNT": "1",
}
OURS = ("SCN_", "DATABASE", "SECRET", "BASE_URL", "ALLOWED", "CSRF", "DJANGO_", "REDIS", "EMAIL", "ALLAUTH")


def check(**changed):
    around = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    command = [sys.executable, "-W", "ignore", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = around | PRODUCTION | changed
    return subprocess.run(command, cwd=settings.ROOT, env=environment, capture_output=True, text=True, timeout=60)


def test_the_settings_of_production_pass_every_check_of_the_framework():
    done = check()
    assert (done.returncode, done.stderr.strip()) == (0, "")


@pytest.mark.parametrize("weakness", [{"SECRET_KEY": "short"}, {"SCN_ON_THIS_MACHINE": "1"}])
def test_a_weak_setting_is_told(weakness):
    assert check(**weakness).returncode != 0
