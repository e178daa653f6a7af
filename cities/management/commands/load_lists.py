"""Load what every portal needs before its first city: countries, shared lists, the two bodies, the texts."""

from django.core.management.base import BaseCommand

from cities import demo
from cities.models import Country, Term
from cities.site_texts import seed_texts


class Command(BaseCommand):
    help = "Loads countries, vocabularies, the bodies with their default rules, and site texts. Twice changes nothing."

    def handle(self, **options):
        demo.seed_terms()
        demo.seed_countries()
        demo.governance.seed_bodies()
        seed_texts()
        self.stdout.write(f"{Country.objects.count()} countries and {Term.objects.count()} terms loaded.")
