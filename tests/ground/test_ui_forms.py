"""Forms: the summary of errors, the status, the hidden key, drafts on the server."""

from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpResponseRedirect
from django.test import RequestFactory
from django.views.generic import FormView

from scn_portal.ui.drafts import AutosaveMixin
from scn_portal.ui.forms import PortalFormMixin, new_submission_key
from scn_portal.ui.models import Draft, Submission
from scn_portal.ui.styleguide import SampleForm

pytestmark = pytest.mark.django_db


class NoteForm(forms.Form):
    title = forms.CharField()
    body = forms.CharField(widget=forms.Textarea, required=False)


class NoteView(AutosaveMixin, PortalFormMixin, FormView):
    form_class = NoteForm
    template_name = "ui/confirm.html"
    made = 0

    def get_success_url(self):
        NoteView.made += 1
        return f"/made/{NoteView.made}/"


class Messages(BaseStorage):
    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, messages, response, *args, **kwargs):
        return []


def send(method="post", person="ana", headers=None, **values):
    request = getattr(RequestFactory(), method)("/note/", values, headers=headers)
    request.user = SimpleNamespace(public_id=person, is_authenticated=False, zone="UTC")
    request._messages = Messages(request)
    response = NoteView.as_view()(request)
    return response.render() if hasattr(response, "render") else response


def test_a_refused_form_answers_422_and_its_summary_links_to_the_fields():
    page = send(title="", body="x")
    text = page.content.decode()
    assert page.status_code == 422
    assert "There is a problem" in text
    assert 'href="#id_title"' in text
    assert 'id="id_title"' in text
    assert "<title>Error: " in text


def test_a_list_of_choices_is_reached_by_its_first_entry():
    form = SampleForm({})
    assert 'href="#id_size_0"' in str(form)
    assert 'id="id_size_0"' in str(form)


def test_free_text_says_auto_and_addresses_say_left_to_right():
    form = SampleForm()
    assert 'dir="auto"' in str(form["name"])
    assert 'dir="auto"' in str(form["text"])
    assert 'dir="ltr"' in str(form["email"])


def test_a_form_that_is_sent_twice_makes_one_thing_and_leads_to_the_same_place():
    key = new_submission_key()
    first, second = (send(title="Once", submission_key=key) for _ in range(2))
    assert isinstance(first, HttpResponseRedirect)
    assert first.url == second.url
    assert Submission.objects.count() == 1
    assert send(title="Once", submission_key=new_submission_key()).url != first.url


def test_what_is_typed_is_kept_and_filled_in_again():
    answer = send(title="Half a th", headers={"X-Autosave": "1"})
    assert answer.status_code == 200
    assert Draft.objects.get().values == {"title": "Half a th"}
    assert "Half a th" in send("get").content.decode()
    assert "Half a th" not in send("get", person="bo").content.decode()


def test_without_javascript_a_button_keeps_the_draft():
    assert send(title="", body="Later", save_draft="1").status_code == 302
    assert Draft.objects.get().values["body"] == "Later"


def test_the_draft_goes_when_the_form_is_handed_in():
    send(title="Half", headers={"X-Autosave": "1"})
    assert send(title="Whole", draft_revision="1").status_code == 302
    assert not Draft.objects.exists()


def test_two_windows_do_not_overwrite_each_other_and_both_texts_are_shown():
    send(title="From the first window", headers={"X-Autosave": "1"})
    refused = send(title="From the second", headers={"X-Autosave": "1"}, draft_revision="0")
    assert refused.status_code == 409
    page = send(title="From the second", draft_revision="0")
    assert page.status_code == 409
    assert "From the first window" in page.content.decode()
    assert "From the second" in page.content.decode()
    assert Draft.objects.get().values["title"] == "From the first window"


def test_an_uploaded_file_and_a_password_are_never_kept_in_a_draft():
    class Secret(forms.Form):
        password = forms.CharField(widget=forms.PasswordInput)
        letter = forms.FileField()

    from scn_portal.ui.drafts import values_of

    assert values_of(Secret({"password": "long enough words", "letter": "x"})) == {}
