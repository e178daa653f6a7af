"""Load what every portal needs before its first city: countries, the shared lists, the texts of the public pages."""

from django.core.management.base import BaseCommand

from cities import demo
from cities.models import Country, Term
from cities.site_texts import seed_texts


class Command(BaseCommand):
    help = "Loads countries, vocabularies and site texts. Twice changes nothing."

    def handle(self, **options):
        demo.seed_terms()
        demo.seed_countries()
        seed_texts()
        self.stdout.write(f"{Country.objects.count()} countries and {Term.objects.count()} terms loaded.")
