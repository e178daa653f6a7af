#!/usr/bin/env python
"""Django's command line. Commands that change the schema run as the owner role."""

import os
import sys

OWNER_COMMANDS = {
    "prepare",
    "migrate",
    "makemigrations",
    "load_lists",
    "load_places",
    "createcachetable",
    "lintmigrations",
}


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scn_portal.settings")
    if sys.argv[1:2] and sys.argv[1] in OWNER_COMMANDS and os.environ.get("DATABASE_OWNER_URL"):
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
