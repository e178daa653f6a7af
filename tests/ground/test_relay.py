"""The outbox and its relay: what becomes of a mail."""

import pytest
from django.contrib.auth import get_user_model

from scn_portal.notifications import kinds, outbox, relay
from scn_portal.notifications.models import OutboxMail

pytestmark = pytest.mark.django_db
State = OutboxMail.State


@pytest.fixture
def person():
    return get_user_model().objects.create_user("ana@porto.example", name="Ana")


@pytest.fixture
def kind(monkeypatch, tmp_path, settings):
    """A kind that an app could declare, with its templates; the returned dict is what its function answers."""
    folder = tmp_path / "tests" / "emails"
    folder.mkdir(parents=True)
    (folder / "notice.subject.txt").write_text("News for {{ name }}")
    (folder / "notice.txt").write_text(
        '{% extends "components/email.txt" %}{% block happened %}Hello {{ name }}.{% endblock %}'
    )
    (folder / "notice.html").write_text(
        '{% extends "components/email.html" %}{% block happened %}<p>Hello {{ name }}.</p>{% endblock %}'
    )
    templates = settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}
    settings.TEMPLATES = [templates]
    answer = {"name": "Ana & Bo", "button_url": settings.BASE_URL + "/me/inbox/", "button_label": "Open"}
    declared = kinds.Kind("tests.notice", lambda mail, subject: answer or None, label="Notices", in_inbox=True)
    monkeypatch.setitem(kinds.registered, "tests.notice", declared)
    return answer


class Server:
    """A transport that answers as the test wants and remembers what it accepted."""

    answers, accepted = [], []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def send(self, message, row, address):
        if self.answers:
            answer = self.answers.pop(0)
            if answer:
                raise answer
        self.accepted.append((address, bytes(message)))


@pytest.fixture
def server(settings):
    settings.MAIL_TRANSPORT = f"{__name__}.Server"
    Server.answers, Server.accepted = [], []
    return Server


def queue(person, **options):
    outbox.write("tests.notice", subject=person, person=person, **options)
    return OutboxMail.objects.latest("pk")


def test_a_queued_mail_is_sent_once_and_marked(person, kind, server):
    row = queue(person)
    assert relay.run() == 1
    assert relay.run() == 0
    row.refresh_from_db()
    assert (row.state, row.attempts, row.lease_until) == (State.SENT, 1, None)
    assert row.sent_at is not None
    assert [address for address, _ in server.accepted] == ["ana@porto.example"]
