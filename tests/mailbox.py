"""Reading the mail that the portal sent: facts are delivered, the relay runs, and the newest mail is opened."""

import re

import pytest
from django.conf import settings as portal

from scn_portal.jobs.facts import deliver
from scn_portal.jobs.models import Fact
from scn_portal.notifications import relay
from scn_portal.notifications.models import KeptMail


class Mailbox:
    """All mailboxes at once, by address."""

    def newest(self, address):
        self.collect()
        return KeptMail.objects.filter(address__iexact=address).latest("pk")

    def count(self, address):
        self.collect()
        return KeptMail.objects.filter(address__iexact=address).count()

    def collect(self):
        for fact in Fact.objects.filter(delivered_at=None).order_by("pk"):
            deliver(fact.pk)
        relay.run()

    def link_to(self, address):
        """The path of the link in the newest mail to this address."""
        return re.search(rf"{re.escape(portal.BASE_URL)}(/\S+/open/\S+)", self.newest(address).text)[1]

    def code_to(self, address):
        return re.search(r"(?<!\d)(\d{6})(?!\d)", self.newest(address).text)[1]


@pytest.fixture
def mailbox(settings):
    settings.MAIL_TRANSPORT = "scn_portal.notifications.transport.KeptMail"
    settings.KEEP_MAIL = True
    return Mailbox()
