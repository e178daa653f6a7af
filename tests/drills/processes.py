"""Processes of the portal that a drill starts, and kills."""

import json
import os
import sys
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from scn_portal.demo.processes import spawn


def environment(**more):
    """What a process needs to work on the tests' own database."""
    database = connection.settings_dict
    host = quote(database["HOST"] or "", safe="")
    port = f":{database['PORT']}" if database["PORT"] else ""
    password = f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else ""
    url = f"postgres://{database['USER']}{password}@{host}{port}/{database['NAME']}"
    fixed = {"DATABASE_URL": url, "SECRET_KEY": settings.SECRET_KEY, "LOG_LEVEL": "ERROR"}
    return os.environ | fixed | {name: str(value) for name, value in more.items()}


def manage(*words, variables, **options):
    return spawn([sys.executable, "manage.py", *words], env=variables, cwd=settings.ROOT, **options)


def report(name, **figures):
    """One line of JSON per drill, for whoever reads the log."""
    print(json.dumps({"drill": name, **figures}))
