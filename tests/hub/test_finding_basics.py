"""The search finds what was published, ranks it, and says what it did with the question."""

import pytest

from hub import finding
from hub.finding import Question
from hub.models import IndexTerm
from hub.readers import EVERYBODY
from hub.schema import NOT_STATED
from tests.factories.cities import a_city
from tests.factories.hub import a_content, a_resource

pytestmark = pytest.mark.django_db
FIELDS = ("action", "need", "summary", "language", "theme_main", "motivation_scope")


def an_item(title="Mentors for young people", city=None, **more):
    content = {name: more.pop(name) for name in list(more) if name in FIELDS}
    resource = a_resource(city, content=a_content(title, **content), **more)
    finding.index(resource)
    return resource


def ask(text="", reader=EVERYBODY, facets=(), **more):
    return finding.find(reader, Question(text=text, **more), facets)


def found(text="", reader=EVERYBODY, **more):
    return ask(text, reader, **more).ids


def test_a_question_needs_not_all_of_its_words():
    item = an_item("Street football at night")
    an_item("A plan for libraries")
    assert found("how does football keep teenagers busy?") == [item.pk]


def test_a_word_of_the_title_weighs_more_than_one_of_the_text():
    other = an_item("A plan for libraries", action="Sometimes football is played as well.")
    item = an_item("Street football at night")
    assert found("football") == [item.pk, other.pk]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Éducation à la citoyenneté", "education citoyennete"),
        ("Education et ecole", "éducation école"),
        ("İstanbul gençlik", "istanbul genclik"),
        ("Isparta", "ısparta"),
        ("المَدِينَة الآمنة", "المدينه الامنه"),
        ("مدينه", "مدينة"),
        ("STRASSE", "straße"),
    ],
)
def test_accents_case_and_forms_of_letters_do_not_matter(written, asked):
    item = an_item(written)
    assert found(asked, literal=True) == [item.pk]


@pytest.mark.parametrize(
    ("language", "written", "asked"),
    [
        ("fr", "Les médiatrices des quartiers", "médiatrice de quartier"),
        ("th", "โครงการเยาวชนในเมือง", "เยาวชน"),
        ("zh", "城市青年工作", "青年"),
        ("zh", "城市青年工作", "城"),
        ("ja", "若者の居場所づくり", "居場所"),
        ("sw", "Vijana wa mji", "vijana"),
        ("x-unheard-of", "Zorble in the town", "zorble"),
        ("", "Zorble in the town", "zorble"),
    ],
)
def test_a_text_is_found_in_its_own_language_under_the_english_interface(language, written, asked):
    an_item("Street football at night")
    item = an_item(written, language=language)
    assert found(asked, language="en") == [item.pk]


def test_an_exact_phrase_filters():
    item = an_item("Night football for all")
    an_item("Football at night")
    assert found('"night football"') == [item.pk]
    assert found('"football night"') == []


def test_a_word_after_a_minus_shuts_out():
    item = an_item("Football in the park")
    an_item("Football at night")
    assert found("football -night") == [item.pk]
    assert found("-night") == [item.pk]


def test_of_words_with_or_between_one_must_stand_there():
    chess, football = an_item("Chess in the park"), an_item("Football in the park")
    an_item("Swimming in the park")
    assert sorted(found("park chess OR football")) == sorted([chess.pk, football.pk])


def test_a_typing_error_is_corrected_and_said_so():
    item = an_item("Street football at night")
    result = ask("stret fotball")
    assert (result.ids, result.correction, result.literal) == ([item.pk], "street football", "stret fotball")


def test_the_literal_question_is_asked_on_wish():
    an_item("Street football at night")
    result = ask("fotball", literal=True)
    assert (result.ids, result.correction) == ([], None)


def test_a_word_that_is_known_by_its_stem_is_left_as_it_is():
    an_item("Mentoring families")
    assert ask("mentored").correction is None


def test_a_long_text_is_cut_and_said_so():
    an_item("Street football at night")
    assert ask("football " + "x" * 2000).cut
    assert not ask("football").cut


def test_an_archived_item_ranks_lower():
    old = an_item("Street football", status="archived")
    new = an_item("Street football and much else at night")
    assert found("street football") == [new.pk, old.pk]


def test_a_name_of_a_city_brings_its_items_first():
    porto = a_city("Porto")
    an_item("Porto, Porto, Porto: a comparison")
    own = an_item("Mentors", porto)
    assert found("porto")[0] == own.pk
    assert found("prto")[0] == own.pk


def test_without_words_the_newest_come_first():
    old, new = an_item("One"), an_item("Two")
    assert found("") == found("???") == [new.pk, old.pk]


def test_small_words_alone_shut_nothing_out():
    item = an_item("Football", summary="Nothing else stands here but words about balls and grass.")
    assert found("the of and") == [item.pk]


def test_words_that_stand_nowhere_find_nothing():
    an_item("Football")
    result = ask("qqqqqqqqq", facets=("kind",))
    assert (result.ids, result.total, result.facets) == ([], 0, {"kind": {}})


@pytest.mark.parametrize("sort", ["newest", "confirmed", "taken_over", "title"])
@pytest.mark.parametrize("text", ["", "football"])
def test_every_order_goes_on_where_the_page_before_ended(sort, text):
    items = {an_item(f"Football {number}").pk for number in range(5)}
    seen, after = [], None
    while True:
        result = ask(text, sort=sort, size=2, after=after)
        seen += result.ids
        if (after := result.after) is None:
            break
    assert (len(seen), set(seen)) == (5, items)


def test_pages_by_rank_follow_each_other():
    items = {an_item(f"Football {number}").pk for number in range(5)}
    pages = [ask("football", size=2, page=page) for page in (1, 2, 3)]
    assert [page.has_next for page in pages] == [True, True, False]
    assert {key for page in pages for key in page.ids} == items


def test_a_forged_key_is_told_apart():
    with pytest.raises(finding.ForgedKeyError):
        ask("", sort="newest", after="yesterday|x")


def test_an_item_that_is_no_longer_shown_is_not_found():
    item = an_item("Football")
    type(item).objects.filter(pk=item.pk).update(status="withdrawn")
    finding.index(item)
    assert found("football") == found("") == []


def test_what_was_changed_is_found_by_its_new_words_only():
    item = an_item("Football")
    version = item.current_version
    type(version).objects.filter(pk=version.pk).update(status="draft")
    type(version).objects.filter(pk=version.pk).update(content=a_content("Chess"))
    type(version).objects.filter(pk=version.pk).update(status="current")
    finding.index(item)
    assert (found("football", literal=True), found("chess")) == ([], [item.pk])


def test_a_slip_in_a_word_that_stands_there_in_another_form_only_is_corrected():
    item = an_item("Mediating between neighbours", action="Talks are held in the evening.")
    result = ask("evening mediattion")
    assert (result.ids, result.correction) == ([item.pk], "evening mediation")


def test_words_for_nothing_stated_are_not_searched():
    item = an_item("Street football at night", action="The pitch is lit until ten.", need=NOT_STATED)
    assert found("pitch") == [item.pk]
    assert found("stated demonstration") == []


def test_a_word_as_it_is_written_comes_before_another_form_of_it():
    other = an_item("Nationalities in the town")
    item = an_item("Nationality in the town")
    assert found("nationality") == [item.pk, other.pk]
    assert found("nationalities") == [other.pk, item.pk]


def test_of_two_words_as_rare_the_one_that_documents_dwell_on_weighs_more():
    dwelt_on = an_item("First plan", action="The orchard is near, and much else is said here of the whole town.")
    passing = an_item("Second plan", action="The harbour is near, and much else is said here of the whole town.")
    an_item("Third plan", action="The orchard of apples, the orchard of pears and the orchard of plums.")
    an_item("Fourth plan", action="The harbour of stones, the bridge of wood and the tower of glass.")
    assert found("orchard harbour").index(dwelt_on.pk) < found("orchard harbour").index(passing.pk)
    assert found("harbour orchard").index(dwelt_on.pk) < found("harbour orchard").index(passing.pk)


def test_figures_of_an_older_release_change_no_ranking():
    """It counts documents and no occurrences: then every word weighs as its rarity says."""
    passing = an_item("Harbour plan", action="Much is said here.")
    dwelt_on = an_item("Orchard plan", action="Much is said here.")
    an_item("Third plan", action="The orchard of apples, the orchard of pears and the orchard of plums.")
    an_item("Fourth plan", action="The harbour of stones, the bridge of wood and the tower of glass.")
    before = dict(zip(found("orchard harbour"), ask("orchard harbour").scores, strict=True))
    assert before[dwelt_on.pk] > before[passing.pk]
    IndexTerm.objects.update(occurrences=[0, 0, 0])
    after = dict(zip(found("orchard harbour"), ask("orchard harbour").scores, strict=True))
    assert after[dwelt_on.pk] == pytest.approx(after[passing.pk])
