from django.core.management.base import BaseCommand

from scn_portal.privacy.record import processing_record


class Command(BaseCommand):
    help = "Print the record of processing: purposes, people, categories of data, recipients, periods, erasure."

    def handle(self, *args, **options):
        self.stdout.write(processing_record())
