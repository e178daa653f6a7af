"""Load the gazetteer that the portal ships."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cities.gazetteer.file import FILE, read
from cities.gazetteer.loading import load
from cities.models import PlaceName


class Command(BaseCommand):
    help = "Loads the places of cities/data/places.tsv.xz; run as the owner of the database. Twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, default=FILE)
        parser.add_argument("--if-empty", action="store_true", help="do nothing where places are loaded already")

    def handle(self, *args, file, if_empty, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        if if_empty and PlaceName.objects.exists():
            self.stdout.write("The gazetteer is loaded already.")
            return
        places, names = load(read(file))
        self.stdout.write(f"{places:,} places and {names:,} names loaded.")
