"""Bring the database to what this release needs: tables, the cache table, the reference data."""

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

FILLED_BY = {
    "cities.Country": "load_lists",
    "cities.Place": "load_places",
}  # reference data: the model, and the command that loads it


class Command(BaseCommand):
    help = "Migrates, makes the cache table and loads reference data, each only where it is missing. Runs as the owner."
    requires_system_checks = []  # a start must be quick; `make test` checks

    def handle(self, **options):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Making the tables …")
            call_command("createcachetable")  # first: the grants after migrate reach every table that is there
            call_command("migrate", verbosity=0, interactive=False)
        for name, command in FILLED_BY.items():
            if not apps.get_model(name).objects.exists():
                self.stdout.write(f"Loading reference data ({name}) …")
                call_command(command)
