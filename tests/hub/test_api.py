"""The read API: who reads what, what is refused, the walk by cursor, and that answers are what the schema says."""

import json
from urllib.parse import urlparse

import pytest
from django.core import signing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from hub.api import SALT
from hub.models import Resource
from scn_portal.sharing import Sharing
from tests.factories.hub import a_content, a_findable
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
ITEMS = "/api/v1/resources/"


def answer(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json")
    return json.loads(response.content)


def path_of(address):
    parts = urlparse(address)
    return f"{parts.path}?{parts.query}"


def walk(client, path=ITEMS, between=lambda: None):
    """The codes of all items along the cursor."""
    codes = []
    while path:
        page = answer(client, path)
        codes += [each["code"] for each in page["items"]]
        path = page["next"] and path_of(page["next"])
        between()
    return codes


def test_visitors_read_what_is_public_and_members_what_they_may_see(client, porto, malmo, ana, eve):
    public, members = a_findable(porto), a_findable(malmo, sharing=Sharing.GREEN)
    named = a_findable(porto, sharing=Sharing.AMBER)
    assert walk(client) == walk(sign_in(client, eve)) == [public.code]
    assert walk(sign_in(client, ana)) == [named.code, members.code, public.code]


def test_a_record_holds_the_fields_that_the_caller_may_read(client, porto, linn):
    item = a_findable(porto, content=a_content(need="A quiet need"), stricter={"contact": 1, "need": 1})
    path = f"{ITEMS}{item.code}/"
    whole = answer(client, path)
    assert (whole["sharing"], whole["city"]) == ("CLEAR", {"slug": "porto", "name": "Porto", "country": "PT"})
    assert {"contact", "need"} & whole["content"].keys() == set()
    assert answer(sign_in(client, linn), path)["content"]["need"] == "A quiet need"


def test_a_hidden_item_and_a_wrong_code_are_answered_with_the_same_bytes(client, porto):
    hidden = a_findable(porto, sharing=Sharing.GREEN)
    answers = [client.get(f"{ITEMS}{code}/") for code in (hidden.code, "SCN-22222222")]
    assert [each.status_code for each in answers] == [404, 404]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize(
    ("query", "parameter", "known"),
    [
        ("?theme=zauberei", "theme", "youth"),
        ("?sort=size", "sort", "newest"),
        ("?colour=red", "colour", "cursor"),
        ("?page=2", "page", "cursor"),
        ("?limit=1000", "limit", "1–100"),
        ("?cursor=abc", "cursor", "next"),
        ("?sharing=green", "sharing", "clear"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_would_be(client, porto, query, parameter, known):
    a_findable(porto)
    refusal = answer(client, ITEMS + query, status=400)
    assert refusal["parameter"] == parameter
    assert known in " ".join(refusal["allowed"])


def test_a_cursor_for_another_question_or_of_another_hand_is_refused(client, porto):
    for _ in range(3):
        a_findable(porto)
    cursor = answer(client, f"{ITEMS}?limit=1")["next"].partition("cursor=")[2]
    answer(client, f"{ITEMS}?limit=1&cursor={cursor}")
    answer(client, f"{ITEMS}?limit=2&cursor={cursor}", status=400)
    answer(client, f"{ITEMS}?limit=1&theme=youth&cursor={cursor}", status=400)
    forged = signing.dumps(["", 1, 1, ""], salt=SALT, key="x" * 50)
    answer(client, f"{ITEMS}?limit=1&cursor={forged}", status=400)


@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_follows_the_cursor_meets_each_item_that_stays_once(client, porto, data):
    from hub import finding

    stays = [a_findable(porto) for _ in range(data.draw(st.integers(0, 7)))]
    goes = [a_findable(porto) for _ in range(3)]
    stays += [a_findable(porto) for _ in range(2)]

    def meanwhile():
        if data.draw(st.booleans()):
            a_findable(porto)
        if goes and data.draw(st.booleans()):
            gone = goes.pop()
            Resource.objects.filter(pk=gone.pk).update(status="withdrawn")
            finding.index(gone)

    codes = walk(client, f"{ITEMS}?limit={data.draw(st.integers(1, 4))}", meanwhile)
    assert len(codes) == len(set(codes))
    assert {each.code for each in stays} <= set(codes)
    Resource.objects.filter(city=porto).update(status="taken_down")
    for each in Resource.objects.filter(city=porto):
        finding.index(each)


def test_an_unchanged_answer_is_not_sent_again(client, porto):
    a_findable(porto)
    first = client.get(ITEMS)
    again = client.get(ITEMS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_labels_come_in_the_language_that_is_asked_for(client, porto):
    a_findable(porto).resource_terms.first().term.labels.create(language="fr", label="Jeunesse")
    response = client.get(ITEMS, headers={"Accept-Language": "fr"})
    assert json.loads(response.content)["items"][0]["themes"] == [{"code": "youth", "label": "Jeunesse"}]
    assert "Accept-Language" in response["Vary"]


def test_looking_is_all_that_can_be_asked(client, porto):
    a_findable(porto)
    head = client.head(ITEMS)
    assert (head.status_code, head.content) == (200, b"")
    assert client.post(ITEMS).status_code == 405


def test_the_description_is_valid_and_names_every_filter(client):
    schema = answer(client, "/api/v1/openapi.json")
    validate(schema)
    named = {each["name"] for each in schema["paths"][ITEMS]["get"]["parameters"]}
    assert {"q", "theme", "country", "year", "sort", "cursor", "limit"} <= named
    assert set(schema["paths"]) >= {ITEMS, f"{ITEMS}{{code}}/", "/api/v1/collections/", "/api/v1/terms/"}


def test_the_answers_are_what_the_description_says(client, porto):
    item = a_findable(porto)
    schema = answer(client, "/api/v1/openapi.json")
    for path, asked in (
        (ITEMS, ITEMS),
        (f"{ITEMS}{{code}}/", f"{ITEMS}{item.code}/"),
        ("/api/v1/terms/", "/api/v1/terms/"),
        ("/api/v1/collections/", "/api/v1/collections/"),
    ):
        stated = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        fits(answer(client, asked), stated, schema)


def fits(value, stated, whole):
    """Whether a value is what its part of the description says: kinds, and every field that is required."""
    if "$ref" in stated:
        stated = whole["components"]["schemas"][stated["$ref"].rpartition("/")[2]]
    if "anyOf" in stated:
        options = [each for each in stated["anyOf"] if (each.get("type") == "null") == (value is None)]
        assert options, (value, stated)
        return fits(value, options[0], whole)
    kinds = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}
    assert isinstance(value, kinds[stated["type"]]), (value, stated)
    if isinstance(value, list):
        return [fits(each, stated["items"], whole) for each in value]
    if "properties" in stated:
        assert set(value) == set(stated["properties"])
        return [fits(value[name], part, whole) for name, part in stated["properties"].items()]
    return None
