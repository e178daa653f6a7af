"""The library as a list: what is asked, what is shown, what a click would bring."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from hub.alerts import forget_old_searches
from hub.models import ZeroQuery
from scn_portal.sharing import Sharing
from tests.cities.test_directory import in_csv
from tests.factories.hub import a_content, a_findable
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
LIST = "/hub/resources/"
VISITS = "Officers of the city visit every school once a year and listen to its pupils."


def slugs_in(html):
    """The slugs of the items of the list, in their order."""
    return re.findall(r'<h3[^>]*><a href="/hub/resources/([\w-]+)/"', html)


def page(client, query=""):
    response = client.get(LIST + query)
    assert response.status_code == 200
    return response.content.decode()


def counts_in(html, facet):
    """{value: number} of one filter."""
    found = re.findall(rf'name="{facet}" value="([^"]*)".*?<span class="count">(\d+)</span>', html)
    return {value: int(number) for value, number in found}


@pytest.fixture
def library(porto, malmo):
    """Mentors in Porto (for all), a school toolkit of Malmö (for members), a dialogue in Porto (named cities)."""
    mentors = a_findable(porto, content=a_content("Mentors for young people"))
    content = a_content("School visits", summary=VISITS, theme_main=["schools"], evidence_level="documented")
    content["started"] = "2021"
    schools = a_findable(malmo, content=content, sharing=Sharing.GREEN)
    dialogue = a_findable(porto, content=a_content("Quiet dialogue", theme_main=["dialogue"]), sharing=Sharing.AMBER)
    return mentors, schools, dialogue


def test_everybody_finds_what_is_public_and_members_what_is_theirs(client, library, eve, linn, ana, mia):
    mentors, schools, dialogue = (each.slug for each in library)
    assert slugs_in(page(client)) == [mentors]
    for user, expected in ((eve, [mentors]), (linn, [schools, mentors]), (ana, [dialogue, schools, mentors])):
        assert slugs_in(page(sign_in(client, user))) == expected
    assert slugs_in(page(sign_in(client, mia))) == [dialogue, schools, mentors]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?theme=schools", ["schools"]),
        ("?theme=schools&theme=youth", ["schools", "mentors"]),
        ("?theme=schools&country=PT", []),
        ("?evidence=documented", ["schools"]),
        ("?year=2019", ["mentors"]),
        ("?motivation=racial", ["schools", "mentors"]),
        ("?city=porto", ["mentors"]),
        ("?region=150&language=en", ["schools", "mentors"]),
        ("?sharing=green", ["schools"]),
        ("?q=mentors", ["mentors", "schools"]),
        ("?sort=title", ["mentors", "schools"]),
    ],
)
def test_values_of_one_filter_add_up_and_filters_narrow(client, library, linn, query, expected):
    named = dict(zip(["mentors", "schools", "dialogue"], (each.slug for each in library), strict=True))
    assert slugs_in(page(sign_in(client, linn), query)) == [named[each] for each in expected]


def test_a_count_says_what_a_click_would_give(client, library, linn):
    sign_in(client, linn)
    html = page(client, "?theme=schools")
    assert counts_in(html, "theme") == {"schools": 1, "youth": 1}
    assert counts_in(html, "country") == {"SE": 1}
    assert counts_in(html, "sharing") == {"green": 1}


def test_only_members_are_offered_the_filter_by_sharing(client, library):
    html = page(client, "?sharing=green")
    assert counts_in(html, "sharing") == {}
    assert len(slugs_in(html)) == 1
    assert "We left out what we do not know" in html


def test_what_nobody_knows_is_left_out_and_said_so(client, library):
    html = page(client, "?theme=zauberei&colour=red&sort=size&page=999")
    assert slugs_in(html) == [library[0].slug]
    for word in ("zauberei", "red", "size", "999"):
        assert f"<bdi>{word}</bdi>" in html


def test_each_chip_leads_to_the_list_without_it(client, library):
    html = page(client, "?theme=youth&country=PT&q=mentors")
    chips = re.findall(r'class="chip" href="([^"]*)"', html)
    assert [each.replace("&amp;", "&") for each in chips] == [
        f"{LIST}?theme=youth&country=PT",
        f"{LIST}?q=mentors&country=PT",
        f"{LIST}?q=mentors&theme=youth",
    ]


def test_the_address_has_one_order_however_it_was_typed(client, library):
    response = client.get(f"{LIST}?country=PT&q=+mentors++&theme=&theme=youth", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == f"{LIST}?q=mentors&theme=youth&country=PT"
    assert "<html" not in response.content.decode()


def test_with_and_without_a_script_the_same_items_are_answered(client, library):
    whole = page(client, "?q=mentors")
    part = client.get(f"{LIST}?q=mentors", headers={"HX-Request": "true"}).content.decode()
    assert slugs_in(whole) == slugs_in(part)
    assert counts_in(whole, "theme") == counts_in(part, "theme")


@pytest.mark.parametrize("path", [LIST, "/cities/"])
def test_going_back_in_the_browser_gets_the_whole_page(client, library, path):
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(path, headers=back).content.decode()


def test_the_table_holds_the_same_items_and_its_strictest_label(client, library, linn):
    assert in_csv(client.get("/hub/resources.csv")) == {library[0].slug}
    text = sign_in(client, linn).get("/hub/resources.csv").content.decode("utf-8-sig")
    assert text.splitlines()[0] == "TLP:GREEN"
    assert [library[0].slug in text, library[1].slug in text, library[2].slug in text] == [True, True, False]


def test_a_title_that_looks_like_a_formula_is_harmless_in_the_table(client, porto):
    a_findable(porto, content=a_content("=HYPERLINK(1)"))
    assert "'=HYPERLINK(1)" in client.get("/hub/resources.csv").content.decode()


def test_where_nothing_fits_each_way_out_says_what_it_brings(client, library):
    html = page(client, "?theme=youth&country=SE")
    assert "Nothing fits all of this" in html
    assert re.findall(r"Without (\w+): (.+?) – (\d+) item", html) == [("Country", "Sweden", "1")]
    assert 'href="/hub/resources/?theme=youth"' in html
    assert "/me/searches/new/?theme=youth&amp;country=SE" in html


def test_words_that_find_nothing_are_counted_without_a_person(client, library):
    for _ in range(2):
        page(client, "?q=zzyzx")
    page(client, "?q=mentors")
    page(client, "?q=ana@porto.example+zzyzx")
    row = ZeroQuery.objects.get()
    assert (row.text, row.language, row.on, row.times) == ("zzyzx", "en", timezone.now().date(), 2)


def test_words_typed_into_the_open_list_are_answered_by_rank(client, library):
    """The order that goes without saying is sent as nothing, so that it may change with the question."""
    html = page(client)
    assert '<option value="" selected>Newest first</option>' in html
    assert '<option value="best">' in html
    assert '<option value="" selected>Best match first</option>' in page(client, "?q=mentors&sort=")


def test_searches_that_found_nothing_are_forgotten_after_ninety_days(client, library):
    page(client, "?q=zzyzx")
    ZeroQuery.objects.create(text="old", language="en", on=timezone.now().date() - timedelta(days=91))
    forget_old_searches()
    assert [row.text for row in ZeroQuery.objects.all()] == ["zzyzx"]


def test_the_box_offers_items_themes_and_cities_of_which_the_reader_may_see_something(client, library, linn):
    def offered():
        html = client.get("/hub/suggestions/?q=ma").content.decode()
        return re.findall(r'<a href="([^"]*)"', html)

    mentors, schools, _dialogue = library
    assert offered() == []
    sign_in(client, linn)
    assert offered() == [f"{LIST}?city=malmo"]
    html = client.get("/hub/suggestions/?q=scho").content.decode()
    assert re.findall(r'<a href="([^"]*)"', html) == [f"{LIST}{schools.slug}/", f"{LIST}?theme=schools"]
    assert "<a" not in client.get("/hub/suggestions/?q=m").content.decode()


def test_the_search_page_of_the_portal_finds_items(client, library, linn):
    assert mentors_in(client.get("/search/?q=mentors")) == [library[0].slug]
    assert mentors_in(sign_in(client, linn).get("/search/?q=school+visits"))[0] == library[1].slug


def mentors_in(response):
    return slugs_in(response.content.decode())


ANY_TEXT = [
    "🙂",
    "%",
    "_",
    "' OR 1=1 --",
    "\\",
    "<script>",
    "a" * 3000,
    "word " * 500,
    "עִיר",
    "\u202e",
    '"',
    "-",
    "OR",
    "-a -b",
]


@pytest.mark.parametrize("text", ANY_TEXT, ids=range(len(ANY_TEXT)))
def test_any_text_gets_an_answer(client, library, text):
    html = client.get(LIST, {"q": text}).content.decode()
    assert "<h1>Find what has worked</h1>" in html
    assert "<script>" not in html.partition("<main")[2].partition("</main>")[0]


def test_a_misspelt_word_is_corrected_and_the_page_says_so(client, library):
    html = page(client, "?q=mentros")
    assert "These are the results for" in html
    assert f'href="{LIST}?q=mentros&amp;literal=1"' in html or 'href="?q=mentros&amp;literal=1"' in html
    assert slugs_in(html) == [library[0].slug]
    assert slugs_in(page(client, "?q=mentros&literal=1")) == []


# What is asked: queries for a visitor, for a member
QUERIES = {"": (4, 8), "?theme=youth": (3, 7), "?q=mentors": (4, 8), "?q=mentors&theme=youth": (4, 8)}


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("query", QUERIES)
def test_a_list_asks_as_many_questions_for_thirty_items_as_for_one(
    client, porto, linn, django_assert_num_queries, number, query
):
    for each in range(number):
        a_findable(porto, content=a_content(f"Mentors number {each}"))
    for_visitor, for_member = QUERIES[query]
    page(client, query)
    with django_assert_num_queries(for_visitor):
        page(client, query)
    sign_in(client, linn)
    page(client, query)
    with django_assert_num_queries(for_member):
        page(client, query)
