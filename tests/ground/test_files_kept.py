"""Files after they came in: refusals that staff see, smaller pictures, the nightly sweep, people's data in tables."""

import os
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from cities.lifecycle import joining
from scn_portal.files import pictures, refusals, storage, sweeping, tables
from scn_portal.files.checks import PAPERS, TYPES, CheckedUpload, check
from scn_portal.files.forms import UploadField
from scn_portal.files.models import RefusedUpload, StoredFile
from scn_portal.jobs import system
from scn_portal.lifecycle import VISITOR, LinkHolder
from tests.factories.files import office, pdf, picture, workbook
from tests.factories.joining import a_ready_draft
from tests.signing_in import sign_in


class LetterForm(forms.Form):
    words = forms.CharField(required=False)
    letter = UploadField(accepts=PAPERS)


def sent(name, data):
    form = LetterForm({"words": "kept"}, {"letter": SimpleUploadedFile(name, data)})
    assert not form.is_valid()
    return form


def test_a_refused_file_leaves_one_row_that_says_what_why_who_and_when(db, ana):
    form = sent("letter.pdf", b"<html>")
    assert refusals.note(form, by=ana, owner_kind="cities.joinrequest") == 1
    row = RefusedUpload.objects.get()
    assert (row.name, row.size, row.reason, row.owner_kind) == ("letter.pdf", 6, "web_page", "cities.joinrequest")
    assert (row.person, row.sender_kind, len(row.sha256)) == (ana, "person", 64)
    assert timezone.now() - row.refused_at < timedelta(minutes=1)


def test_a_form_without_a_refused_file_leaves_no_row(db):
    form = LetterForm({}, {})
    assert not form.is_valid() and refusals.note(form, by=VISITOR) == 0
    assert not RefusedUpload.objects.exists()


def test_one_sender_fills_no_more_than_a_days_share_of_rows(db, monkeypatch):
    monkeypatch.setattr(refusals, "NOTED_A_DAY", 2)
    for _number in range(4):
        refusals.note(sent("letter.exe", b"MZ"), by=VISITOR)
    assert RefusedUpload.objects.count() == 2


def test_the_page_of_a_request_notes_a_refused_letter_and_keeps_what_was_typed(client, db):
    request = a_ready_draft()
    holder = LinkHolder(f"cities.joinrequest:{request.code}")
    session = client.session
    session["opened_by_link"] = {holder.opens: request.link_issue}
    session.save()
    client.cookies["__Host-session"] = session.session_key
    given = {"decision_number": "12/2026", "letter": SimpleUploadedFile("letter.docx", office())}
    answer = client.post(reverse("cities:join_evidence", args=[request.code]), given)
    assert answer.status_code == 422 and b'value="12/2026"' in answer.content
    row = RefusedUpload.objects.get()
    assert (row.reason, row.sender_kind, row.sender, row.owner_kind) == (
        "kind",
        "link",
        holder.audit_key,
        "cities.joinrequest",
    )
    assert joining.requests and not StoredFile.objects.exists()


@pytest.mark.parametrize("who, status", [("mia", 200), ("ada", 200), ("rita", 403), ("ana", 404)])
def test_moderators_and_administrators_see_refused_files(client, db, request, who, status):
    refusals.note(sent("letter.pdf", b"<html>"), by=VISITOR, owner_kind="cities.joinrequest")
    sign_in(client, request.getfixturevalue(who))
    answer = client.get(reverse("admin:files_refusedupload_changelist"))
    assert answer.status_code == status
    if status == 200:
        text = answer.content.decode()
        assert all(words in text for words in ("letter.pdf", "is a web page", "a visitor"))
        assert "/change/" not in text and "/add/" not in text


def kept_picture(draft, link, size=(1000, 500)):
    upload = SimpleUploadedFile("garden.png", picture("PNG", size=size))
    return storage.keep(check(upload, widths=pictures.WIDTHS), owner=draft, by=link)


def test_the_smaller_widths_of_a_picture_belong_to_the_same_row_and_do_not_count_for_the_day(media, draft, link):
    file = kept_picture(draft, link)
    assert (file.width, file.height) == (1000, 500)
    smaller = file.smaller.order_by("width")
    assert [(each.width, each.height, each.owner_key) for each in smaller] == [
        (400, 200, str(draft.pk)),
        (800, 400, str(draft.pk)),
    ]
    assert all((media / each.content.name).stat().st_size == each.size for each in smaller)
    StoredFile.objects.bulk_create(
        StoredFile(name="x", size=1, owner_kind=file.owner_kind, owner_key=file.owner_key) for _ in range(98)
    )
    kept_picture(draft, link)
    with pytest.raises(refusals.Refused, match="100 files"):
        kept_picture(draft, link)


def shown(file, **values):
    return Template("{% picture file alt %}").render(Context({"file": file, **values}))


def test_a_picture_is_shown_with_its_measures_and_widths(media, draft, link):
    file = kept_picture(draft, link)
    small, large = file.smaller.order_by("width")
    tag = shown(file, alt='A "green" yard')
    assert f'src="{large.get_absolute_url()}"' in tag and 'width="800" height="400"' in tag
    assert f'srcset="{small.get_absolute_url()} 400w, {large.get_absolute_url()} 800w"' in tag
    assert 'alt="A &quot;green&quot; yard"' in tag and 'loading="lazy"' in tag
    assert "style" not in tag and shown(None, alt="") == ""


def test_a_picture_without_smaller_widths_is_shown_itself(media, draft, link):
    upload = SimpleUploadedFile("dot.png", picture("PNG"))
    file = storage.keep(check(upload), owner=draft, by=link)
    assert f'srcset="{file.get_absolute_url()} 40w"' in shown(file, alt="")


def grow_old(*paths):
    past = (timezone.now() - timedelta(hours=25)).timestamp()
    for path in paths:
        os.utime(path, (past, past))


def test_the_sweep_removes_old_bytes_without_a_row_and_nothing_else(media, draft, link):
    kept = media / kept_picture(draft, link).content.name
    (media / "incoming" / "left").write_bytes(b"x")
    (media / "incoming" / "arriving").write_bytes(b"x")
    (media / "zz").mkdir()
    (media / "zz" / "zz-without-a-row").write_bytes(b"x")
    (media / "zz" / "zz-just-written").write_bytes(b"x")
    grow_old(kept, media / "incoming" / "left", media / "zz" / "zz-without-a-row")
    before = {each for each in media.rglob("*") if each.is_file()}
    sweeping.sweep_files()
    gone = before - {each for each in media.rglob("*") if each.is_file()}
    assert {each.name for each in gone} == {"left", "zz-without-a-row"}


def test_a_row_without_bytes_is_marked_and_shown_to_staff_until_they_are_back(media, draft, link, caplog):
    file = kept_picture(draft, link)
    path = Path(file.content.path)
    held = path.rename(media / "held")
    assert sweeping.mark_without_bytes() == 1
    assert "a stored file is missing" in caplog.text
    counts = dict(system.tables())[system._sources["files"].label]
    assert [(tone, number) for _words, tone, number, _oldest in counts] == [("bad", 1)]
    held.rename(path)
    assert sweeping.mark_without_bytes() == 0
    assert dict(system.tables())[system._sources["files"].label] == []


def test_a_file_whose_owner_is_gone_leaves_with_its_bytes_after_a_day(media, draft, link):
    file = kept_picture(draft, link)
    paths = [Path(each.content.path) for each in StoredFile.objects.all()]
    grow_old(*paths)
    draft_key, _gone = file.owner_key, draft.delete()
    sweeping.sweep_files()
    assert StoredFile.objects.filter(owner_key=draft_key).count() == 3
    StoredFile.objects.update(uploaded_at=timezone.now() - timedelta(hours=25))
    sweeping.sweep_files()
    assert not StoredFile.objects.exists() and not any(path.exists() for path in paths)


def test_refusals_are_kept_for_a_year(media, db):
    refusals.note(sent("old.exe", b"MZ"), by=VISITOR)
    RefusedUpload.objects.update(refused_at=timezone.now() - timedelta(days=366))
    refusals.note(sent("new.exe", b"MZ"), by=VISITOR)
    sweeping.sweep_files()
    assert [row.name for row in RefusedUpload.objects.all()] == ["new.exe"]


PERSONAL = "Name|First name|e-mail|E-Mail-Adresse|Mobile phone|date_of_birth|homeAddress|Nom|Prénom|Courriel|Téléphone"
PERSONAL += (
    "|Date de naissance|Apellidos|Nombre|Correo electrónico|Fecha de nacimiento|Dirección|الاسم|البريد الإلكتروني"
)
PERSONAL += "|رقم الهاتف|تاريخ الميلاد|Passport no."
HARMLESS = (
    "City|Name of the city|country_name|Number of participants|Year|Nom de la ville|Nombre del proyecto|Âge (groupe)"
)
HARMLESS += "|Website address|اسم المدينة|عدد المشاركين|Theme|2019|"


@pytest.mark.parametrize("heading", PERSONAL.split("|"))
def test_a_heading_that_names_a_persons_data_is_found(heading):
    assert tables.names_a_person(heading)


@pytest.mark.parametrize("heading", HARMLESS.split("|"))
def test_a_heading_that_names_a_thing_is_let_pass(heading):
    assert not tables.names_a_person(heading)


@pytest.mark.parametrize(
    "name, data",
    [
        ("t.csv", "Year;E-mail;Name;Theme\n2020;a@b.example;Jo;x\n".encode("utf-16")),
        ("t.csv", b'\n"Year","E-mail","Name"\n'),
        ("t.csv", b"Our table\nYear\tE-mail\tName\n"),
        ("t.xlsx", workbook(["Our table"], ["Year", "E-mail", 1, 0], shared=["Theme", "Name"])),
    ],
)
def test_the_columns_of_a_table_that_hold_peoples_data_are_named(name, data):
    assert tables.personal_columns(check(SimpleUploadedFile(name, data))) == ["E-mail", "Name"]


@pytest.mark.parametrize(
    "name, data", [("l.pdf", pdf()), ("l.docx", office()), ("n.csv", b"Year,City\n"), ("n.xlsx", workbook([7]))]
)
def test_what_holds_no_such_column_names_none(name, data):
    assert tables.personal_columns(check(SimpleUploadedFile(name, data))) == []


def test_the_field_says_what_it_takes_before_anything_is_chosen():
    field = UploadField(accepts=("CSV", "WEBP"))
    assert str(field.help_text) == "CSV, WebP; at most 20 MB. Pictures are kept without their metadata."
    assert field.widget.attrs["accept"] == ".csv,.webp"
    assert re.search(r"DOCX, XLSX, PPTX, CSV, TXT", str(UploadField().help_text))


def test_headings_are_looked_for_without_reading_a_whole_workbook():
    """A first row that never ends, packed small: 60 MB of cells."""
    row = "<c t='inlineStr'><is><t>E-mail</t></is></c>" * 1_400_000
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f"<worksheet xmlns='{space}'><sheetData><row>{row}</row></sheetData></worksheet>"
    checked = CheckedUpload("t.xlsx", TYPES["XLSX"], office("XLSX", {"xl/worksheets/sheet1.xml": sheet}))
    began = time.process_time()
    assert tables.personal_columns(checked) == ["E-mail"]
    assert time.process_time() - began < 1
