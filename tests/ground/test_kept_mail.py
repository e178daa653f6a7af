"""Outgoing mail on a page, for staff of a portal without a mail server."""

import pytest
from django.contrib.auth import get_user_model

from scn_portal.notifications.models import KeptMail
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail():
    text = "Open http://127.0.0.1:8000/join/abc/open/token/\n<script>alert(1)</script>"
    html = "<!doctype html><html lang=en><head><style>p { color: red }</style></head><body><p>Hi</p></body></html>"
    return KeptMail.objects.create(address="mayor@lisboa.example", subject="Your link", text=text, html=html)


@pytest.fixture
def staff(client, settings):
    settings.KEEP_MAIL = True
    sign_in(client, get_user_model().objects.create_user("dev@isd.example", is_staff=True))
    return client


def pages(mail):
    return ["/mail/", f"/mail/{mail.code}/", f"/mail/{mail.code}/html/"]


def test_staff_find_the_link_and_can_click_it(staff, mail):
    page = staff.get(f"/mail/{mail.code}/").content.decode()
    assert '<a href="http://127.0.0.1:8000/join/abc/open/token/"' in page
    assert "<script>alert" not in page


def test_the_page_does_not_exist_for_others(client, settings, mail):
    settings.KEEP_MAIL = True
    client.force_login(get_user_model().objects.create_user("ana@porto.example"))
    assert [client.get(path).status_code for path in pages(mail)] == [404, 404, 404]


def test_the_page_does_not_exist_where_mail_really_goes_out(staff, settings, mail):
    settings.KEEP_MAIL = False
    assert [staff.get(path).status_code for path in pages(mail)] == [404, 404, 404]


def test_the_list_is_filtered_by_recipient(staff, mail):
    KeptMail.objects.create(address="bo@malmo.example", subject="Other")
    found = staff.get("/mail/?recipient=LISBOA").context["page_obj"].object_list
    assert [each.address for each in found] == ["mayor@lisboa.example"]
    assert "No mail to" in staff.get("/mail/?recipient=nobody%F0%9F%98%80").content.decode()


def test_the_html_part_is_shown_without_any_power(staff, mail):
    response = staff.get(f"/mail/{mail.code}/html/")
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style-src 'sha256-" in policy
    assert response.content.decode() == mail.html


def test_a_wiped_mail_says_so(staff, mail):
    KeptMail.objects.update(text="", html="")
    assert "was wiped" in staff.get(f"/mail/{mail.code}/").content.decode()
    assert staff.get(f"/mail/{mail.code}/html/").status_code == 404
