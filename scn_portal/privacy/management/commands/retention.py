from django.core.management.base import BaseCommand

from scn_portal.privacy import retention


class Command(BaseCommand):
    help = "Take away what is over its period, as happens every night. --dry-run only counts."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count what is overdue and change nothing")

    def handle(self, *args, dry_run, **options):
        for name, number in retention.run(dry_run=dry_run).items():
            rule = retention.rules[name]
            self.stdout.write(f"{number:7d}  {rule.label}  ({name}, {rule.period})")
