"""The forms of the record: what is typed comes back as it was, for every kind and every field; nothing is refused."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cities.models import Term
from hub.forms.content import SectionForm
from hub.models import Resource, Version
from hub.schema import NAMES_OF_SAFEGUARDS, SECTIONS, Type, empty, fields_of, sections_of
from scn_portal.ui.text import clean_line, clean_lines
from tests.factories.hub import the_terms
from tests.hub.typing import sent_by

pytestmark = pytest.mark.django_db
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
LETTERS = st.sampled_from("aZ09 é&<>\"'{}%+-.,:;/@#ßığعش中\u0301\u200d\u202e😀")
LINE = st.text(LETTERS, max_size=30).map(clean_line)
TEXT = st.text(LETTERS | st.just("\n"), max_size=60).map(lambda words: clean_lines(words).strip())
WORD = LINE.filter(bool)
ANSWER = st.dictionaries(st.sampled_from(["answer", "not_applicable"]), TEXT.filter(bool), min_size=1)
YEAR = st.integers(1950, 2049).map(str)
NUMBER = st.integers(0, 10**9) | st.integers(0, 10**6).map(lambda whole: whole / 4)


def codes_of(field):
    if field.terms:
        return list(Term.objects.filter(list=field.terms).values_list("code", flat=True))
    return [code for code, _label in field.choices]


def rows_of(*columns):
    row = st.fixed_dictionaries(dict.fromkeys(columns, LINE))
    return st.lists(row.filter(lambda each: any(each.values())), max_size=4)


def values_of(field):
    """Every value that a field of this type can hold, empty ones included."""
    if field.line in ("language", "licence"):
        return st.sampled_from(["", "en", "CC BY 4.0", "tlh", "Own words"])
    return {
        Type.LINE: lambda: LINE,
        Type.TEXT: lambda: TEXT,
        Type.MARKDOWN: lambda: TEXT,
        Type.TERM: lambda: st.sampled_from(["", *codes_of(field)]),
        Type.CHOICE: lambda: st.sampled_from(["", *codes_of(field)]),
        Type.TERMS: lambda: st.lists(st.sampled_from(codes_of(field)), unique=True),
        Type.BLOCKS: lambda: st.lists(TEXT.filter(bool), max_size=5),
        Type.MOMENT: lambda: YEAR | YEAR.map(lambda year: f"{year}-04") | LINE,
        Type.NUMBER: lambda: NUMBER | LINE.filter(lambda words: not any(sign.isdigit() for sign in words)),
        Type.LINKS: lambda: rows_of("title", "url"),
        Type.ROWS: lambda: rows_of(*(name for name, _label in field.columns)),
        Type.REACH: lambda: st.fixed_dictionaries({}, optional={"number": NUMBER, "unit": WORD, "year": YEAR}),
        Type.SAFEGUARDS: lambda: st.dictionaries(st.sampled_from(list(NAMES_OF_SAFEGUARDS)), ANSWER, max_size=5),
    }[field.type]()


def shown(version, section):
    return str(SectionForm(version, section))


def typed(version, section):
    """What the form makes of the page that shows this version, sent as it is."""
    return SectionForm(version, section, data=sent_by(shown(version, section)))


SECTIONS_OF_KINDS = [(kind, section.key) for kind in SECTIONS for section in sections_of(kind)]


@pytest.fixture(scope="module")
def _terms(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        the_terms()
        yield
        Term.objects.all().delete()


@pytest.mark.parametrize(("kind", "key"), SECTIONS_OF_KINDS)
def test_what_a_section_holds_comes_back_from_its_page_as_it_was(_terms, kind, key):
    section = next(each for each in sections_of(kind) if each.key == key)

    @FEW
    @given(st.fixed_dictionaries({field.name: values_of(field) for field in section.fields}), st.data())
    def comes_back(content, data):
        content = {name: value for name, value in content.items() if not empty(value)}
        levels = {field.name: data.draw(st.sampled_from([1, 2])) for field in section.fields if field.may_be_stricter}
        version = Version(resource=Resource(kind=kind, sharing=0), content=content, stricter=levels)
        form = typed(version, section)
        form.is_valid()
        assert form.values == content
        assert form.stricter == levels

    comes_back()


@pytest.mark.parametrize(("kind", "key"), SECTIONS_OF_KINDS)
def test_any_post_is_kept_and_shown_again(_terms, kind, key):
    """A form refuses nothing: what does not fit is marked, and stands in the form as it was typed."""
    section = next(each for each in sections_of(kind) if each.key == key)
    empty_version = Version(resource=Resource(kind=kind), content={}, stricter={})
    names = sorted(set(sent_by(shown(empty_version, section))) | {field.name for field in section.fields})

    @FEW
    @given(st.dictionaries(st.sampled_from(names), st.lists(st.text(max_size=40), max_size=3)))
    def is_kept(sent):
        data = QueryDict(mutable=True)
        for name, values in sent.items():
            data.setlist(name, values)
        form = SectionForm(empty_version, section, data=data)
        form.is_valid()
        kept = Version(resource=Resource(kind=kind), content=form.values, stricter=form.stricter)
        assert typed(kept, section).values == form.values
        assert set(form.values) <= set(fields_of(kind))

    is_kept()
