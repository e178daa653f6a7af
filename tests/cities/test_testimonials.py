"""What city leaders said: with consent, with the office of that day, never as a quotation unless it is one."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cities import models
from cities.lifecycle import testimonials
from scn_portal.lifecycle import TransitionRefused
from tests.factories.cities import a_member
from tests.factories.site import a_testimonial
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("missing", [{"consent": ""}, {"consent_on": None}])
def test_nothing_is_published_without_consent_and_the_words_say_why(mia, missing):
    row = a_testimonial(**missing)
    with pytest.raises(TransitionRefused, match="Nothing is published without consent"):
        testimonials.publish(row, by=mia)
    with pytest.raises(IntegrityError, match="testimonial_published_with_consent"), transaction.atomic():
        models.Testimonial.objects.filter(pk=row.pk).update(status="published")


def test_what_is_shown_cannot_lose_its_consent(mia):
    row = testimonials.publish(a_testimonial(), by=mia)
    with pytest.raises(TransitionRefused):
        testimonials.change(row, by=mia, consent="")


def test_a_summary_is_shown_as_one_and_a_quotation_as_one(client, mia):
    testimonials.publish(a_testimonial("We learn from others."), by=mia)
    for page in ("/", "/about/"):
        html = client.get(page).content.decode()
        assert "In summary" in html and "<blockquote" not in html, page
    testimonials.change(models.Testimonial.objects.get(), by=mia, is_quotation=True)
    for page in ("/", "/about/"):
        html = client.get(page).content.decode()
        assert "In summary" not in html and "<blockquote" in html, page


def test_name_office_and_month_stay_as_they_were_and_the_language_is_the_readers(client, mia):
    row = a_testimonial(city=a_member("Porto"), said_on=date(2015, 9, 1), precision="month")
    testimonials.set_text(row, by=mia, language="fr", text="Nous apprenons.", needs_check=True)
    testimonials.publish(row, by=mia)
    page = client.get("/", headers={"Accept-Language": "fr"}).content.decode()
    assert '<p lang="fr" dir="auto">Nous apprenons.</p>' in page
    assert "Lea Holm" in page and '<time datetime="2015-09">' in page
    arabic = client.get("/", headers={"Accept-Language": "ar"}).content.decode()
    assert '<p lang="en" dir="auto">We learn from others.</p>' in arabic


def test_drafts_and_retired_ones_are_shown_to_nobody(client, mia):
    a_testimonial("A draft.")
    testimonials.retire(testimonials.publish(a_testimonial("Over."), by=mia), by=mia)
    assert "A draft." not in client.get("/").content.decode()
    assert "Over." not in client.get("/about/").content.decode()


def test_the_staff_page_refuses_to_show_without_consent_and_keeps_the_draft(client, mia):
    row = a_testimonial(consent="")
    sign_in(client, mia)
    answer = client.post(reverse("admin:cities_testimonial_act", args=[row.pk, "publish"]))
    assert answer.status_code == 409
    assert "Nothing is published without consent" in answer.content.decode()
    assert client.get("/admin/cities/testimonial/zzz/change/").status_code == 404
