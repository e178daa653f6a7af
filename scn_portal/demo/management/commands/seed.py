"""Fill an empty portal with the demonstration network, from the lowest floor up."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from scn_portal.demo import cast


def demo_modules():
    """The `demo` module of each installed app that has one, lowest floor first."""
    names = [f"{config.name}.demo" for config in apps.get_app_configs()]
    return [import_module(name) for name in names if find_spec(name)]


class Command(BaseCommand):
    help = "Seeds the demonstration network: runs <app>.demo.seed() of each app, then makes the sign-in cast."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; fail if somebody cannot sign in")

    def handle(self, *, check, **options):
        if check:
            self.check_cast()
        else:
            self.seed()

    def seed(self):
        with transaction.atomic():  # all or nothing: a half-seeded network would never be seeded again
            modules = demo_modules()
            for module in modules:
                module.seed()
            people = cast.gather([person for module in modules for person in module.cast()])
        self.stdout.write(f"Seeded: {len(people)} people can sign in.")

    def check_cast(self):
        barred = cast.who_cannot_sign_in()
        if barred or not cast.kept():
            raise CommandError(f"These people cannot sign in: {', '.join(barred) or 'nobody was seeded yet'}.")
        self.stdout.write("Everybody in the cast can sign in.")
