"""A city checks what it wrote, sees it as readers will, and releases it; takes it back, gives it up, asks again."""

import pytest
from django.urls import reverse

from hub.models import Version
from hub.schema import Need, gaps, mandatory_safeguards
from tests.factories.cities import a_representative
from tests.factories.hub import a_content, a_draft, a_resource
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def page_of(name, draft, *more):
    return reverse(f"hub:{name}", args=[draft.resource.slug, *more])


def status_of(draft):
    return Version.objects.get(pk=draft.pk).status


@pytest.fixture
def draft(porto, ana):
    return a_draft(porto, ana)


@pytest.fixture
def unfinished(porto, ana):
    content = a_content(safeguards={}, audience=["adolescents"], started="soon") | {"need": "", "core": []}
    return a_draft(porto, ana, content=content)


def becomes(draft, status, **more):
    released = {"content_hash": "-", "released_at": draft.started_at}
    Version.objects.filter(pk=draft.pk).update(status=status, **(released | more))


# Checking


def test_each_gap_is_named_and_leads_to_its_place(client, ana, unfinished):
    sign_in(client, ana)
    page = client.get(page_of("resource_check", unfinished)).content.decode()
    found = gaps("good_practice", unfinished.content, until=Need.RELEASE)
    assert {each.code for each in found if each.code} == mandatory_safeguards(["primary"], ["adolescents"])
    for gap in found:
        place = f"id_{gap.field}_{gap.code}" if gap.code else f"q-{gap.field}"
        section = page_of("resource_edit", unfinished, gap.section)
        assert f'href="{section}#{place}"' in page and str(gap.words) in page
        assert f'id="{place}"' in client.get(section).content.decode()
    assert "can wait until it is published" in page
    assert page_of("version_release", unfinished) not in page


def test_a_release_with_gaps_is_answered_with_the_check_page_and_nothing_is_lost(client, ana, unfinished):
    sign_in(client, ana)
    answer = client.post(page_of("version_release", unfinished))
    page = answer.content.decode()
    assert answer.status_code == 422 and "<title>Error: " in page
    assert "Fill in “Which need it answers”." in page and "Answer “Rights of the child”." in page
    assert status_of(unfinished) == "draft"
    assert client.get(page_of("version_release", unfinished))["Location"] == page_of("resource_check", unfinished)


def test_everything_that_was_written_stands_on_the_check_page(client, ana, draft):
    page = sign_in(client, ana).get(page_of("resource_check", draft)).content.decode()
    for words in ("One mentor for one person", "Everybody may ask.", "English", "Running", "Youth", "2019"):
        assert words in page


# Releasing


def test_the_lead_contact_releases_after_a_question_and_gets_a_receipt(client, ana, draft):
    sign_in(client, ana)
    page = client.get(page_of("version_release", draft)).content.decode()
    assert "Release this version?" in page and "“Mentors for young people”. You answer" in page
    answer = client.post(page_of("version_release", draft), follow=True)
    page = answer.content.decode()
    assert status_of(draft) == "released"
    assert draft.resource.code in page and "What happens" not in page and "ten working days" in page
    assert client.post(page_of("version_release", draft))["Location"] == page_of("resource_check", draft), (
        "twice is once"
    )


def test_a_practitioner_is_told_who_can_release(client, ana, porto, draft):
    pia = a_representative(porto, role="practitioner").user
    sign_in(client, pia)
    page = client.get(page_of("resource_check", draft)).content.decode()
    assert "These people of your city can release it" in page and "Ana" in page
    answer = client.post(page_of("version_release", draft))
    assert answer.status_code == 403 and "lead contact" in answer.content.decode()
    assert status_of(draft) == "draft"


def test_what_was_released_is_taken_back(client, ana, draft):
    becomes(draft, "released")
    sign_in(client, ana)
    assert page_of("version_recall", draft) in client.get(page_of("resource_check", draft)).content.decode()
    client.post(page_of("version_recall", draft))
    assert status_of(draft) == "draft"


def test_a_draft_is_given_up_and_another_one_begun(client, ana, draft):
    sign_in(client, ana)
    assert client.post(page_of("version_discard", draft))["Location"] == reverse("hub:desk")
    assert status_of(draft) == "discarded"
    assert page_of("resource_revise", draft) in client.get(page_of("resource_check", draft)).content.decode()
    answer = client.post(page_of("resource_revise", draft))
    assert answer["Location"] == page_of("resource_edit", draft, "basics")
    newest = draft.resource.versions.order_by("-number").first()
    assert (newest.number, newest.status, newest.content) == (2, "draft", draft.content)
    assert client.get(page_of("resource_revise", draft))["Location"] == page_of("resource_check", draft)


def test_after_no_the_city_asks_once_for_another_moderator(client, ana, mia, draft):
    becomes(draft, "declined", decline_reason="other", decline_text="Too short.", moderator=mia, declined_by=mia)
    sign_in(client, ana)
    page = client.get(page_of("resource_check", draft)).content.decode()
    assert "Too short." in page and page_of("version_second_look", draft) in page
    client.post(page_of("version_second_look", draft))
    assert status_of(draft) == "released"
    becomes(draft, "declined")
    assert page_of("version_second_look", draft) not in client.get(page_of("resource_check", draft)).content.decode()


def test_the_version_that_is_shown_leads_to_its_page_and_to_a_new_one(client, ana, porto):
    item = a_resource(porto)
    page = sign_in(client, ana).get(reverse("hub:resource_check", args=[item.slug])).content.decode()
    assert item.get_absolute_url() in page
    assert reverse("hub:resource_revise", args=[item.slug]) in page


# As readers will see it


def test_a_preview_shows_to_each_reader_what_that_reader_may_read(client, ana, draft):
    Version.objects.filter(pk=draft.pk).update(stricter={"contact": 1, "need": 2})
    draft.resource.sharing = 0
    draft.resource.save()
    sign_in(client, ana)
    pages = {name: client.get(page_of("resource_preview", draft, name)).content.decode() for name in PREVIEWS}
    assert [SECRET in pages[name] for name in PREVIEWS] == [False, False, True]
    assert all("The city trains mentors" in page for page in pages.values())


PREVIEWS = ("outsider", "member", "named")
SECRET = "Young people had nobody to talk to."


def test_a_preview_says_who_would_not_find_it(client, ana, draft):
    sign_in(client, ana)
    outsider = client.get(page_of("resource_preview", draft, "outsider")).content.decode()
    assert "An outsider does not find this item." in outsider and "The city trains mentors" not in outsider
    assert "The city trains mentors" in client.get(page_of("resource_preview", draft, "member")).content.decode()
    assert client.get(page_of("resource_preview", draft, "nobody")).status_code == 404


def test_a_preview_of_an_unfinished_draft_leaves_out_what_does_not_fit(client, ana, unfinished):
    page = sign_in(client, ana).get(page_of("resource_preview", unfinished, "named"))
    assert (
        page.status_code == 200
        and "soon" not in page.content.decode().partition("<article")[2].partition("</article")[0]
    )


CHECK_QUERIES = 16


def test_the_check_page_costs_as_many_queries_with_one_entry_as_with_thirty(
    client, ana, draft, django_assert_num_queries
):
    sign_in(client, ana)
    client.get(page_of("resource_check", draft))
    with django_assert_num_queries(CHECK_QUERIES):
        client.get(page_of("resource_check", draft))
    many = {"core": [f"Part {number}" for number in range(12)], "sources": [{"url": "https://x.example"}] * 20}
    Version.objects.filter(pk=draft.pk).update(content=draft.content | many)
    with django_assert_num_queries(CHECK_QUERIES):
        client.get(page_of("resource_check", draft))
