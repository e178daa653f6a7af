"""Files: what comes in, how it is kept, and who reads it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import RequestFactory
from django.utils import timezone

from scn_portal.files import checks, readers, storage
from scn_portal.files.checks import check, clean_name
from scn_portal.files.models import StoredFile
from scn_portal.files.uploads import StopAtLimit
from tests.factories.files import pdf, picture


def upload(name, data):
    """As a form gets it: with the name that the browser sent, folders and all."""
    file = SimpleUploadedFile("x", data)
    file._name = name
    return file


@pytest.mark.parametrize(
    "name, data, content_type",
    [
        ("letter.pdf", pdf(), "application/pdf"),
        ("LETTER.PDF", pdf(behind=b"\r\n\r\n"), "application/pdf"),
        ("scan.png", picture("PNG"), "image/png"),
        ("scan.jpg", picture("JPEG"), "image/jpeg"),
        ("scan.jpeg", picture("JPEG", mode="CMYK"), "image/jpeg"),
        ("scan.webp", picture("WEBP"), "image/webp"),
        ("رسالة العمدة.pdf", pdf(), "application/pdf"),
    ],
)
def test_an_honest_file_is_accepted(name, data, content_type):
    checked = check(upload(name, data))
    assert (checked.name, checked.content_type) == (name, content_type)


def test_a_file_of_20_mb_passes_and_one_more_byte_does_not():
    full = pdf(behind=b"\n" * (checks.LARGEST - len(pdf())))
    assert check(upload("letter.pdf", full)).size == checks.LARGEST
    with pytest.raises(ValidationError, match="larger than 20 MB"):
        check(upload("letter.pdf", full + b"\n"))


@pytest.mark.parametrize(
    "given, kept",
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\letters\\mayor.pdf", "mayor.pdf"),
        ("letter\r\nBcc: x.pdf", "letter Bcc: x.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("رسالة.pdf", "رسالة.pdf"),
        ("نامه\u200cها.pdf", "نامه\u200cها.pdf"),
        ("re\u0301sume\u0301.pdf", "résumé.pdf"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ("\0\0", "file"),
        ("", "file"),
    ],
)
def test_a_name_is_one_line_without_folders(given, kept):
    assert clean_name(given) == kept


def test_an_upload_beyond_the_limit_is_dropped_while_it_arrives():
    handler = StopAtLimit()
    handler.new_file("letter", "letter.pdf", "application/pdf", None)
    passed = [handler.receive_data_chunk(b"x" * 65_536, start) for start in range(0, 60 * 2**20, 65_536)]
    kept = sum(len(chunk) for chunk in passed if chunk)
    assert checks.LARGEST <= kept <= checks.LARGEST + 65_536
    refused = handler.file_complete(60 * 2**20)
    assert isinstance(refused, UploadedFile) and refused.size == 60 * 2**20
    with pytest.raises(ValidationError, match="larger than 20 MB"):
        check(refused)
    refused.close()


def kept_letter(draft, link, name="letter.pdf", data=None):
    return storage.keep(check(upload(name, data or pdf())), owner=draft, by=link)


def test_a_kept_file_has_an_opaque_name_and_nothing_temporary_stays(media, draft, link):
    file = kept_letter(draft, link, "mayor.pdf")
    assert [each.name for each in media.rglob("*") if each.is_file()] == [file.code]
    assert (media / file.content.name).read_bytes() == pdf()
    assert (file.name, file.size, file.sha256) == ("mayor.pdf", len(pdf()), check(upload("a.pdf", pdf())).sha256)


def test_a_row_that_cannot_be_written_leaves_no_file(media, draft, link):
    upload_with_a_long_type = checks.CheckedUpload("letter.pdf", "x" * 500, pdf())
    with pytest.raises(Exception, match="too long"):
        storage.keep(upload_with_a_long_type, owner=draft, by=link)
    assert [each for each in media.rglob("*") if each.is_file()] == []


def test_a_link_keeps_100_files_a_day_and_not_one_more(media, draft, link):
    like = {"size": 1, "owner_kind": "cities.joinrequest", "owner_key": str(draft.pk)}
    StoredFile.objects.bulk_create(StoredFile(name="x", **like) for _ in range(99))
    kept_letter(draft, link)
    with pytest.raises(ValidationError, match="100 files"):
        kept_letter(draft, link)
    StoredFile.objects.update(uploaded_at=timezone.now() - timedelta(hours=25))
    kept_letter(draft, link)


def test_a_link_keeps_200_mb_a_day_and_not_one_byte_more(media, draft, link):
    like = {"owner_kind": "cities.joinrequest", "owner_key": str(draft.pk)}
    StoredFile.objects.create(name="x", size=storage.BYTES_A_DAY - len(pdf()) + 1, **like)
    with pytest.raises(ValidationError, match="200 MB"):
        kept_letter(draft, link)


@pytest.fixture
def rule(monkeypatch):
    def set_rule(answer):
        monkeypatch.setitem(readers._readers, "cities.joinrequest", answer)

    return set_rule


def test_a_file_is_served_with_the_headers_that_disarm_it(media, draft, link, rule, client):
    file = kept_letter(draft, link, "رسالة.pdf")
    rule(lambda principal, row: row == draft)
    answer = client.get(file.get_absolute_url())
    assert answer.content == pdf()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%D8%B1")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Type"] == "application/pdf"


def test_a_picture_is_shown_inline(media, draft, link, rule, client):
    file = kept_letter(draft, link, "scan.png", picture())
    rule(lambda principal, row: True)
    answer = client.get(file.get_absolute_url())
    assert answer["Content-Disposition"] == 'inline; filename="scan.png"'


@pytest.mark.parametrize("answer", [lambda principal, row: False, lambda principal, row: 1 / 0])
def test_a_file_hides_from_whom_no_rule_admits_and_when_the_rule_fails(media, draft, link, rule, client, answer):
    file = kept_letter(draft, link)
    rule(answer)
    hidden, wrong = client.get(file.get_absolute_url()), client.get("/files/nothinghere/")
    assert hidden.status_code == wrong.status_code == 404
    assert hidden.content == wrong.content


def test_a_file_without_an_owner_or_without_a_rule_is_read_by_nobody(media, draft, link, rule):
    request = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), {}
    rule(lambda principal, row: True)
    assert not readers.may_read(request, StoredFile(name="x"))
    assert not readers.may_read(request, StoredFile(name="x", owner_kind="cities.joinrequest", owner_key="0"))
    assert not readers.may_read(request, StoredFile(name="x", owner_kind="cities.term", owner_key="1"))


def test_a_file_whose_bytes_are_gone_is_a_wrong_address(media, draft, link, rule, client):
    file = kept_letter(draft, link)
    rule(lambda principal, row: True)
    (media / file.content.name).unlink()
    assert client.get(file.get_absolute_url()).status_code == 404
