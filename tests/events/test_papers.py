"""Certificates: only for who was there, true for whoever asks, and telling nothing more."""

import io
import re
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from events import certificates
from events.lifecycle import papers
from events.models import Certificate, Event, EventText, Registration
from scn_portal.jobs import running
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from scn_portal.notifications.models import OutboxMail
from scn_portal.sharing import Sharing
from tests.factories.door import a_certificate, a_guest, an_event_today, who_came
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def read(content):
    return " ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())


def verify(client, code):
    return client.get(reverse("events:certificate_verify", args=[code]))


def page_of(guest):
    return reverse("events:certificate_detail", args=[guest.event.slug, guest.code])


def file_of(guest):
    return reverse("events:certificate", args=[guest.event.slug, guest.code])


# Issuing


def test_a_certificate_says_who_was_where_on_which_days():
    guest = who_came(days=(0, 1))
    paper = papers.issue(by=SYSTEM, within=guest)
    assert (paper.name, paper.initials, paper.attended["title"]) == ("Amina Diallo", "A. D.", guest.event.title)
    assert [day.isoformat() for day in paper.days] == paper.attended["stops"][0]["days"] and len(paper.days) == 2
    assert paper.sha256 == certificates.digest(paper)


def test_without_a_check_in_that_counts_there_is_none(mia):
    guest = a_guest(an_event_today(status="ended"))
    guest.check_ins.create(
        stop=guest.event.stops.get(), day=date(2026, 5, 4), result="wrong", why="too_late", scanned_at="2026-05-04T09Z"
    )
    with pytest.raises(TransitionRefused, match="nobody with this code was checked in"):
        papers.issue(by=mia, within=guest)


@pytest.mark.parametrize("status", ["open", "closed", "announced"])
def test_before_the_end_there_is_none(status, mia):
    with pytest.raises(TransitionRefused, match="when the event is over"):
        papers.issue(by=mia, within=who_came(an_event_today(status=status)))


def test_there_is_one_at_a_time_and_after_a_withdrawal_only_the_organisers_make_a_new_one(bo, mia):
    guest = who_came(user=bo)
    first = papers.issue(by=bo, within=guest)
    with pytest.raises(TransitionRefused, match="already"):
        papers.issue(by=mia, within=guest)
    papers.withdraw(first, by=mia, reason="The name was wrong.")
    with pytest.raises(TransitionRefused, match="was withdrawn"):
        papers.issue(by=bo, within=guest)
    assert papers.issue(by=mia, within=guest).code != first.code


def test_when_an_event_ends_everybody_who_came_gets_one_and_a_mail(bo, django_capture_on_commit_callbacks):
    event = an_event_today(status="ended")
    came = [who_came(event, f"Person {number}") for number in range(52)] + [who_came(event, user=bo)]
    a_guest(event, "Stayed at home")
    with django_capture_on_commit_callbacks(execute=True):
        papers.begin(event)
        papers.begin(event)
    with django_capture_on_commit_callbacks(execute=True):
        running.run()
    assert set(Certificate.objects.values_list("registration", flat=True)) == {each.pk for each in came}
    assert OutboxMail.objects.filter(kind="events.certificate_issued").count() == len(came)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Amina Diallo", "A. D."),
        ("ana maria da silva e costa", "A. M. D. C."),
        ("آمنة ديالو", "آ. د."),
        ("李明", "李."),
        ("…", "–"),
    ],
)
def test_initials_are_the_first_signs_of_the_words(name, initials):
    assert certificates.initials_of(name) == initials


# The paper


def test_the_file_holds_the_words_of_the_page_and_is_the_same_each_time(settings):
    paper = a_certificate(who_came(name="Łukasz Ćwikła"))
    content = certificates.as_pdf(paper)
    text = read(content)
    for words in ("Certificate of attendance", "Łukasz Ćwikła", paper.attended["title"], "Town hall: ", paper.code):
        assert words in text
    assert certificates.as_pdf(Certificate.objects.get()) == content
    assert PdfReader(io.BytesIO(content)).trailer["/Root"]["/Lang"] == "en"


def test_in_arabic_the_file_is_arabic_and_its_letters_read_back():
    guest = who_came(name="آمنة ديالو", language="ar")
    EventText.objects.create(event=guest.event, language="ar", title="قمة المدن")
    paper = a_certificate(guest)
    content = certificates.as_pdf(paper)
    reader = PdfReader(io.BytesIO(content))
    found = set(re.findall("[\u0600-\u06ff]", read(content)))
    assert set("قمة المدن آمنة ديالو".replace(" ", "")) <= found
    assert reader.trailer["/Root"]["/Lang"] == "ar" and "آمنة" in reader.metadata.title


def test_of_an_amber_meeting_the_paper_does_not_tell_the_title(porto):
    paper = a_certificate(who_came(an_event_today(status="ended", sharing=Sharing.AMBER, named=[porto])))
    assert "Strong Cities Network meeting" in read(certificates.as_pdf(paper))
    assert paper.event.title not in read(certificates.as_pdf(paper))


# The pages


def test_the_person_makes_the_certificate_reads_it_and_takes_the_file(client, bo):
    guest = who_came(user=bo)
    sign_in(client, bo)
    assert "Make the certificate" in client.get(page_of(guest)).content.decode()
    page = client.post(page_of(guest), follow=True).content.decode()
    assert "Amina Diallo" in page and Certificate.objects.get().code in page
    client.post(page_of(guest))
    assert Certificate.objects.count() == 1
    answer = client.get(file_of(guest))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    assert "no-store" in answer["Cache-Control"] and "attachment" in answer["Content-Disposition"]


def test_a_withdrawn_certificate_is_no_file_and_its_page_says_why(client, bo, mia):
    guest = who_came(user=bo)
    papers.withdraw(papers.issue(by=bo, within=guest), by=mia, reason="Mixed up at the door.")
    sign_in(client, bo)
    assert "Mixed up at the door." in client.get(page_of(guest)).content.decode()
    assert client.get(file_of(guest)).status_code == 404


def test_of_a_name_that_the_font_cannot_write_the_page_prints_and_the_file_says_so(client, bo):
    guest = who_came(user=bo, name="李明")
    papers.issue(by=bo, within=guest)
    sign_in(client, bo)
    assert "李明" in client.get(page_of(guest)).content.decode()
    assert client.get(file_of(guest)).status_code == 409


def test_the_seat_page_shows_the_code_before_and_the_certificate_after_the_event(client, bo):
    guest = a_guest(user=bo)
    sign_in(client, bo)
    page = client.get(guest.get_absolute_url()).content.decode()
    qr = reverse("events:registration_qr", args=[guest.event.slug, guest.code])
    assert qr in page and guest.code in page
    picture = client.get(qr)
    assert picture["Content-Type"] == "image/svg+xml" and b"<svg" in picture.content
    assert "no-store" in picture["Cache-Control"]
    Event.objects.update(status="ended")
    assert qr not in client.get(guest.get_absolute_url()).content.decode()
    guest.check_ins.create(stop=guest.event.stops.get(), day=date(2026, 5, 4), result="ok", scanned_at="2026-05-04T09Z")
    assert page_of(guest) in client.get(guest.get_absolute_url()).content.decode()


def test_without_a_confirmed_seat_there_is_no_code_for_the_door(client, bo):
    guest = a_guest(user=bo, status="waitlisted")
    sign_in(client, bo)
    assert client.get(reverse("events:registration_qr", args=[guest.event.slug, guest.code])).status_code == 404


# Whoever asks


def test_valid_withdrawn_and_not_known_have_one_shape(client, mia):
    valid, withdrawn = a_certificate(), a_certificate()
    papers.withdraw(withdrawn, by=mia, reason="A secret reason.")
    pages = [verify(client, code) for code in (valid.code, withdrawn.code, "zzzzzzzzzz")]
    texts = [each.content.decode() for each in pages]
    assert [each.status_code for each in pages] == [200, 200, 200]
    for text, word in zip(texts, ["Valid", "Withdrawn", "Not known"], strict=True):
        assert f"<h2>{word}</h2>" in text
    rows = [re.findall(r"<dt>(.*?)</dt>", text) for text in texts]
    assert rows[0] == rows[1] == rows[2] == ["Event", "Days", "Initials", "Issued on"]
    assert valid.event.title in texts[0] and "A. D." in texts[0]
    assert not any(words in "".join(texts) for words in ("Amina", "Diallo", "A secret reason"))


@pytest.mark.parametrize("sharing", [Sharing.GREEN, Sharing.AMBER])
def test_the_title_of_a_meeting_that_is_not_public_is_not_told_to_anybody_who_asks(sharing, client, mia):
    paper = a_certificate(who_came(an_event_today(status="ended", sharing=sharing)))
    sign_in(client, mia)
    text = verify(client, paper.code).content.decode()
    assert paper.event.title not in text and "A meeting of the Strong Cities Network" in text


def test_of_a_person_made_nameless_the_certificate_still_verifies(client):
    paper = a_certificate()
    Certificate.objects.update(name="", registration=None)
    Registration.objects.filter(pk=paper.registration_id).update(name="–")
    text = verify(client, paper.code.upper()).content.decode()
    assert "<h2>Valid</h2>" in text and "A. D." in text


def test_who_tries_codes_by_the_hundred_is_stopped(client):
    answers = [verify(client, f"zzzzzzzz{number}").status_code for number in range(62)]
    assert answers[0] == 200 and answers[-1] == 429
