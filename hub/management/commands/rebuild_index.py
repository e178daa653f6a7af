from django.core.management.base import BaseCommand

from hub import finding


class Command(BaseCommand):
    help = "Write the index of the search anew from what is published. Readers keep the old one until it is done."

    def handle(self, **_options):
        self.stdout.write(f"Indexed items: {finding.rebuild()}")
