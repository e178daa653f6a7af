"""What a mail looks like to the program that reads it."""

from email import message_from_bytes
from email.policy import default

import pytest
from django.core.mail import BadHeaderError, send_mail

from scn_portal.notifications import kinds, relay, rendering
from scn_portal.notifications.models import OutboxMail

from .outbox import queue

pytestmark = pytest.mark.django_db


def sent(server):
    """The last mail, read back as a reader's program reads it, without a defect."""
    relay.run()
    message = message_from_bytes(server.accepted[-1][1], policy=default)
    for part in message.walk():
        assert part.defects == []
    return message


@pytest.mark.parametrize("language,direction", [("en", "ltr"), ("fr", "ltr"), ("es", "ltr"), ("ar", "rtl")])
def test_each_language_has_its_direction_in_both_parts(reader, notice, server, language, direction):
    reader.language = language
    reader.save()
    queue(reader)
    message = sent(server)
    html = message.get_body(("html",)).get_content()
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert message["Content-Language"] == language
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_the_language_is_that_of_the_person_at_sending(reader, notice, server):
    queue(reader)
    reader.language = "ar"
    reader.save()
    assert sent(server)["Content-Language"] == "ar"


def test_a_mail_to_a_bare_address_keeps_the_language_of_its_request(reader, notice, server):
    queue(subject=reader, address="mayor@lisboa.example", language="es")
    message = sent(server)
    assert (message["To"], message["Content-Language"]) == ("mayor@lisboa.example", "es")


def test_the_headers_say_what_it_is(reader, notice, server):
    row = queue(reader)
    OutboxMail.objects.update(request_number="abcdef1234567890")
    message = sent(server)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Request-ID"] == "abcdef1234567890"
    assert message["Message-ID"] == f"<{row.message_id.hex}@strongcities.example>"


def test_an_arabic_subject_is_encoded_and_read_back_whole(reader, notice, server):
    notice["name"] = "مدينة عمّان"
    queue(reader)
    message = sent(server)
    assert message["Subject"] == "News for مدينة عمّان"
    head = server.accepted[-1][1].partition(b"\r\n\r\n")[0]
    assert head.isascii()


def test_plain_text_is_not_escaped_and_html_is(reader, notice, server):
    notice["name"] = "<b>Ana & Bo</b>"
    queue(reader)
    message = sent(server)
    assert "Hello <b>Ana & Bo</b>." in message.get_body(("plain",)).get_content()
    assert "Hello &lt;b&gt;Ana &amp; Bo&lt;/b&gt;." in message.get_body(("html",)).get_content()


def test_a_line_break_in_a_name_makes_no_header(reader, notice, server):
    notice["name"] = "Ana\r\nBcc: all@cities.example"
    queue(reader)
    message = sent(server)
    assert message["Bcc"] is None
    assert message["Subject"] == "News for Ana Bcc: all@cities.example"


def test_a_line_break_in_the_subject_of_a_form_is_refused(server):
    with pytest.raises(BadHeaderError):
        send_mail("Hello\nBcc: all@cities.example", "text", None, ["ana@porto.example"])
    assert OutboxMail.objects.count() == 0


def test_a_domain_outside_ascii_is_written_so_that_servers_know_it(reader, notice, server):
    queue(subject=reader, address="office@münchen.example")
    assert sent(server)["To"] == "office@xn--mnchen-3ya.example"


def test_one_button_shows_its_address_and_the_mail_loads_nothing(reader, notice, server, settings):
    queue(reader)
    message = sent(server)
    html, text = message.get_body(("html",)).get_content(), message.get_body(("plain",)).get_content()
    address = settings.BASE_URL + "/me/inbox/"
    assert html.count(f'href="{address}"') == 1
    assert f">{address}</bdi>" in html
    assert f"Open the inbox:\n{address}" in text.replace("\r\n", "\n")
    assert "You follow notices." in text
    for loader in ("<img", "src=", "url(", "@import", "<link", "<script"):
        assert loader not in html
    assert len(bytes(server.accepted[-1][1])) < 100_000


def test_a_mail_above_the_limit_is_not_sent(reader, notice, server):
    notice["name"] = "x" * 60_000
    with pytest.raises(ValueError, match="100000"):
        rendering.message_for(queue(reader))


def test_a_mail_that_can_be_switched_off_carries_both_headers_and_others_neither(reader, notice, server):
    queue(reader)
    off = sent(server)
    assert off["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert off["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/unsubscribe/")
    queue(reader, kind="tests.decision")
    fixed = sent(server)
    assert (fixed["List-Unsubscribe"], fixed["List-Unsubscribe-Post"]) == (None, None)
    assert "/unsubscribe/" not in fixed.as_string()


def test_mail_of_a_form_goes_through_the_same_layout(server):
    send_mail("Reset your password", "Open this:\nhttps://portal.example/x/\n\nBye <you>", None, ["ana@porto.example"])
    message = sent(server)
    html = message.get_body(("html",)).get_content()
    assert '<html lang="en" dir="ltr">' in html
    assert '<a href="https://portal.example/x/"' in html
    assert "Bye &lt;you&gt;" in html
    assert message["Subject"] == "Reset your password"


def test_a_kind_with_a_text_only_gets_both_parts_from_the_layout(reader, notice, server, settings):
    folder = settings.TEMPLATES[0]["DIRS"][-1] / "tests" / "emails"
    (folder / "notice.html").unlink()
    (folder / "notice.txt").write_text(
        "{% autoescape off %}Hello {{ name }} <you>,\n\nread http://a.example/{% endautoescape %}"
    )
    queue(reader)
    message = sent(server)
    html, text = message.get_body(("html",)).get_content(), message.get_body(("plain",)).get_content()
    assert "<p>Hello Ana &amp; Bo &lt;you&gt;,</p>" in html
    assert '<a href="http://a.example/"' in html
    assert text.startswith("Hello Ana & Bo <you>,")
    assert "You follow notices." in text


@pytest.mark.parametrize("name", sorted(kinds.registered))
def test_each_declared_kind_has_its_subject_and_text(name):
    template = kinds.registered[name].template
    assert rendering.exists(f"{template}.subject.txt")
    assert rendering.exists(f"{template}.txt")


@pytest.mark.parametrize("name", sorted(kinds.registered))
def test_each_declared_kind_is_about_a_decision_or_can_be_switched_off(name):
    declared = kinds.registered[name]
    assert declared.is_security or declared.label
