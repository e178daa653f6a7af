from django.core.management.base import BaseCommand

from scn_portal.privacy import erasing


class Command(BaseCommand):
    help = "After a restore: erase again everybody on the list whose data the backup has brought back."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="name them and change nothing")

    def handle(self, *args, dry_run, **options):
        again = erasing.erase_again(dry_run=dry_run)
        done = "would be erased again" if dry_run else "erased again"
        self.stdout.write(f"{len(again)} of {len(erasing.listed())} on the list {done}: {', '.join(again) or 'nobody'}")
