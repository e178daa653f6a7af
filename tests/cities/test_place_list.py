import pytest
from django.urls import reverse

from tests.factories.places import small_gazetteer

PAGE = "/cities/places/"


@pytest.fixture
def gazetteer(db):
    small_gazetteer()


def test_the_address_of_the_page_is_the_one_that_was_agreed():
    assert reverse("cities:place_list") == PAGE


def test_a_stranger_finds_a_place_with_country_people_and_the_next_larger_place(client, gazetteer):
    page = client.get(PAGE, {"q": "victoria canada"})
    assert page.status_code == 200
    words = " ".join(page.content.decode().split())
    assert "<bdi>Victoria</bdi>" in words
    assert "<span>Canada</span>" in words
    assert "289,625 people" in words
    assert "near <bdi>" in words


def test_an_empty_question_gives_the_form_alone(client, gazetteer):
    page = client.get(PAGE)
    assert page.context["places"] == []
    assert "We found no place" not in page.content.decode()


def test_no_hit_says_what_to_do(client, gazetteer):
    assert "We found no place like “qqqqqqq”" in client.get(PAGE, {"q": "qqqqqqq"}).content.decode()


def test_a_question_too_long_is_refused_in_words(client, gazetteer):
    page = client.get(PAGE, {"q": "x" * 121})
    assert page.context["form"].errors["q"] == ["Ensure this value has at most 120 characters (it has 121)."]


def test_what_people_type_is_shown_as_words_only(client, gazetteer):
    assert "<script>alert" not in client.get(PAGE, {"q": "<script>alert(1)</script>"}).content.decode()


def test_a_partial_answer_holds_the_hits_only(client, gazetteer):
    part = client.get(PAGE, {"q": "tripoli"}, headers={"HX-Request": "true"}).content.decode()
    assert "<bdi>Tripoli</bdi>" in part
    assert "<form" not in part


@pytest.mark.parametrize(("query", "hits"), [("ziguinchor", 1), ("tripoli", 3)])
def test_one_hit_costs_as_many_queries_as_three(client, gazetteer, django_assert_num_queries, query, hits):
    client.get(PAGE, {"q": query})
    with django_assert_num_queries(5):
        assert len(client.get(PAGE, {"q": query}).context["places"]) == hits
