"""A city writes in its browser: begins an item, fills in its sections with colleagues, and loses nothing."""

import pytest
from django.urls import reverse

from hub import lifecycle
from hub.models import Resource, Version
from scn_portal.audit.models import AuditEntry
from scn_portal.sharing import Sharing
from tests.cast import member
from tests.factories.cities import a_country, a_representative
from tests.factories.hub import a_draft, a_resource, the_terms
from tests.hub.typing import sent_by
from tests.security.conftest import without_secrets
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
BEGUN = {"kind": "good_practice", "title": "A bench for two", "language": "fr"}


def address(draft, section="story"):
    return reverse("hub:resource_edit", args=[draft.resource.slug, section])


def typed(client, draft, section="story", **changes):
    """What the page of a section would send, with some fields typed over."""
    data = sent_by(client.get(address(draft, section)).content.decode())
    for name, value in changes.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return dict(data.lists())


def asked_by(answer):
    """What the page of a conflict would send."""
    return dict(sent_by(answer.content.decode().partition("<main")[2]).lists())


def again(draft):
    return Version.objects.get(pk=draft.pk)


@pytest.fixture
def draft(porto, ana):
    return a_draft(porto, ana)


# Beginning


def test_a_person_of_a_city_begins_a_draft_and_comes_to_its_first_section(client, ana, porto):
    page = sign_in(client, ana).get(reverse("hub:resource_start")).content.decode()
    assert "Somebody else could try it" in page, "the criteria stand before the first field"
    data = BEGUN | {"city": porto.pk}
    answer = client.post(reverse("hub:resource_start"), data)
    item = Resource.objects.get()
    assert answer["Location"] == reverse("hub:resource_edit", args=[item.slug, "basics"])
    version = item.versions.get()
    assert (version.content["title"], version.content["language"], item.sharing) == ("A bench for two", "fr", 1)
    assert (item.city, version.author, version.status) == (porto, ana, "draft")


def test_who_acts_for_two_cities_says_for_which(client, ana, porto, malmo):
    a_representative(malmo, ana, "practitioner")
    page = sign_in(client, ana).get(reverse("hub:resource_start")).content.decode()
    assert "For which city" in page
    client.post(reverse("hub:resource_start"), BEGUN | {"city": malmo.pk})
    assert Resource.objects.get().city == malmo


def test_nobody_begins_for_a_city_of_others(client, ana, porto, malmo):
    answer = sign_in(client, ana).post(reverse("hub:resource_start"), BEGUN | {"city": malmo.pk})
    assert answer.status_code == 422 and not Resource.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("hub:resource_start", 403), ("hub:desk", 200)])
def test_who_acts_for_no_city_is_told_who_these_pages_are_for(client, eve, mia, name, status):
    for person in (eve, mia):
        answer = sign_in(client, person).get(reverse(name))
        assert answer.status_code == status and "act for a member city" in answer.content.decode()


def test_a_title_of_a_hundred_signs_is_refused_with_all_that_was_typed(client, ana, porto):
    long = "x" * 100
    answer = sign_in(client, ana).post(reverse("hub:resource_start"), BEGUN | {"city": porto.pk, "title": long})
    assert answer.status_code == 422 and long in answer.content.decode()


# Saving


def test_a_section_is_kept_and_leads_to_the_next(client, ana, draft):
    sign_in(client, ana)
    answer = client.post(address(draft), typed(client, draft, need="We asked in schools.\nTwice."))
    assert answer["Location"] == address(draft, "means")
    assert again(draft).content["need"] == "We asked in schools.\nTwice."
    assert again(draft).revisions == {"story": 1}
    assert AuditEntry.objects.filter(action="hub.save_section_version").count() == 1


def test_the_last_section_leads_to_the_check_page(client, ana, draft):
    sign_in(client, ana)
    answer = client.post(address(draft, "sharing"), typed(client, draft, "sharing"))
    assert answer["Location"] == reverse("hub:resource_check", args=[draft.resource.slug])


def test_what_does_not_fit_is_kept_as_it_was_typed_and_marked(client, ana, draft):
    sign_in(client, ana)
    data = typed(client, draft, started="spring 2019", reach_number="many", need="Still kept.")
    answer = client.post(address(draft), data)
    page = answer.content.decode()
    assert answer.status_code == 422 and "There is a problem" in page and "<title>Error: " in page
    assert 'href="#id_started"' in page and 'id="id_started"' in page
    assert 'href="#id_reach_0"' in page and 'id="id_reach_0"' in page
    kept = again(draft).content
    assert (kept["started"], kept["reach"], kept["need"]) == ("spring 2019", {"number": "many"}, "Still kept.")
    assert 'value="spring 2019"' in client.get(address(draft)).content.decode()


def test_an_emptied_field_is_gone_but_a_title_stays(client, ana, draft):
    sign_in(client, ana)
    answer = client.post(address(draft, "basics"), typed(client, draft, "basics", title="", summary=""))
    assert answer.status_code == 422 and "Fill in “Title”." in answer.content.decode()
    assert "summary" not in again(draft).content
    assert again(draft).content["title"] == "Mentors for young people"


def test_a_term_that_no_list_knows_is_not_kept(client, ana, draft):
    sign_in(client, ana)
    client.post(address(draft, "basics"), typed(client, draft, "basics", theme_main=["youth", "made_up"]))
    assert again(draft).content["theme_main"] == ["youth"]


def test_arabic_digits_are_read_as_digits(client, ana, draft):
    sign_in(client, ana)
    client.post(
        address(draft),
        typed(client, draft, started="٢٠١٩-٠٤", reach_number="١٢", reach_unit="pupils", reach_year="2020"),
    )
    kept = again(draft).content
    assert (kept["started"], kept["reach"]["number"]) == ("2019-04", 12)


def test_another_element_is_added_by_a_button_without_scripts(client, ana, draft):
    sign_in(client, ana)
    data = typed(client, draft, "transfer", another="core", core=["One", "", "Two"])
    answer = client.post(address(draft, "transfer"), data)
    assert again(draft).content["core"] == ["One", "Two"]
    assert answer["Location"] == address(draft, "transfer") + "#id_core_2"
    assert 'id="id_core_2"' in client.get(address(draft, "transfer")).content.decode()


def test_a_field_may_be_made_stricter_than_the_item_and_open_again(client, ana, draft):
    sign_in(client, ana)
    client.post(address(draft), typed(client, draft, need__who="2"))
    assert again(draft).stricter == {"contact": 1, "need": 2}
    client.post(address(draft), typed(client, draft, need__who=""))
    assert again(draft).stricter == {"contact": 1}


def test_saved_by_itself_it_says_when(client, ana, draft):
    sign_in(client, ana)
    data = typed(client, draft, need="While typing")
    answer = client.post(address(draft), data, headers={"X-Autosave": "1"})
    assert answer.status_code == 200
    assert answer.json()["revision"] == 1 and answer.json()["words"].startswith("Saved ")
    assert again(draft).content["need"] == "While typing"
    same = client.post(address(draft), data, headers={"X-Autosave": "1"})
    assert same.json()["revision"] == 1, "the same text twice is one save, and no conflict"


def test_saved_by_itself_it_says_that_something_does_not_fit(client, ana, draft):
    sign_in(client, ana)
    answer = client.post(address(draft), typed(client, draft, started="soon"), headers={"X-Autosave": "1"})
    assert answer.status_code == 200 and "does not fit yet" in answer.json()["words"]
    assert again(draft).content["started"] == "soon"


# Two at once


def test_two_people_in_different_sections_are_both_kept(client, ana, dora, draft):
    sign_in(client, ana)
    story = typed(client, draft, need="By Ana")
    sign_in(client, dora)
    client.post(address(draft, "means"), typed(client, draft, "means", funding="By Dora"))
    sign_in(client, ana)
    assert client.post(address(draft), story).status_code == 302
    kept = again(draft).content
    assert (kept["need"], kept["funding"]) == ("By Ana", "By Dora")


@pytest.fixture
def conflict(client, ana, dora, draft):
    """Ana and Dora opened the story; Dora saved first."""
    sign_in(client, ana)
    mine = typed(client, draft, need="By Ana <b>", action="What Ana knows.")
    sign_in(client, dora)
    client.post(address(draft), typed(client, draft, need="By Dora", action="What Dora knows."))
    sign_in(client, ana)
    return mine


def test_two_people_in_one_section_see_both_texts_and_nothing_is_stored(client, draft, conflict):
    answer = client.post(address(draft), conflict)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("By Ana &lt;b&gt;", "By Dora", "What Ana knows.", "What Dora knows."):
        assert words in page
    assert again(draft).content["need"] == "By Dora"
    by_itself = client.post(address(draft), conflict, headers={"X-Autosave": "1"})
    assert by_itself.status_code == 409 and "colleague" in by_itself.json()["words"]


def test_one_chooses_field_by_field_or_joins(client, draft, conflict):
    chosen = asked_by(client.post(address(draft), conflict)) | {"choose_need": "mine", "choose_action": "both"}
    answer = client.post(address(draft), chosen)
    assert answer["Location"] == address(draft)
    kept = again(draft).content
    assert kept["need"] == "By Ana <b>"
    assert kept["action"] == "What Dora knows.\n\nWhat Ana knows."
    assert kept["local_lead"] == "Office for youth", "what did not differ stays"


def test_a_choice_that_is_outdated_again_asks_again(client, dora, ana, draft, conflict):
    chosen = asked_by(client.post(address(draft), conflict))
    sign_in(client, dora)
    client.post(address(draft), typed(client, draft, need="Dora once more"))
    sign_in(client, ana)
    answer = client.post(address(draft), chosen)
    assert answer.status_code == 409 and "Dora once more" in answer.content.decode()
    assert again(draft).content["need"] == "Dora once more"


# Who may read it


def test_who_may_read_it_is_counted_and_members_are_chosen_first(client, ana, bo, draft):
    page = sign_in(client, ana).get(address(draft, "sharing")).content.decode()
    assert "This will be seen by 3 people in 2 cities." in page  # Ana, Bo and Linn
    assert sent_by(page)["sharing"] == "1"


def test_red_is_answered_in_words_and_the_rest_is_kept(client, ana, draft):
    sign_in(client, ana)
    answer = client.post(
        address(draft, "sharing"), typed(client, draft, "sharing", sharing="red", contact="new@porto.example")
    )
    assert answer.status_code == 422 and "tell the people directly" in answer.content.decode()
    assert again(draft).content["contact"] == "new@porto.example"
    assert Resource.objects.get().sharing == Sharing.GREEN


def test_named_cities_co_owners_and_an_embargo_are_kept(client, ana, draft, malmo):
    other = member("Lisbon", a_country(), "lisbon.example")
    a_representative(other)
    sign_in(client, ana)
    data = typed(
        client, draft, "sharing", sharing="0", named=[malmo.slug, ""], co_owner=[other.slug],
        embargo_until="2099-01-02T09:00", embargo_sharing="1",
    )  # fmt: skip
    answer = client.post(address(draft, "sharing"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    item = Resource.objects.get()
    ties = {(each.city.slug, each.role) for each in item.resource_cities.select_related("city")}
    assert ties == {(malmo.slug, "named"), (other.slug, "co_owner")}
    assert (item.sharing, item.embargo_sharing, item.embargo_until.year) == (0, 1, 2099)
    assert client.post(address(draft, "sharing"), typed(client, draft, "sharing", named=[""])).status_code == 302
    assert [each.role for each in item.resource_cities.all()] == ["co_owner"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"embargo_until": "2099-01-02T09:00"}, "Say both until when"),
        ({"embargo_until": "2001-01-02T09:00", "embargo_sharing": "2"}, "still to come"),
        ({"embargo_until": "2099-01-02T09:00", "embargo_sharing": "1"}, "fewer people"),
        ({"named": ["nowhere"]}, "is no member city"),
    ],
)
def test_a_sharing_that_does_not_fit_is_named(client, ana, draft, changes, words):
    sign_in(client, ana)
    answer = client.post(address(draft, "sharing"), typed(client, draft, "sharing", **changes))
    assert answer.status_code == 422 and words in answer.content.decode()


# Who comes here


def test_strangers_find_no_draft_and_cannot_tell_it_from_a_wrong_address(client, linn, eve, mia, draft):
    for person in (linn, eve, mia):
        sign_in(client, person)
        wrong = without_secrets(client.get("/no-such-page/"))
        for name in ("hub:resource_check", "hub:version_release", "hub:version_discard", "hub:resource_revise"):
            answer = client.get(reverse(name, args=[draft.resource.slug]))
            assert (answer.status_code, without_secrets(answer)) == (404, wrong)
        answer = client.post(address(draft), {"need": "Mine"})
        assert (answer.status_code, again(draft).content["need"]) == (404, "Young people had nobody to talk to.")


def test_people_of_a_co_owner_read_the_draft_and_are_told_who_writes(client, linn, malmo, draft):
    draft.resource.resource_cities.create(city=malmo, role="co_owner")
    check = sign_in(client, linn).get(reverse("hub:resource_check", args=[draft.resource.slug]))
    assert check.status_code == 200
    answer = client.get(address(draft))
    assert answer.status_code == 403 and "write in it" in answer.content.decode()


def test_a_section_that_the_kind_does_not_have_is_not_found(client, ana, draft):
    assert sign_in(client, ana).get(address(draft, "toolkit")).status_code == 404


def test_what_was_handed_in_is_no_longer_written(client, ana, draft):
    sign_in(client, ana)
    data = typed(client, draft, need="Too late")
    Version.objects.filter(pk=draft.pk).update(status="released", content_hash="-", released_at=draft.started_at)
    assert client.get(address(draft))["Location"] == reverse("hub:resource_check", args=[draft.resource.slug])
    answer = client.post(address(draft), data)
    assert answer.status_code == 409 and "handed in" in answer.content.decode()
    by_itself = client.post(address(draft), data, headers={"X-Autosave": "1"})
    assert by_itself.status_code == 409 and "handed in" in by_itself.json()["words"]


def test_a_moderator_writes_what_the_staff_records_and_finds_it_on_the_desk(client, mia, ana, porto):
    the_terms()
    item = lifecycle.start_recorded(by=mia, within=porto, kind="good_practice", title="From a report", language="en")
    draft = item.versions.get()
    sign_in(client, mia)
    client.post(address(draft, "transfer"), typed(client, draft, "transfer", sources_url="https://report.example/1"))
    assert again(draft).content["sources"] == [{"title": "", "url": "https://report.example/1"}]
    assert "From a report" in client.get(reverse("hub:desk")).content.decode()
    assert client.get(reverse("hub:resource_check", args=[item.slug])).status_code == 200
    assert sign_in(client, ana).get(address(draft)).status_code == 404


def test_a_mail_of_the_first_draft_still_leads_there_after_publication(client, ana, porto):
    item = a_resource(porto)
    sign_in(client, ana)
    assert client.get(reverse("hub:resource_check", args=[item.code.lower()])).status_code == 200


def test_the_sharing_of_a_published_item_changes_on_a_page_of_its_own(client, ana, porto):
    the_terms()
    item = a_resource(porto)
    version = Version.objects.create(resource=item, number=2, author=ana, content=item.current_version.content)
    page = sign_in(client, ana).get(address(version, "sharing")).content.decode()
    assert "page of its own" in page and 'name="sharing"' not in page


def test_a_moderators_remarks_stand_beside_the_section_they_concern(client, ana, draft):
    Version.objects.filter(pk=draft.pk).update(
        remarks={"C3": {"answer": "change", "reason": "Say how you knew."}, "C1": {"answer": "yes", "reason": ""}}
    )
    sign_in(client, ana)
    assert "Say how you knew." in client.get(address(draft)).content.decode()
    assert "Say how you knew." not in client.get(address(draft, "means")).content.decode()


EDIT_QUERIES = 11


def test_a_section_costs_as_many_queries_with_one_entry_as_with_thirty(client, ana, draft, django_assert_num_queries):
    sign_in(client, ana)
    client.get(address(draft, "transfer"))
    with django_assert_num_queries(EDIT_QUERIES):
        client.get(address(draft, "transfer"))
    many = {"core": [f"Part {number}" for number in range(30)], "sources": [{"url": "https://x.example"}] * 30}
    Version.objects.filter(pk=draft.pk).update(content=draft.content | many)
    with django_assert_num_queries(EDIT_QUERIES):
        client.get(address(draft, "transfer"))


SHARING_QUERIES = 16


def test_the_last_section_costs_the_same_with_one_city_and_with_thirty(client, ana, draft, django_assert_num_queries):
    sign_in(client, ana)

    def name_cities(number):
        for _time in range(number):
            city = member(
                f"City {draft.resource.resource_cities.count()}",
                a_country(),
                f"x{draft.resource.resource_cities.count()}.example",
            )
            draft.resource.resource_cities.create(city=city, role="named")

    name_cities(1)
    client.get(address(draft, "sharing"))
    with django_assert_num_queries(SHARING_QUERIES):
        client.get(address(draft, "sharing"))
    name_cities(29)
    with django_assert_num_queries(SHARING_QUERIES):
        client.get(address(draft, "sharing"))
