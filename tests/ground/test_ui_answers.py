"""What holds for every answer: headers, error pages, refused methods, the language, reports of the policy."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui import errors
from scn_portal.ui.middleware import HeadersMiddleware

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/%00", "/accounts/login/?next=%00", "/search/?q=a%00b"])
def test_a_nul_in_the_address_is_a_bad_request(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_are_refused_before_any_view(client, method):
    response = client.generic(method, "/accounts/login/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_a_wrong_method_is_answered_with_a_page(client):
    response = client.get(reverse("ui:language"))
    assert response.status_code == 405
    assert b"does not work that way" in response.content


@pytest.mark.parametrize("address", ["/accounts/login/", "/no-such-page/", "/%00", "/.well-known/security.txt"])
def test_every_answer_carries_the_headers(client, address):
    headers = client.get(address).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "charset=utf-8" in headers["Content-Type"]


def test_only_the_page_that_needs_passkeys_asks_for_them(client):
    assert "publickey-credentials-get=(self)" in client.get("/accounts/login/")["Permissions-Policy"]
    assert "publickey-credentials-get=()" in client.get("/no-such-page/")["Permissions-Policy"]


def test_signing_out_clears_what_the_browser_holds(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("ana@porto.example", "a long pass phrase", name="Ana"))
    response = client.post("/accounts/logout/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in response["Cache-Control"]


def test_a_wrong_address_says_the_same_to_everybody_and_prints_neither_path_nor_number(client):
    first, second = client.get("/no-such-page/"), client.get("/cities/hidden-one/x/")
    assert first.status_code == second.status_code == 404
    assert first.content == second.content
    assert b"no-such-page" not in first.content
    assert first["X-Request-ID"].encode() not in first.content


@pytest.mark.parametrize("status", sorted(errors.WORDS))
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_error_pages_need_no_database_and_speak_the_readers_language(django_assert_num_queries, status, language):
    request = RequestFactory().get("/", headers={"Accept-Language": language})
    with django_assert_num_queries(0):
        response = errors.page(request, status)
    assert response.status_code == status
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in response.content.decode()


def test_a_refused_step_is_a_conflict_with_its_reason():
    middleware = HeadersMiddleware(lambda request: None)
    answer = middleware.process_exception(RequestFactory().get("/"), TransitionRefused("Already approved."))
    assert answer.status_code == 409
    assert b"Already approved." in answer.content


def test_a_missing_right_says_why_and_who_can_but_never_the_name_of_the_permission():
    request = RequestFactory().get("/")
    plain = errors.forbidden(request, errors.PermissionDenied("cities.approve_joinrequest"))
    told = errors.forbidden(request, errors.NotAllowed("Only leads invite.", "Ask Ana."))
    assert b"approve_joinrequest" not in plain.content
    assert b"Only leads invite." in told.content
    assert b"Ask Ana." in told.content


def test_a_database_that_is_down_is_told_apart_from_a_mistake_of_ours():
    try:
        raise OperationalError("connection refused by 10.0.0.1")
    except OperationalError:
        response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 503
    assert response["Retry-After"]
    assert b"10.0.0.1" not in response.content


def test_a_form_without_its_token_is_refused_with_a_page():
    response = Client(enforce_csrf_checks=True).post(reverse("ui:language"), {"language": "fr"})
    assert response.status_code == 403
    assert b"open for too long" in response.content


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_the_language_is_remembered_and_never_leads_off_the_portal(client, target):
    response = client.post(reverse("ui:language"), {"language": "ar", "next": target})
    assert response.url == "/"
    assert response.cookies["__Host-language"].value == "ar"
    assert client.post(reverse("ui:language"), {"language": "xx", "next": "/accounts/login/"}).url == "/accounts/login/"


def test_reports_of_the_policy_are_counted_and_answer_nothing(client, caplog):
    body = '{"csp-report": {"effective-directive": "style-src-attr"}}'
    response = client.post(reverse("ui:csp_report"), body, content_type="application/csp-report")
    assert (response.status_code, response.content) == (204, b"")
    assert [record.rule for record in caplog.records if hasattr(record, "rule")] == ["style-src-attr"]
    assert client.post(reverse("ui:csp_report"), "x" * 20_000, content_type="text/plain").status_code == 204


def test_security_txt_names_a_contact_and_an_end(client):
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:" in text
    assert "Expires: 20" in text


def test_the_style_guide_is_for_staff(client, django_user_model):
    member = django_user_model.objects.create_user("ana@porto.example", name="Ana")
    client.force_login(member)
    assert client.get(reverse("ui:styleguide")).status_code == 404
