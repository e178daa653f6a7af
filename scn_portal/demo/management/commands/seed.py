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
        parser.add_argument("--check", action="store_true", help="change nothing; say what is missing or different")

    def handle(self, *, check, **options):
        if check:
            self.compare()
        else:
            self.seed()

    def seed(self):
        with transaction.atomic():  # all or nothing: a half-seeded network would never be seeded again
            modules = demo_modules()
            for module in modules:
                module.seed(say=self.stdout.write)
            people = cast.gather([person for module in modules for person in module.cast()])
        self.stdout.write(f"{len(people)} people can sign in")

    def compare(self):
        found = [line for module in demo_modules() for line in module.check()] + cast.check()
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("The demonstration is whole, and everybody in the cast can sign in")
