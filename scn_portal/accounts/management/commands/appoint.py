from django.core.management.base import BaseCommand

from scn_portal.accounts.appointing import appoint
from scn_portal.accounts.groups import STAFF_GROUPS


class Command(BaseCommand):
    help = "Makes somebody staff: appoint administrator name@host 'Full Name'. The password is chosen by a mailed link."

    def add_arguments(self, parser):
        parser.add_argument("role", choices=STAFF_GROUPS)
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *, role, email, name, **options):
        person = appoint(role, email=email, name=name)
        self.stdout.write(f"{person.name} <{person.email}> is {role}.")
