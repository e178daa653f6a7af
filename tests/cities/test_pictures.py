"""The picture register: what may be shown, how it is shown, and that the credits name exactly what is shown."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from cities.credits import shown_pictures
from cities.lifecycle import pictures, testimonials
from cities.models import Picture, Profile
from scn_portal.files.models import RefusedUpload, StoredFile
from scn_portal.lifecycle import TransitionRefused
from scn_portal.sharing import Sharing
from tests.factories.cities import a_city
from tests.factories.files import picture as drawn
from tests.factories.hub import a_file, a_resource
from tests.factories.site import a_news_item, a_picture, a_testimonial, an_organisation, an_upload
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("empty", "named"),
    [
        ({"author": ""}, "author"),
        ({"licence": ""}, "licence"),
        ({"alt": {}}, "what it shows (English)"),
        ({"alt": {"fr": "Une rivière"}}, "what it shows (English)"),
        ({"people_consent": "missing"}, "people in the picture"),
    ],
)
def test_a_picture_is_not_shown_before_the_register_knows_it_and_the_field_is_named(mia, empty, named):
    draft = a_picture(**empty)
    with pytest.raises(TransitionRefused) as refusal:
        pictures.publish(draft, by=mia)
    assert str(refusal.value) == f"The register does not know yet: {named}."
    with pytest.raises(IntegrityError, match="picture_published_is_credited"), transaction.atomic():
        Picture.objects.filter(pk=draft.pk).update(status="published")


def test_what_is_shown_cannot_lose_its_author_later(mia):
    shown = a_picture(status="published")
    with pytest.raises(TransitionRefused, match="author"):
        pictures.describe(shown, by=mia, author="")
    assert Picture.objects.get().author == "Noor Silva"


def test_a_file_is_drawn_in_widths_and_the_same_file_is_taken_once(mia):
    upload = an_upload(size=(900, 30))
    first = pictures.register(by=mia, upload=upload, title="River")
    assert (first.status, first.sha256) == ("draft", upload.sha256)
    assert [each.width for each in first.file.smaller.all()] == [400]
    with pytest.raises(TransitionRefused, match="in the register already"):
        pictures.register(by=mia, upload=upload, title="River again")
    assert StoredFile.objects.filter(derived_from=None).count() == 1


def test_a_lead_adds_a_picture_of_the_own_city_and_of_no_other(ana, porto, malmo):
    mine = pictures.register(by=ana, within=porto, title="River")
    assert pictures.describe(mine, by=ana, author="Ana").author == "Ana"
    with pytest.raises(PermissionDenied):
        pictures.register(by=ana, within=malmo, title="Bridge")
    with pytest.raises(PermissionDenied):
        pictures.publish(mine, by=ana)


def test_another_picture_takes_the_place_of_one_on_every_page(mia, porto):
    old, new = a_picture(status="published"), a_picture(status="published")
    Profile.objects.create(city=porto, picture=old)
    assert pictures.replace(old, by=mia, new=new).status == "replaced"
    assert Profile.objects.get().picture == new
    with pytest.raises(TransitionRefused):
        pictures.replace(new, by=mia, new=a_picture())


def shown(row, language="en"):
    with translation.override(language):
        words = "{% load register_pictures %}{% register_picture row %}"
        return Template(words).render(Context({"row": row})).strip()


def test_a_picture_stands_with_author_and_licence_and_in_the_readers_language(mia):
    row = a_picture(
        "published", an_upload(), mia, licence_url="https://x.example/by", alt={"en": "Hill", "fr": "Colline"}
    )
    assert 'alt="Colline"' in shown(row, "fr") and 'lang="fr"' not in shown(row, "fr")
    assert 'alt="Hill" lang="en"' in shown(row, "ar")
    assert "Noor Silva" in shown(row) and 'href="https://x.example/by"' in shown(row)


def test_nothing_is_shown_of_a_draft_a_retired_one_or_one_without_a_file(mia):
    assert shown(None) == shown(a_picture("published")) == shown(a_picture("draft", an_upload(), mia)) == ""


@pytest.fixture
def on_porto(mia, porto):
    row = a_picture("published", an_upload(), mia)
    Profile.objects.create(city=porto, picture=row)
    return row


def test_the_file_of_a_draft_is_for_moderators_and_its_city(client, mia, ana, eve, porto, malmo):
    address = a_picture("draft", an_upload(), mia, city=porto).file.get_absolute_url()
    assert client.get(address).status_code == 404
    answers = {who.name: sign_in(client, who).get(address).status_code for who in (eve, ana, mia)}
    assert list(answers.values()) == [404, 200, 200]


def test_the_credits_name_a_picture_while_it_is_shown_and_no_longer(client, mia, on_porto):
    a_picture("published", an_upload(), mia, title="Used nowhere")
    page = client.get("/about/credits/").content.decode()
    assert on_porto.title in page and "Used nowhere" not in page
    assert on_porto.file.get_absolute_url() in page
    pictures.retire(on_porto, by=mia)
    assert not shown_pictures().exists()
    assert on_porto.title not in client.get("/about/credits/").content.decode()


def test_a_picture_of_a_city_that_nobody_may_open_is_not_in_use(mia):
    Profile.objects.create(city=a_city("Beja"), picture=a_picture("published", an_upload(), mia))
    assert not shown_pictures().exists()


def test_staff_add_a_picture_with_its_file_and_put_it_on_the_pages(client, mia):
    sign_in(client, mia)
    facts = {
        "title": "River",
        "author": "Noor",
        "licence": "CC BY 4.0",
        "people_consent": "nobody",
        "alt_en": "Water",
    }
    upload = SimpleUploadedFile("river.png", drawn(), "image/png")
    address = reverse("admin:cities_picture_make", args=["register"])
    assert client.post(address, facts | {"upload": upload}).status_code == 302
    row = Picture.objects.get()
    assert (row.alt, row.commercial_use, bool(row.file)) == ({"en": "Water"}, None, True)
    page = client.get(reverse("admin:cities_picture_change", args=[row.code])).content.decode()
    assert 'alt="Water"' in page
    assert client.post(reverse("admin:cities_picture_act", args=[row.code, "publish"])).status_code == 302
    assert Picture.objects.get().status == "published"


def test_a_file_that_is_no_picture_is_refused_with_a_word_and_noted(client, mia):
    sign_in(client, mia)
    bad = SimpleUploadedFile("river.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")
    answer = client.post(reverse("admin:cities_picture_make", args=["register"]), {"title": "R", "upload": bad})
    assert answer.status_code == 422
    assert not Picture.objects.exists()
    assert RefusedUpload.objects.get().owner_kind == "cities.picture"


def files_in(html, pattern):
    """The files that the page names in that way, each as the whole picture from which smaller ones were drawn."""
    codes = set(re.findall(pattern, html))
    return {file.derived_from or file for file in StoredFile.objects.filter(code__in=codes)}


def test_the_credits_name_exactly_the_pictures_that_a_walk_over_the_public_pages_meets(client, mia, porto):
    def picture_of(title):
        return a_picture("published", an_upload(), mia, title=title)

    Profile.objects.create(city=porto, picture=picture_of("Of the city"))
    item = a_news_item(picture=picture_of("Of the news"))
    a_news_item(picture=picture_of("Of a draft"), status="draft")
    testimonials.publish(a_testimonial(portrait=picture_of("Of the mayor")), by=mia)
    a_testimonial(portrait=picture_of("Of somebody who has not agreed"))
    an_organisation(mark=picture_of("Of the partner")).roles.create(role="funder")
    an_organisation(mark=picture_of("Of somebody without a role"))
    resource = a_resource(porto)
    a_file(resource.current_version, "yard.png", by=mia)
    members = a_resource(porto, sharing=Sharing.GREEN)
    a_file(members.current_version, "inside.png", by=mia)
    picture_of("Of nothing")
    pages = ["/", "/about/", "/about/partners/", "/about/news/", "/cities/", "/hub/", item.get_absolute_url()]
    pages += [each.get_absolute_url() for each in (porto, resource)]
    shown_there = set()
    for page in pages:
        shown_there |= files_in(client.get(page).content.decode(), r'<img src="/files/(\w+)/"')
    credited = files_in(client.get("/about/credits/").content.decode(), r'href="/files/(\w+)/"')
    assert credited == shown_there
    assert len(credited) == 5


def test_a_picture_that_a_city_added_waits_for_the_moderators(client, mia, porto):
    row = a_picture("draft", an_upload(), mia, city=porto)
    a_picture("draft", city=porto, title="Credit alone")
    page = sign_in(client, mia).get(reverse("admin:index")).content.decode()
    assert f"Porto: {row.title}" in page and "Credit alone" not in page
