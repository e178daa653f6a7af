"""What the tests of mail share: a kind with its templates, and a transport that answers as the test wants."""

import pytest
from django.contrib.auth import get_user_model

from scn_portal.notifications import kinds, outbox
from scn_portal.notifications.models import OutboxMail

PARTS = {
    "subject.txt": "News for {{ name }}",
    "txt": '{% extends "components/email.txt" %}{% block happened %}Hello {{ name }}.{% endblock %}',
    "html": '{% extends "components/email.html" %}{% block happened %}<p>Hello {{ name }}.</p>{% endblock %}',
}


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
def reader():
    return get_user_model().objects.create_user("ana@porto.example", name="Ana")


@pytest.fixture
def notice(monkeypatch, tmp_path, settings):
    """A kind as an app declares it, "tests.notice"; the returned dict is what its function answers."""
    folder = tmp_path / "tests" / "emails"
    folder.mkdir(parents=True)
    for part, text in PARTS.items():
        (folder / f"notice.{part}").write_text(text)
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    answer = {"name": "Ana & Bo", "button_url": settings.BASE_URL + "/me/inbox/", "button_label": "Open the inbox"}
    values = lambda mail, subject: dict(answer) or None  # noqa: E731
    declared = kinds.Kind("tests.notice", values, "Notices", "You follow notices.", in_inbox=True)
    required = kinds.Kind("tests.decision", values, is_security=True)
    monkeypatch.setattr(kinds.Kind, "template", "tests/emails/notice")
    monkeypatch.setitem(kinds.registered, "tests.notice", declared)
    monkeypatch.setitem(kinds.registered, "tests.decision", required)
    return answer


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "scn_portal.notifications.backend.OutboxBackend"
    settings.MAIL_TRANSPORT = f"{__name__}.Server"
    Server.answers, Server.accepted = [], []
    return Server


def queue(person=None, kind="tests.notice", **options):
    subject = options.pop("subject", person)
    outbox.write(kind, subject=subject, person=person, **options)
    return OutboxMail.objects.latest("pk")
