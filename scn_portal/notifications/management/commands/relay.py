import threading
import time

from celery import current_app
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from scn_portal.jobs import alone, due, running, sweeping
from scn_portal.notifications import relay

PAUSE = 5


class Command(BaseCommand):
    help = "Send the mail that is due, without a broker. With --forever also sweep, work on jobs and do the daily work."

    def add_arguments(self, parser):
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help="send what is due and stop (the default)")
        how.add_argument("--forever", action="store_true", help="keep turning every five seconds")

    def handle(self, *, forever, **_):
        if not forever:
            self.stdout.write(f"{relay.run()} handled")
            return
        current_app.loader.import_default_modules()  # what each app has to do by itself
        threading.Thread(target=alone.forever, name="alone", daemon=True).start()
        next_sweep = 0
        while True:
            close_old_connections()
            relay.run(seconds=20)
            if time.monotonic() >= next_sweep:
                sweeping.run()
                due.run()
                next_sweep = time.monotonic() + 30
            running.run(seconds=PAUSE)
            time.sleep(PAUSE)
