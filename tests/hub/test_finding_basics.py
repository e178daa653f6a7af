"""The search finds what was published, ranks it, and shows nobody what they may not read."""

import pytest

from hub import finding
from hub.finding import Question
from hub.readers import EVERYBODY, Reader
from tests.factories.hub import a_content, a_resource

pytestmark = pytest.mark.django_db
MEMBER, STAFF = Reader(level=1), Reader(level=2, is_staff=True)


def an_item(title="Mentors for young people", *, city=None, **more):
    content = {name: more.pop(name) for name in list(more) if name in ("action", "need", "summary", "language")}
    resource = a_resource(city, content=a_content(title, **content), **more)
    finding.index(resource)
    return resource


def found(text, reader=EVERYBODY, **more):
    return finding.find(reader, Question(text=text, **more)).ids


def test_a_published_item_is_found_by_a_word_of_its_title():
    item = an_item("Street football at night")
    assert found("football") == [item.pk]


def test_a_question_needs_not_all_of_its_words():
    item = an_item("Street football at night")
    an_item("A plan for libraries")
    assert found("how does football keep teenagers busy?")[0] == item.pk
