from django.core.management.base import BaseCommand, CommandError

from hub import finding


class Command(BaseCommand):
    help = "Compare the index of the search with what is published; fails with a line for each difference."

    def handle(self, **_options):
        if found := finding.differences():
            raise CommandError("\n".join([*found, "manage.py rebuild_index puts it right."]))
        self.stdout.write("The index is as it should be.")
