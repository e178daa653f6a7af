from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.timezone import is_naive, make_aware

from scn_portal.privacy.record import seen_by


class Command(BaseCommand):
    help = "List who saw or took out what, from the audit trail: --since and --until as 2026-11-21 or with a time."

    def add_arguments(self, parser):
        parser.add_argument("--since", required=True)
        parser.add_argument("--until")
        parser.add_argument("--object", default="", help="one record, as the trail names it: cities.joinrequest:17")

    def handle(self, *args, since, until, object, **options):
        until = self._instant(until) if until else timezone.now()
        lines = seen_by(self._instant(since), until, object)
        for line in lines:
            self.stdout.write(line)
        self.stdout.write(f"{len(lines)} entries")

    def _instant(self, written):
        try:
            instant = datetime.fromisoformat(written)
        except ValueError as error:
            raise CommandError(f"{written!r} is no date; write it as 2026-11-21 or 2026-11-21T14:30") from error
        return make_aware(instant) if is_naive(instant) else instant
