"""The page of one item: what it tells, to whom, and with how many questions to the database."""

import pytest
from django.utils import timezone

from hub.models import Adoption, ResourceCity, ResourceFile, Version
from hub.schema import NOT_STATED
from scn_portal.audit.models import AuditEntry
from scn_portal.sharing import Sharing
from tests.factories.cities import a_member
from tests.factories.hub import a_content, a_file, a_resource
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
NOBODY_YET, OPENED = "Nobody yet", "Opened by staff"


def words_of(client, resource, status=200, path=""):
    answer = client.get(resource.get_absolute_url() + path)
    assert answer.status_code == status
    return answer.content.decode()


def an_older_version(resource, **more):
    """Version 1 becomes the older one; version 2 says the same and is shown."""
    old = resource.current_version
    Version.objects.filter(pk=old.pk).update(status="superseded")
    new = Version.objects.create(
        **{"resource": resource, "number": 2, "content": old.content, "status": "current"} | more,
        content_hash="-",
        released_at=timezone.now(),
    )
    resource.current_version = new
    resource.save()
    return old


def test_a_public_item_is_read_by_everybody(client, porto):
    page = words_of(client, a_resource(porto))
    assert "Mentors who stay." in page
    assert "TLP:CLEAR" in page
    assert NOBODY_YET in page


def test_the_mailbox_of_the_team_is_for_members_and_marked_so(client, porto, bo):
    resource = a_resource(porto)
    assert "team@porto.example" not in words_of(client, resource)
    page = words_of(sign_in(client, bo), resource)
    assert "team@porto.example" in page
    assert "TLP:GREEN" in page


@pytest.mark.parametrize("sharing", [Sharing.GREEN, Sharing.AMBER])
def test_what_a_visitor_may_not_see_is_a_wrong_address_on_every_page(client, porto, sharing):
    resource = a_resource(porto, sharing=sharing)
    wrong = client.get("/hub/resources/no-such-item/").content
    for path in ("", "cite/", "cite.bib", "item.jsonld", "versions/1/", "adoptions/"):
        answer = client.get(resource.get_absolute_url() + path)
        assert (answer.status_code, answer.content) == (404, wrong), path
    assert client.get(f"/hub/resources/{resource.code}/").status_code == 404


def test_a_code_leads_to_the_readable_address(client, porto):
    resource = a_resource(porto)
    for code in (resource.code, resource.code.lower()):
        assert client.get(f"/hub/resources/{code}/")["Location"] == resource.get_absolute_url()


def test_what_its_city_withdrew_is_gone_for_those_who_could_read_it_and_a_wrong_address_for_others(
    client, porto, bo, ana
):
    resource = a_resource(porto, sharing=Sharing.GREEN, status="withdrawn", reason="The office was closed.")
    assert client.get(resource.get_absolute_url()).status_code == 404
    page = words_of(sign_in(client, bo), resource, 410)
    assert "Withdrawn by its city" in page
    assert "The office was closed." not in page
    assert resource.title not in page
    assert "The office was closed." in words_of(sign_in(client, ana), resource, 410)


def test_what_was_taken_down_is_a_wrong_address_but_its_city_and_staff_read_why(client, porto, bo, ana, mia):
    resource = a_resource(porto, status="taken_down", reason="It named a family.")
    assert client.get(resource.get_absolute_url()).status_code == 404
    assert sign_in(client, bo).get(resource.get_absolute_url()).status_code == 404
    for who in (ana, mia):
        page = words_of(sign_in(client, who), resource, 410)
        assert "It named a family." in page
        assert "Mentors who stay." not in page


def test_each_opening_by_staff_of_what_is_for_named_cities_is_noted_and_its_city_sees_it(client, porto, ana, mia):
    resource = a_resource(porto, sharing=Sharing.AMBER)
    assert OPENED not in words_of(sign_in(client, ana), resource)
    assert OPENED not in words_of(sign_in(client, mia), resource)
    words_of(client, resource, path="versions/1/")
    assert AuditEntry.objects.filter(action="hub.open_resource", actor=mia.public_id).count() == 2
    assert OPENED in words_of(sign_in(client, ana), resource)


def test_staff_who_open_what_members_read_leave_no_note(client, porto, mia):
    words_of(sign_in(client, mia), a_resource(porto, sharing=Sharing.GREEN))
    assert not AuditEntry.objects.filter(action="hub.open_resource").exists()


def test_named_cities_are_named_to_those_who_read_at_that_level_only(client, porto, malmo, bo):
    resource = a_resource(porto)
    ResourceCity.objects.create(resource=resource, city=malmo, role="named")
    assert "Named cities:" not in words_of(client, resource)
    assert "Named cities:" in words_of(sign_in(client, bo), resource)


def test_what_its_source_leaves_open_is_named_in_one_place_and_not_field_by_field(client, porto):
    page = words_of(client, a_resource(porto, content=a_content(need=NOT_STATED, core=[NOT_STATED])))
    assert NOT_STATED not in page
    assert "What the public source does not say" in page


def test_a_recorded_item_says_that_its_city_did_not_confirm_it_and_what_is_not_stated(client, porto, ana, bo):
    content = {"title": "Workshops", "summary": "Two hours.", "licence": "CC BY 4.0", "language": "en"}
    content |= {"sources": [{"title": "The city", "url": "https://city.example/"}, {"url": "javascript:alert(1)"}]}
    resource = a_resource(porto, origin="recorded", content=content)
    page = words_of(client, resource)
    assert "Recorded from public sources, not confirmed by the city." in page
    assert "What the public source does not say" in page
    assert "What did not work" in page
    assert "javascript:" not in page
    assert "Your city? Take it over" not in words_of(sign_in(client, bo), resource)


def test_review_due_and_archived_items_stay_readable_with_a_mark(client, porto):
    assert "whether this is still true" in words_of(client, a_resource(porto, status="review_due"))
    assert "Archived." in words_of(client, a_resource(porto, status="archived"))


def test_an_older_version_is_readable_and_marked(client, porto):
    resource = a_resource(porto)
    an_older_version(resource, content=a_content("The new title"))
    page = words_of(client, resource, path="versions/1/")
    assert "This is an older version." in page
    assert "The new title" not in page
    assert "This is an older version." not in words_of(client, resource, path="versions/2/")


def test_what_is_stricter_today_is_as_strict_in_older_versions(client, porto, bo):
    resource = a_resource(porto, stricter={})
    assert "Young people had nobody" in words_of(client, resource, path="versions/1/")
    an_older_version(resource, stricter={"need": Sharing.GREEN})
    assert "Young people had nobody" not in words_of(client, resource, path="versions/1/")
    assert "Young people had nobody" in words_of(sign_in(client, bo), resource, path="versions/1/")


def test_a_draft_is_read_by_its_city_and_by_staff_only_once_it_was_released(client, porto, ana, bo, mia):
    resource = a_resource(porto, status="unpublished")
    Version.objects.filter(resource=resource).update(status="draft")
    resource.current_version = None
    resource.save()
    assert "This has not been published." in words_of(sign_in(client, ana), resource)
    for who in (bo, mia):
        assert sign_in(client, who).get(resource.get_absolute_url()).status_code == 404


def test_only_public_pages_are_for_search_engines(client, porto, bo):
    public, green = a_resource(porto), a_resource(porto, sharing=Sharing.GREEN)
    assert "noindex" not in words_of(client, public)
    assert "noindex" in words_of(sign_in(client, bo), public)
    page = words_of(client, green)
    assert "noindex" in page
    assert "ld+json" not in page
    client.logout()
    sitemap = client.get("/sitemap.xml").content.decode()
    assert public.get_absolute_url() in sitemap
    assert green.get_absolute_url() not in sitemap


def test_until_the_embargo_ends_the_stricter_level_counts(client, porto, bo):
    later = timezone.now() + timezone.timedelta(hours=1)
    resource = a_resource(porto, embargo_until=later, embargo_sharing=Sharing.GREEN)
    assert client.get(resource.get_absolute_url()).status_code == 404
    assert "TLP:GREEN" in words_of(sign_in(client, bo), resource)
    resource.embargo_until = timezone.now() - timezone.timedelta(minutes=1)
    resource.save()
    client.logout()
    assert "TLP:CLEAR" in words_of(client, resource)


def test_texts_of_people_carry_their_language(client, porto):
    page = words_of(client, a_resource(porto, content=a_content("مرشدون للشباب", language="ar")))
    assert '<h1 lang="ar" dir="auto">مرشدون للشباب</h1>' in page


def grown(resource, number):
    """The same item with as many adoptions and older versions."""
    for at in range(number):
        Adoption.objects.create(
            resource=resource,
            taker=a_member(f"Taker {resource.pk} {at}"),
            degree="adapted",
            status="recorded",
            source_url="https://source.example/",
            result=a_resource(a_member(f"Result {resource.pk} {at}")) if at % 2 else None,
        )
        old = resource.current_version
        Version.objects.filter(pk=old.pk).update(status="superseded")
        resource.current_version = Version.objects.create(
            resource=resource,
            number=old.number + 1,
            content=old.content,
            stricter=old.stricter,
            status="current",
            content_hash="-",
            released_at=timezone.now(),
        )
        resource.save()
    return resource


@pytest.mark.parametrize(("path", "queries"), [("", 12), ("adoptions/", 7), ("versions/1/", 8), ("cite/", 6)])
def test_a_page_asks_as_many_questions_for_thirty_as_for_one(
    client, porto, bo, django_assert_num_queries, path, queries
):
    one, thirty = grown(a_resource(porto), 1), grown(a_resource(porto), 30)
    sign_in(client, bo)
    client.get(one.get_absolute_url() + path)
    for resource in (one, thirty):
        with django_assert_num_queries(queries):
            words_of(client, resource, path=path)


def test_files_and_pictures_are_shown_by_their_level(client, porto, ana, bo):
    resource = a_resource(porto)
    plan, map_of_ours = (
        a_file(resource.current_version, "plan.pdf", by=ana),
        a_file(resource.current_version, "map.pdf", by=ana, sharing=Sharing.GREEN),
    )
    yard = a_file(resource.current_version, "yard.png", by=ana)
    page = words_of(client, resource)
    assert [each.file.code in page for each in (plan, map_of_ours, yard)] == [True, False, True]
    assert 'alt="A yard"' in page
    page = words_of(sign_in(client, bo), resource)
    assert map_of_ours.file.code in page
    assert "TLP:GREEN" in page


def test_thirty_files_cost_as_much_as_one(client, porto, ana, bo, django_assert_num_queries):
    one, thirty = a_resource(porto), a_resource(porto)
    for resource, number in ((one, 1), (thirty, 30)):
        for at in range(number):
            a_file(resource.current_version, f"{at}.csv", by=ana)
    sign_in(client, bo)
    words_of(client, one)
    for resource in (one, thirty):
        with django_assert_num_queries(13):
            words_of(client, resource)


def test_older_files_of_a_dataset_stay_reachable(client, porto, ana):
    content = {"title": "Counts", "language": "en", "licence": "CC0 1.0"}
    resource = a_resource(porto, kind="dataset", content=content)
    old = a_file(resource.current_version, "2020.csv", by=ana)
    an_older_version(resource)
    ResourceFile.objects.filter(pk=old.pk).update(removed_in=resource.current_version)
    new = a_file(resource.current_version, "2021.csv", by=ana, replaces=old)
    page = words_of(client, resource)
    assert page.index(new.file.code) < page.index(old.file.code)
