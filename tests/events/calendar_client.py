"""A small calendar program that acts on mail by RFC 5546, and a post that keeps what was sent to it."""

from dataclasses import dataclass, field

from icalendar import Calendar

from scn_portal.jobs import running
from scn_portal.jobs.facts import deliver
from scn_portal.jobs.models import Fact
from scn_portal.notifications import relay, transport


class Post:
    """A transport that keeps every mail."""

    sent = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def send(self, message, row, address):
        self.sent.append((address, row.kind, message))


class KeptPost(transport.KeptMail):
    """Keeps every mail as the portal without a mail server does, and beside it as it would have gone out."""

    def send(self, message, row, address):
        super().send(message, row, address)
        Post.sent.append((address, row.kind, message))


def post_for(settings):
    settings.MAIL_TRANSPORT = "tests.events.calendar_client.Post"
    Post.sent = []
    return Post


def follow_up(order="pk"):
    """What happens after the commit: facts reach their receivers, jobs run."""
    for fact in Fact.objects.filter(delivered_at=None).order_by(order):
        deliver(fact.pk)
    running.run(seconds=60)


def send_all():
    follow_up()
    relay.run()


def parts_to(address=None):
    """The calendar parts of what was sent, in the order of sending: (method of the part, bytes)."""
    found = []
    for reader, _kind, message in Post.sent:
        for part in message.walk():
            if part.get_content_type() == "text/calendar" and address in (None, reader):
                found.append((part.get_param("method"), part.get_payload(decode=True)))
    return found


@dataclass
class Client:
    """Keeps the entry with the greatest SEQUENCE of each UID. A cancelled one stays cancelled for older messages."""

    entries: dict = field(default_factory=dict)

    def take(self, content):
        calendar = Calendar.from_ical(content)
        for event in calendar.walk("VEVENT"):
            number = (int(event["SEQUENCE"]), event["DTSTAMP"].dt)
            known = self.entries.get(str(event["UID"]))
            if known is None or number > known[0]:
                self.entries[str(event["UID"])] = (number, str(calendar["METHOD"]), event)

    @property
    def shown(self):
        """What stands in the calendar: (start, end, place) of each entry that was not cancelled."""
        living = [event for _, method, event in self.entries.values() if method == "REQUEST"]
        return sorted((each["DTSTART"].dt, each["DTEND"].dt, str(each.get("LOCATION", ""))) for each in living)

    @property
    def cancelled(self):
        return [uid for uid, (_, method, _event) in self.entries.items() if method == "CANCEL"]
